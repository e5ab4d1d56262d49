import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { accountEvents } from "../../test/bank.js";
import { defineProjection } from "../../test/define.js";
import { defineEvents } from "./defineEvents.js";
import { makeProjection } from "./defineProjection.js";
import type { AsyncDelivery } from "./projectionDelivery.js";
import { DeclarationError } from "../base/infrastructureError.js";

type Options = Parameters<typeof makeProjection>[1];
const declare = (more: Partial<Options> = {}, name = "balances") =>
  makeProjection(name, { events: accountEvents, key: "accountId", initial: {}, on: {}, ...more });

/** What a declaration is refused with; fails when it is not. */
function refusal(more: object, name?: string): string {
  try {
    declare(more, name);
  } catch (error) {
    if (error instanceof DeclarationError) return error.message;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("how a read model is delivered", () => {
  test("PR-2 is in the command's transaction unless it says otherwise", () => {
    expect(declare()).toMatchObject({
      ...{ delivery: "inline", version: 1, replaces: null, partitions: 1, where: {} },
      onFailure: { policy: "park", attempts: 5 },
    });
  });

  test("PR-2 is by consumers for one that says async, with its partitions and failure policy", () => {
    const onFailure = { policy: "halt", attempts: 2 } as const;
    const delivery = { mode: "async", partitions: 64, onFailure } as const;
    expect(declare({ delivery })).toMatchObject({
      ...{ delivery: "async", partitions: 64, onFailure },
    });
  });

  test("PO-2 policy and attempts have defaults of their own", () => {
    const failing = (onFailure: AsyncDelivery["onFailure"]) =>
      declare({ delivery: { mode: "async", onFailure } }).onFailure;
    expect(failing({ policy: "skip" })).toEqual({ policy: "skip", attempts: 5 });
    expect(failing({ attempts: 1 })).toEqual({ policy: "park", attempts: 1 });
  });

  const next = { version: 2, replaces: declare() };
  test.each(["inline", "async"] as const)(
    "RB-2 an %s one names the version it replaces",
    (delivery) => {
      expect(declare({ delivery, ...next })).toMatchObject(next);
    },
  );

  const refused: [what: string, options: object, says: RegExp][] = [
    ["an unknown delivery", { delivery: "later" }, /"later"; use one of inline, async/],
    [
      "partitions without async",
      { partitions: 2 },
      /partitions is for .*write delivery: { mode: "async", partitions: … }/,
    ],
    [
      "onFailure without async",
      { onFailure: {} },
      /onFailure is for .*write delivery: { mode: "async", onFailure: … }/,
    ],
    [
      "partitions inline",
      { delivery: { mode: "inline", partitions: 2 } },
      /partitions is for read models that consumers keep/,
    ],
    [
      "no partition",
      { delivery: { mode: "async", partitions: 0 } },
      /partitions must be .* from 1 to 64/,
    ],
    [
      "65 partitions",
      { delivery: { mode: "async", partitions: 65 } },
      /partitions must be .* from 1 to 64/,
    ],
    ["half a partition", { delivery: { mode: "async", partitions: 1.5 } }, /whole number/],
    ["version 0", { version: 0 }, /version must be a whole number from 1 on/],
    [
      "an unknown policy",
      { delivery: { mode: "async", onFailure: { policy: "retry" } } },
      /onFailure.policy "retry"; use one of park, halt, skip/,
    ],
    [
      "no attempt at all",
      { delivery: { mode: "async", onFailure: { attempts: 0 } } },
      /onFailure.attempts must be a whole number from 1 on/,
    ],
    [
      "the version that it replaces",
      { version: 1, replaces: declare() },
      /version 1 cannot replace version 1; give it version: 2/,
    ],
    [
      "a replacement of an older by a newer version",
      { replaces: declare({ version: 3 }) },
      /cannot replace version 3; give it version: 4/,
    ],
    [
      "a replacement of another read model",
      { version: 2, replaces: declare({}, "movements") },
      /not of "movements"/,
    ],
  ];
  test.each(refused)("PR-2 RB-2 %s is refused with what to do", (_, options, says) => {
    expect(refusal(options)).toMatch(says);
  });
});

describe("what narrows the events of a read model", () => {
  test("EV-1 is kept as it was declared", () => {
    const where = { categories: ["fat"], tags: [{ name: "region", value: "eu" }] } as const;
    expect(declare({ where }).where).toEqual(where);
  });

  test.each([
    ["a list of another name", { types: ["A"] }, /where has no "types"; use categories, contexts/],
    ["an empty list", { contexts: [] }, /where.contexts must be a list that names at least one/],
    ["a name instead of a list", { streamTypes: "Order" }, /where.streamTypes must be a list/],
    ["an unknown category", { categories: ["thin"] }, /"thin"; use domain, integration, trigger/],
  ])("EV-1 %s is refused with what to do", (_, where, says) => {
    expect(refusal({ where })).toMatch(says);
  });
});

describe("the key of a read model", () => {
  const events = defineEvents({
    Fits: { key: v.string() },
    FitsAsWell: { key: v.union(v.literal("a"), v.id("orders")) },
    Lacks: { other: v.string() },
    Optional: { key: v.optional(v.string()) },
    Counted: { key: v.number() },
    Nullable: { key: v.union(v.string(), v.null()) },
    Emptyable: { key: v.union(v.literal("a"), v.literal("")) },
    Anything: { key: v.any() },
    Listed: { key: v.array(v.string()) },
  });
  const handling = (types: string[], key: unknown = "key") => ({
    ...{ events, key },
    on: Object.fromEntries(types.map((type) => [type, () => ({})])),
  });

  test("PR-3 is a string field of every event handled", () => {
    const { handles } = declare(handling(["Fits", "FitsAsWell"]));
    expect(handles).toEqual(["Fits", "FitsAsWell"]);
  });

  test("PR-3 fields that are missing, malformed or may be empty are reported together, each with its path", () => {
    expect(refusal(handling(Object.keys(events)))).toBe(
      'defineProjection("balances"): the key must be a string field of every event it handles, or a function; ' +
        "Lacks.key: it has no such field; Optional.key: it is optional; " +
        "Counted.key: its type is float64, not string; Nullable.key: it may be null; " +
        "Emptyable.key: it may be empty; Anything.key: its type is any, not string; " +
        "Listed.key: its type is array, not string.",
    );
  });

  test("PR-3 events without a handler do not count", () => {
    expect(() => declare(handling(["Fits"]))).not.toThrow();
  });

  test("PR-3 a function may compute it from any event", () => {
    expect(() => declare(handling(Object.keys(events), () => "one"))).not.toThrow();
  });

  test("PR-3 a name that every object has is not a field", () => {
    expect(refusal(handling(["Fits"], "toString"))).toMatch(/Fits.toString: it has no such/);
  });

  test("PR-3 an empty name is none", () => {
    expect(refusal(handling([], ""))).toMatch(/key must be a string field/);
  });
});

describe("the compiler", () => {
  const some = { events: accountEvents, initial: { owner: "", cents: 0 }, on: {} } as const;

  test("PR-6 takes a key function of one row, several or none", () => {
    const keys = [() => "a", () => ["a"], () => null, () => (Date.now() > 0 ? null : ["a"])];
    const declared = keys.map((key) => defineProjection("balances", { ...some, key }));
    expect(declared.map(({ name }) => name)).toEqual(keys.map(() => "balances"));
  });

  test("PR-1 refuses options that do not exist, as does the declaration", () => {
    const key = "accountId";
    const mistakes = [
      // @ts-expect-error -- no such delivery
      () => defineProjection("balances", { ...some, key, delivery: "later" }),
      () => {
        const onFailure = { policy: "retry" } as const;
        // @ts-expect-error -- no such policy
        defineProjection("balances", { ...some, key, delivery: { mode: "async", onFailure } });
      },
      // @ts-expect-error -- no such category
      () => defineProjection("balances", { ...some, key, where: { categories: ["thin"] } }),
      // @ts-expect-error -- no event types here: those are the handlers
      () => defineProjection("balances", { ...some, key, where: { types: ["AccountOpened"] } }),
    ];
    for (const mistake of mistakes) expect(mistake).toThrow(DeclarationError);
  });

  test("PR-3 refuses a key that is not a string field of every event", () => {
    // @ts-expect-error -- the field of one event only
    const owner = () => defineProjection("balances", { ...some, key: "owner" });
    // @ts-expect-error -- a number is not a key
    const counted = () => defineProjection("balances", { ...some, key: () => 1 });
    expect([owner, counted].map((declared) => declared().name)).toHaveLength(2);
  });
});
