import { v } from "convex/values";
import { describe, expect, expectTypeOf, test } from "vitest";
import { defineEvents } from "../defineEvents.js";
import { DeclarationError } from "../../base/infrastructureError.js";
import { mergeEvents, splitEvent, type Upcaster } from "../../upcast.js";
import { chainsOfAll } from "../chainsOf.js";
import type { EventSteps } from "./eventSteps.js";

const same: Upcaster = (fields) => fields;
const fields = { Sent: { id: v.string() }, Noted: { id: v.string() } };
type Options = { upcast?: Record<string, EventSteps>; retired?: Record<string, EventSteps> };
const define = (options: Options) => defineEvents(fields, options as never);
const nothing = splitEvent({}, () => []);

describe("versions", () => {
  test("UP-1 an event without upcasters is of version 1", () => {
    expect(define({}).Sent.schemaVersion).toBe(1);
  });

  test("UP-1 the version declared is the highest key plus 1", () => {
    const { Sent, Noted } = define({ upcast: { Sent: { 1: same, 2: same } } });
    expect([Sent.schemaVersion, Noted.schemaVersion]).toEqual([3, 1]);
  });

  test("UP-1 steps need not be listed in order", () => {
    expect(define({ upcast: { Sent: { 2: same, 1: same } } }).Sent.schemaVersion).toBe(3);
  });

  test.each<[EventSteps, string]>([
    [{ 2: same }, "from 2, but none from 1"],
    [{ 1: same, 3: same }, "from 1, 3, but none from 2"],
    [{ 1: same, 2: same, 5: same }, "from 1, 2, 5, but none from 3"],
    [{ 0: same, 1: same }, "from 0, 1, but none from 2"],
    [{ 1: same, 1.5: same }, "but none from 2"],
    [{ "-1": same }, "but none from 1"],
  ])("UP-2 a gap fails when the declaration is made: %o", (steps, versions) => {
    const declare = () => define({ upcast: { Sent: steps } });
    expect(declare).toThrow(DeclarationError);
    expect(declare).toThrow("Sent");
    expect(declare).toThrow(versions);
  });

  test("UP-2 a gap among the versions of a retired event fails as well", () => {
    expect(() => define({ retired: { Gone: { 1: same, 3: nothing } } })).toThrow("none from 2");
  });
});

describe("what no stored event could take is refused at declaration", () => {
  const refusals: [string, Options, string][] = [
    ["an unknown event", { upcast: { Lost: { 1: same } } }, "upcast names Lost"],
    ["no step at all", { upcast: { Sent: { 1: 7 as never } } }, "neither a function"],
    ["a retired event that is declared", { retired: { Sent: { 1: nothing } } }, "and retired"],
    ["a retired event that goes nowhere", { retired: { Gone: { 1: same } } }, "last step"],
    ["a retired event without steps", { retired: { Gone: {} } }, "last step"],
    [
      "a piece that nobody declares",
      { retired: { Gone: { 1: splitEvent({ Lost: 1 }, () => []) } } },
      "names Lost",
    ],
    [
      "a piece in a version that is not known",
      { retired: { Gone: { 1: splitEvent({ Sent: 2 }, () => []) } } },
      "names version 2 of Sent, but Sent is known in versions 1 to 1",
    ],
    [
      "a partner in a version that is not known",
      { upcast: { Sent: { 1: mergeEvents({ Noted: 0 }, same) } } },
      "names version 0 of Noted",
    ],
    [
      "an event that is split into itself",
      { upcast: { Sent: { 1: splitEvent({ Sent: 1 }, () => []) } } },
      "in a circle, Sent version 1 → Sent version 1",
    ],
    [
      "events that are split into each other",
      {
        upcast: {
          Sent: { 1: splitEvent({ Noted: 1 }, () => []) },
          Noted: { 1: same, 2: splitEvent({ Sent: 1 }, () => []) },
        },
      },
      "in a circle, Sent version 1 → Noted version 2 → Sent version 1",
    ],
    [
      "an event that merges with its own kind",
      { upcast: { Sent: { 1: mergeEvents({ Sent: 1 }, same) } } },
      "only one may merge",
    ],
    [
      "an event that merges twice",
      {
        upcast: {
          Sent: { 1: mergeEvents({ Noted: 1 }, same), 2: mergeEvents({ Noted: 1 }, same) },
        },
      },
      "only once",
    ],
    [
      "a merge after a split",
      {
        upcast: {
          Sent: { 1: splitEvent({ Sent: 2 }, () => []), 2: mergeEvents({ Noted: 1 }, same) },
        },
      },
      "split or merged before",
    ],
    [
      "a merge with an event that merges",
      {
        upcast: { Sent: { 1: mergeEvents({ Noted: 1 }, same) } },
        retired: { Gone: { 1: mergeEvents({ Sent: 1 }, same), 2: nothing } },
      },
      "only one may merge",
    ],
  ];

  test.each(refusals)("UP-2 %s", (_name, options, message) => {
    const declare = () => define(options);
    expect(declare).toThrow(DeclarationError);
    expect(declare).toThrow(message);
  });

  test("UP-2 a merge names one partner", () => {
    expect(() => mergeEvents({}, same)).toThrow("one event type");
    expect(() => mergeEvents({ Sent: 1, Noted: 1 }, same)).toThrow("one event type");
  });

  test("UP-2 two declarations cannot claim one event, not even a retired one", () => {
    const one = defineEvents({ Sent: {} }, { retired: { Gone: { 1: nothing } } });
    const other = defineEvents({ Gone: {} });
    expect(() => chainsOfAll([one, other])).toThrow(
      "The event Gone is declared, or retired, by two",
    );
    expect(chainsOfAll([one, { ...one }]).size).toBe(2);
  });
});

test("UP-1 upcasters of unknown events and pieces of unknown types are compile errors", () => {
  const options = {} as NonNullable<Parameters<typeof defineEvents<typeof fields>>[1]>;
  expectTypeOf(options.upcast).toEqualTypeOf<
    { readonly Sent?: EventSteps; readonly Noted?: EventSteps } | undefined
  >();
  // @ts-expect-error -- Lost is not an event
  expect(() => defineEvents(fields, { upcast: { Lost: { 1: same } } })).toThrow("Lost");
  // @ts-expect-error -- Lost is not named
  splitEvent({ Sent: 1 }, () => [{ type: "Lost", payload: {} }]);
});
