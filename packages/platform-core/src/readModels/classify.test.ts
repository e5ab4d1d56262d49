import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { accountEvents, bank } from "../../test/bank.js";
import { diaryEvents, notes } from "../../test/notes.js";
import { parcelEvents, parcels } from "../../test/parcel.js";
import { defineAggregate } from "../declarations/defineAggregate.js";
import { defineBoundedContext } from "../declarations/defineBoundedContext.js";
import { defineEvents, type EventCatalog } from "../declarations/defineEvents.js";
import { makeProjection } from "../declarations/defineProjection.js";
import { classify } from "./classify.js";

type Declared = {
  types: string[];
  key: unknown;
  events?: EventCatalog;
  where?: Parameters<typeof makeProjection>[1]["where"];
};
const both = { ...accountEvents, ...diaryEvents };

function classified({ types, key, events = both, where }: Declared) {
  const on = Object.fromEntries(types.map((type) => [type, () => ({})]));
  const projection = makeProjection("some", { events, key, initial: {}, on, where });
  return classify(projection, [bank, notes, parcels]);
}

describe("the strategy of a read model", () => {
  test("PR-3 is entity where the key is the id of the one aggregate that feeds it", () => {
    expect(classified({ types: ["AccountOpened", "MoneyDeposited"], key: "accountId" })).toEqual({
      strategy: "byStream",
      reason: "its key accountId is the id of Account, whose streams alone feed it",
      recommendation:
        "up to 64 partitions: each reads the streams of its own buckets, no event is read twice",
    });
  });

  test("PR-3 is customer where the key is another field of one stream type", () => {
    expect(classified({ types: ["AccountOpened"], key: "owner" })).toMatchObject({
      strategy: "byField",
      reason:
        "its key owner is a payload field of the events of Account, not the id of their stream (accountId)",
    });
  });

  test("PR-3 is saga where a field is the key of several stream types", () => {
    const events = withField({ ...accountEvents, ...parcelEvents }, "customerId");
    const types = ["AccountOpened", "ParcelSent"];
    expect(classified({ types, key: "customerId", events })).toMatchObject({
      strategy: "acrossStreams",
      reason:
        "its key customerId is a payload field of events of several stream types: Account, Parcel",
    });
  });

  test("PR-3 is global where a function computes the key", () => {
    expect(classified({ types: ["AccountOpened"], key: () => ["a", "b"] })).toMatchObject({
      strategy: "computed",
      reason: "its key is computed by a function, which may name any row, or several",
      recommendation: "one partition: name a payload field as the key to have more",
    });
  });

  test.each(["byField", "acrossStreams"])(
    "PR-3 %s says that n partitions read everything n times",
    (strategy) => {
      const one = classified({ types: ["AccountOpened"], key: "owner" });
      const none = classified({ types: [], key: "owner" });
      const found = [one, none].find((each) => each.strategy === strategy);
      expect(found?.recommendation).toMatch(/^n partitions read every event n times/);
    },
  );

  test("PR-3 counts the stream types that where lets pass", () => {
    const events = { ...accountEvents, ...withField(diaryEvents, "accountId") };
    const types = ["AccountOpened", "EntryWritten"];
    const strategy = (where: Declared["where"]) =>
      classified({ types, key: "accountId", events, where }).strategy;
    expect(strategy(undefined)).toBe("acrossStreams");
    expect(strategy({ streamTypes: ["Account"] })).toBe("byStream");
    expect(strategy({ contexts: ["bank"] })).toBe("byStream");
  });

  test("PR-3 counts no stream type for events that were only declared beside its own", () => {
    const { AccountOpened, MoneyDeposited } = accountEvents;
    const Vault = defineAggregate("Vault", v.object({}), {
      ...{ id: "accountId", events: { AccountOpened }, initial: {} },
      evolve: { AccountOpened: (vault) => vault },
    });
    const commands = { openVault: Vault.creation({ decide: () => [] }) };
    const vaults = defineBoundedContext("vaults", { commands });
    const projection = makeProjection("some", {
      ...{ events: { MoneyDeposited }, key: "accountId", initial: {} },
      on: { MoneyDeposited: () => ({}) },
    });
    expect(classify(projection, [bank, vaults]).strategy).toBe("byStream");
  });

  test("PR-3 is saga, the safe one, where no listed context records its events", () => {
    expect(classified({ types: [], key: "owner" })).toMatchObject({
      strategy: "acrossStreams",
      reason: "no listed context records its events, keyed by owner",
    });
  });
});

/** Events of the same types that have nothing but one text field. */
const withField = (events: EventCatalog, field: string): EventCatalog =>
  defineEvents(
    Object.fromEntries(Object.keys(events).map((type) => [type, { [field]: v.string() }])),
  );
