import { describe, expect, test } from "vitest";
import { accountEvents, balances, bank, movements } from "../../test/bank.js";
import { parcelEvents } from "../../test/parcel.js";
import { actorOf, components } from "../../test/platform.js";
import { storedEvent } from "../../test/storedEvent.js";
import { createPlatform } from "../platform/createPlatform.js";
import { makeProjection, type AnyProjection } from "../declarations/defineProjection.js";
import { explainRouting } from "./explainRouting.js";
import schema from "../../test/schema.js";

type Options = Partial<Parameters<typeof makeProjection>[1]>;
const listening = (more: Options = {}): AnyProjection =>
  makeProjection("some", {
    ...{ events: accountEvents, key: "accountId", initial: {} },
    on: { MoneyDeposited: () => ({}) },
    ...more,
  });
const explained = (more: Options, event = storedEvent()) =>
  explainRouting([listening(more)], event)[0];

describe("platform.explain", () => {
  const platform = createPlatform(components, { schema, contexts: [bank], actor: actorOf });

  test("EV-1 tells of every read model whether an event is routed there, for which rows", () => {
    expect(platform.explain(storedEvent())).toEqual([
      {
        ...{ readModel: "balances", version: 1, routed: true, because: "handled", keys: ["a"] },
        sentence:
          'MoneyDeposited (e-1) is routed to balances version 1: it handles MoneyDeposited, for the row "a".',
      },
      {
        ...{ readModel: "movements", version: 1, routed: true, because: "handled" },
        keys: ["a/MoneyDeposited"],
        sentence:
          'MoneyDeposited (e-1) is routed to movements version 1: it handles MoneyDeposited, for the row "a/MoneyDeposited".',
      },
    ]);
    const closed = storedEvent({ type: "AccountClosed", payload: { accountId: "a" } });
    expect(platform.explain(closed).map(({ routed }) => routed)).toEqual([true, false]);
    expect([balances.version, movements.version]).toEqual([1, 1]);
  });

  test("EV-1 RB-2 tells of each version that the code declares", () => {
    const second = listening({ version: 2, replaces: listening(), on: {} });
    const routings = explainRouting([second], storedEvent());
    expect(routings.map(({ version, routed }) => [version, routed])).toEqual([
      [2, false],
      [1, true],
    ]);
  });
});

describe("why an event is not routed", () => {
  const tags = [{ name: "region", value: "eu" }];
  const reasons: [because: string, more: Options, why: string][] = [
    ["type", { on: {} }, "it has no handler for MoneyDeposited, only for none"],
    [
      "category",
      { where: { categories: ["fat", "trigger"] } },
      "its where.categories lets fat, trigger pass, not domain",
    ],
    ["context", { where: { contexts: ["notes"] } }, "its where.contexts lets notes pass, not bank"],
    [
      "streamType",
      { where: { streamTypes: ["Diary"] } },
      "its where.streamTypes lets Diary pass, not Account",
    ],
    ["tags", { where: { tags } }, "its where.tags wants all of region=eu, the event has none"],
    ["key", { key: () => null }, "its key names no row"],
  ];
  test.each(reasons)("EV-1 is told: %s", (because, more, why) => {
    expect(explained(more)).toEqual({
      ...{ readModel: "some", version: 1, routed: false, because, keys: [] },
      sentence: `MoneyDeposited (e-1) is not routed to some version 1: ${why}.`,
    });
  });

  test("EV-1 a key that is none is told, not thrown", () => {
    const routing = explained({}, storedEvent({ payload: { accountId: "" } }));
    expect(routing).toMatchObject({ routed: false, because: "key", keys: [] });
    expect(routing?.sentence).toMatch(/event.payload.accountId is an empty string/);
  });

  test("EV-1 PO-4 an event that cannot be read is told, not thrown", () => {
    const routing = explained({}, storedEvent({ schemaVersion: 9 }));
    expect(routing).toMatchObject({ routed: false, because: "unreadable" });
    expect(routing?.sentence).toMatch(/cannot be read: .* stored in version 9/);
  });
});

describe("an event of the past", () => {
  const parcel = (more: object) =>
    storedEvent({ streamType: "Parcel", context: "parcels", schemaVersion: 1, ...more });
  const labels = { events: parcelEvents, key: "parcelId", on: { LabelPrinted: () => ({}) } };
  const sentWithLabel = parcel({
    type: "ParcelSentWithLabel",
    payload: { parcelId: "p", grams: 1, label: "L1" },
  });

  test("EV-1 is explained as what it is read as today", () => {
    expect(explained(labels, sentWithLabel)).toMatchObject({
      ...{ routed: true, keys: ["p"] },
      sentence:
        "ParcelSentWithLabel (e-1) is routed to some version 1: it is read as ParcelSent, LabelPrinted; " +
        'it handles LabelPrinted, for the row "p".',
    });
  });

  test("EV-1 that is read as several concerns the rows of all of them, each once", () => {
    const key = ({ type }: { type: string }) => ["p", type];
    const on = { ParcelSent: () => ({}), LabelPrinted: () => ({}) };
    const routing = explained({ ...labels, key, on }, sentWithLabel);
    expect(routing?.keys).toEqual(["p", "ParcelSent", "LabelPrinted"]);
  });

  test("EV-1 that is read as none is told so", () => {
    const noted = parcel({ type: "PlaceNoted", payload: { parcelId: "p", place: "Bonn" } });
    expect(explained(labels, noted)?.sentence).toMatch(/it is read as no event; nothing is left/);
  });
});
