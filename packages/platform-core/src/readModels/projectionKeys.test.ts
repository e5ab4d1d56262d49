import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "./applyEvents.js";
import { defineEvents } from "../declarations/defineEvents.js";
import { makeProjection } from "../declarations/defineProjection.js";
import { infrastructureDataOf } from "../base/infrastructureError.js";
import { groupRows, keysOf } from "./projectionKeys.js";

const events = defineEvents({
  NoteAdded: { customerId: v.string(), others: v.array(v.string()) },
  NoteRead: { customerId: v.string() },
});

type Payload = { customerId?: unknown; others?: unknown };
const notes = (key: unknown = "customerId") =>
  makeProjection("notes", { events, key, initial: {}, on: { NoteAdded: () => ({}) } });
const everybody = notes(({ payload: { customerId, others } }: { payload: Payload }) => [
  customerId,
  ...(others as string[]),
]);

function eventOf(payload: Payload, more: Partial<RecordedEvent> = {}): RecordedEvent {
  return {
    ...{ id: "e-1", type: "NoteAdded", streamType: "Note", streamId: "n-1", version: 1 },
    ...{ tenant: "", actor: "ann", correlationId: "corr", causationId: "cmd", occurredAt: 1 },
    ...{ category: "domain", context: "notes", tags: [] },
    payload,
    ...more,
  };
}

function refusalOf(call: () => unknown) {
  try {
    call();
  } catch (error) {
    return infrastructureDataOf(error);
  }
  throw new Error("Nothing was thrown.");
}

describe("the rows of a page of events", () => {
  test("PR-3 have the events of one key in order, each row once", () => {
    const [first, other, second] = [
      eventOf({ customerId: "a" }, { version: 1 }),
      eventOf({ customerId: "b" }),
      eventOf({ customerId: "a" }, { version: 2 }),
    ];
    expect(groupRows(notes(), [first, other, second])).toEqual([
      { tenant: "", key: "a", events: [first, second] },
      { tenant: "", key: "b", events: [other] },
    ]);
  });

  test("PR-3 PR-6 an event of several keys is in each of their rows, once and in order", () => {
    const first = eventOf({ customerId: "a", others: ["b", "a"] });
    const second = eventOf({ customerId: "b", others: ["c"] }, { version: 2 });
    expect(groupRows(everybody, [first, second])).toEqual([
      { tenant: "", key: "a", events: [first] },
      { tenant: "", key: "b", events: [first, second] },
      { tenant: "", key: "c", events: [second] },
    ]);
  });

  test("PR-6 an event of no key is in no row", () => {
    expect(
      groupRows(
        notes(() => null),
        [eventOf({})],
      ),
    ).toEqual([]);
    expect(
      groupRows(
        notes(() => []),
        [eventOf({})],
      ),
    ).toEqual([]);
  });

  test("PR-3 equal keys of two tenants are two rows, whatever characters they hold", () => {
    const places = [
      { tenant: "a", customerId: "b:c" },
      { tenant: "a:b", customerId: "c" },
      { tenant: "", customerId: "c" },
    ];
    const page = places.map(({ tenant, customerId }) => eventOf({ customerId }, { tenant }));
    const rows = groupRows(notes(), page);
    expect(rows.map(({ tenant, key }) => ({ tenant, customerId: key }))).toEqual(places);
  });

  test("EV-1 events that it does not subscribe to are in none, and need no key", () => {
    const other = eventOf({ customerId: 7 }, { type: "NoteRead" });
    const on = { NoteAdded: () => ({}) };
    const where = { contexts: ["sales"] };
    const narrow = makeProjection("notes", {
      ...{ events, key: "customerId", initial: {} },
      ...{ on, where },
    });
    const sold = eventOf({ customerId: "a" }, { context: "sales" });
    expect(groupRows(narrow, [other, eventOf({ customerId: "a" }), sold])).toEqual([
      { tenant: "", key: "a", events: [sold] },
    ]);
  });

  test("PR-3 bad keys are reported together, each with its event and path", () => {
    const payloads = ["a", "", undefined, 7, null, ["a"]].map((customerId) => ({ customerId }));
    const page = payloads.map((payload, i) => eventOf(payload, { id: `e-${i}` }));
    expect(refusalOf(() => groupRows(notes(), page))).toMatchObject({
      code: "INVALID_KEY",
      retryable: false,
      message:
        "notes: the key of a row must be a non-empty string; " +
        "events[1].payload.customerId is an empty string (NoteAdded, id e-1); " +
        "events[2].payload.customerId is undefined (NoteAdded, id e-2); " +
        "events[3].payload.customerId is a value of the type number (NoteAdded, id e-3); " +
        "events[4].payload.customerId is null (NoteAdded, id e-4); " +
        "events[5].payload.customerId is a list (NoteAdded, id e-5).",
    });
  });

  test("PR-3 what is wrong with very many is cut short, and counted", () => {
    const page = Array.from({ length: 25 }, () => eventOf({}));
    const { message } = refusalOf(() => groupRows(notes(), page))!;
    expect(message.match(/events\[/g)).toHaveLength(20);
    expect(message).toMatch(/; and 5 more\.$/);
  });
});

describe("the keys of one event", () => {
  test("PR-3 PR-6 are those of the rows it concerns, each once", () => {
    expect(keysOf(notes(), eventOf({ customerId: "a" }))).toEqual(["a"]);
    expect(keysOf(everybody, eventOf({ customerId: "a", others: ["b", "a"] }))).toEqual(["a", "b"]);
    expect(
      keysOf(
        notes(() => null),
        eventOf({}),
      ),
    ).toEqual([]);
  });

  const functions: [what: string, key: () => unknown, says: RegExp][] = [
    ["throws", () => fail("no region"), /event, its key function failed: no region \(NoteAdded/],
    ["returns nothing", () => undefined, /its key function gave undefined/],
    ["gives an empty string among others", () => ["a", ""], /gave an empty string/],
    ["is asynchronous", async () => "a", /its key function failed: .*not async/],
  ];
  test.each(functions)("PR-3 a key function that %s is a typed error", (_, key, says) => {
    const error = refusalOf(() => keysOf(notes(key), eventOf({})));
    expect(error).toMatchObject({ code: "INVALID_KEY" });
    expect(error?.message).toMatch(says);
  });

  test("PR-1 a key function cannot change the event", () => {
    const change = ({ payload }: { payload: Payload }) => (payload.customerId = "other");
    const event = eventOf({ customerId: "a" });
    expect(refusalOf(() => keysOf(notes(change), event))).toMatchObject({ code: "INVALID_KEY" });
    expect(event.payload).toEqual({ customerId: "a" });
  });
});

function fail(message: string): never {
  throw new Error(message);
}
