import type { Value } from "convex/values";
import * as fc from "fast-check";

/** One bound of a range, as data. */
export type Bound = { op: "eq" | "gt" | "gte" | "lt" | "lte"; field: string; value?: Value };
/** A query: what it reads and how far it is consumed. */
export type ReadStep = {
  op: "read";
  index: string | null;
  bounds: Bound[];
  desc: boolean;
  filter: { op: "eq" | "neq" | "gt" | "lte"; value: number } | null;
  end: { how: "collect" | "take" | "break" | "first"; n: number };
};
/** One step of a transaction. */
export type Step =
  | ReadStep
  | { op: "insert"; a: Value; b?: number; stamped: boolean }
  | { op: "patch" | "replace"; pick: number; a: Value; stamped: boolean }
  | { op: "delete"; pick: number }
  | { op: "page"; read: ReadStep; numItems: number; rest: boolean; maximumRowsRead?: number }
  | { op: "nested"; steps: Step[]; fail: boolean }
  | { op: "stale"; read: ReadStep };

/** The indexes of the table, and the fields of each that bounds are drawn for. */
const indexes: Record<string, string[]> = {
  by_a: ["a", "_creationTime"],
  by_a_and_b: ["a", "b"],
  by_ts: ["ts"],
  by_x: ["a.x"],
  by_creation_time: ["_creationTime"],
};

const small = fc.integer({ min: 0, max: 4 });
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: small },
  { weight: 2, arbitrary: fc.constantFrom<Value>("", "a", "ab", "é", true, null) },
  { weight: 1, arbitrary: fc.constantFrom<Value>(1n, [1], [1, 2], { x: 1 }, { x: 2, y: 0 }) },
);

/** The nanoseconds of the frozen clock the fuzz tests run under. */
export const fuzzEpoch = 1_700_000_000_000;
const ts = fc.bigInt({ min: 0n, max: 12n }).map((n) => BigInt(fuzzEpoch) * 1_000_000n + n);
const boundValue = (field: string): fc.Arbitrary<Value | undefined> => {
  if (field === "_creationTime")
    return fc.integer({ min: 0, max: 20 }).map((n) => fuzzEpoch + n / 1000);
  if (field === "ts") return fc.option(ts, { nil: undefined });
  return fc.option(value, { nil: undefined });
};

const bounds = (index: string): fc.Arbitrary<Bound[]> => {
  const [first = "", second] = indexes[index] ?? [];
  const range = (field: string): fc.Arbitrary<Bound[]> =>
    fc
      .tuple(
        fc.constantFrom("gt", "gte"),
        fc.constantFrom("lt", "lte"),
        boundValue(field),
        boundValue(field),
        fc.integer({ min: 0, max: 2 }),
      )
      .map(([low, high, from, to, which]) => {
        const both = [
          { op: low, field, value: from },
          { op: high, field, value: to },
        ] as Bound[];
        return which === 2 ? both : both.slice(which, which + 1);
      });
  const equal = boundValue(first).map((value): Bound[] => [
    { op: "eq", field: first, value: value as Value },
  ]);
  const deeper = second ? fc.tuple(equal, range(second)).map(([a, b]) => [...a, ...b]) : equal;
  return fc.oneof(fc.constant<Bound[]>([]), equal, range(first), deeper);
};

/** One read of the table: a range of some index, a filter, and how far it is consumed. */
export const readStep: fc.Arbitrary<ReadStep> = fc
  .constantFrom(null, ...Object.keys(indexes))
  .chain((index) =>
    fc.record({
      op: fc.constant("read" as const),
      index: fc.constant(index),
      bounds: index === null ? fc.constant<Bound[]>([]) : bounds(index),
      desc: fc.boolean(),
      filter: fc.option(
        fc.record({ op: fc.constantFrom("eq", "neq", "gt", "lte"), value: small }),
        { freq: 3 },
      ),
      end: fc.record({ how: fc.constantFrom("collect", "take", "break", "first"), n: small }),
    }),
  );

const insertStep = fc.record(
  { op: fc.constant("insert" as const), a: value, b: small, stamped: fc.boolean() },
  { requiredKeys: ["op", "a", "stamped"] },
);
const changeStep = fc.oneof(
  fc.record({
    op: fc.constantFrom("patch", "replace"),
    pick: small,
    a: value,
    stamped: fc.boolean(),
  }),
  fc.record({ op: fc.constant("delete" as const), pick: small }),
);
/** One page of such a read. */
export const pageStep = fc.record(
  {
    op: fc.constant("page" as const),
    read: readStep,
    numItems: small,
    rest: fc.boolean(),
    maximumRowsRead: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ["op", "read", "numItems", "rest"] },
);

/** One step that only writes. */
export const writeStep: fc.Arbitrary<Step> = fc.oneof(insertStep, changeStep);

/** The steps of one transaction, nested ones and rolled back ones included. */
export const program: fc.Arbitrary<Step[]> = fc.letrec<{ step: Step; steps: Step[] }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    insertStep,
    insertStep,
    changeStep,
    readStep,
    pageStep,
    fc.record({ op: fc.constant("stale"), read: readStep }),
    fc.record({ op: fc.constant("nested"), steps: tie("steps"), fail: fc.boolean() }),
  ),
  steps: fc.array(tie("step"), { minLength: 1, maxLength: 7 }),
})).steps;
