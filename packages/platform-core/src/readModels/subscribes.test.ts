import { describe, expect, test } from "vitest";
import { storedEvent } from "../../test/storedEvent.js";
import { accountEvents } from "../../test/bank.js";
import { makeProjection } from "../declarations/defineProjection.js";
import type { EventFilter } from "../declarations/projectionWhere.js";
import { obstacleTo, subscribes } from "./subscribes.js";

const listening = (where: EventFilter = {}) =>
  makeProjection("some", {
    ...{ events: accountEvents, key: "accountId", initial: {}, where },
    on: { MoneyDeposited: () => ({}) },
  });
const tags = [
  { name: "region", value: "eu" },
  { name: "kind", value: "private" },
];
const event = storedEvent({ category: "fat", tags });

describe("a read model subscribes to", () => {
  test("EV-1 events of the types it handles, and no others", () => {
    expect(subscribes(listening(), event)).toBe(true);
    expect(subscribes(listening(), { ...event, type: "MoneyWithdrawn" })).toBe(false);
  });

  const filters: [what: string, passes: EventFilter, keeps: EventFilter][] = [
    ["category", { categories: ["domain", "fat"] }, { categories: ["domain"] }],
    ["context", { contexts: ["notes", "bank"] }, { contexts: ["notes"] }],
    ["streamType", { streamTypes: ["Account", "Diary"] }, { streamTypes: ["Diary"] }],
    ["tags", { tags }, { tags: [...tags, { name: "region", value: "us" }] }],
  ];
  test.each(filters)("EV-1 events narrowed by %s", (what, passes, keeps) => {
    expect(obstacleTo(listening(passes), event)).toBeNull();
    expect(obstacleTo(listening(keeps), event)).toBe(what);
  });

  test("EV-1 events that have one of each list and all of the tags", () => {
    const where: EventFilter = { categories: ["fat"], contexts: ["bank"], tags: [tags[1]!] };
    expect(subscribes(listening(where), event)).toBe(true);
    expect(subscribes(listening({ ...where, contexts: ["notes"] }), event)).toBe(false);
  });

  test("EV-1 a tag is one by name and value", () => {
    const others = [
      { name: "region", value: "private" },
      { name: "kind", value: "eu" },
    ];
    for (const tag of others) expect(subscribes(listening({ tags: [tag] }), event)).toBe(false);
  });
});
