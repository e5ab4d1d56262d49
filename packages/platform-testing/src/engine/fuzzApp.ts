import {
  defineSchema,
  defineTable,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
  type GenericMutationCtx,
  type GenericQueryCtx,
} from "convex/server";
import { v, type Value } from "convex/values";
import * as fc from "fast-check";
import type { AppSource } from "./createEngine.js";

type Bound = { op: "eq" | "gt" | "gte" | "lt" | "lte"; field: string; value?: Value };
type ReadStep = {
  op: "read";
  index: string | null;
  bounds: Bound[];
  desc: boolean;
  filter: { op: "eq" | "neq" | "gt" | "lte"; value: number } | null;
  end: { how: "collect" | "take" | "break" | "first"; n: number };
};
type Step =
  | ReadStep
  | { op: "insert"; a: Value; b?: number; stamped: boolean }
  | { op: "patch" | "replace"; pick: number; a: Value; stamped: boolean }
  | { op: "delete"; pick: number }
  | { op: "page"; read: ReadStep; numItems: number; rest: boolean; maximumRowsRead?: number }
  | { op: "nested"; steps: Step[]; fail: boolean }
  | { op: "stale"; read: ReadStep };

const schema = defineSchema({
  rows: defineTable({ a: v.any(), b: v.optional(v.number()), ts: v.optional(v.commitTs()) })
    .index("by_a", ["a"])
    .index("by_a_and_b", ["a", "b"])
    .index("by_ts", ["ts"])
    .index("by_x", ["a.x"]),
});

const INDEXES: Record<string, string[]> = {
  by_a: ["a", "_creationTime"],
  by_a_and_b: ["a", "b"],
  by_ts: ["ts"],
  by_x: ["a.x"],
  by_creation_time: ["_creationTime"],
};

function select(ctx: GenericQueryCtx<any>, { index, bounds, desc, filter }: ReadStep) {
  const from = ctx.db.query("rows");
  const ranged = index
    ? from.withIndex(index, (q: any) =>
        bounds.reduce((p, { op, field, value }) => p[op](field, value), q),
      )
    : from;
  const ordered = ranged.order(desc ? "desc" : "asc");
  return filter ? ordered.filter((q: any) => q[filter.op](q.field("b"), filter.value)) : ordered;
}

async function read(ctx: GenericQueryCtx<any>, step: ReadStep): Promise<unknown> {
  const rows = select(ctx, step);
  const { how, n } = step.end;
  if (how === "collect") return rows.collect();
  if (how === "take") return rows.take(n);
  if (how === "first") return rows.first();
  const taken: unknown[] = [];
  for await (const row of rows) {
    taken.push(row);
    if (taken.length > n) break;
  }
  return taken;
}

type PageStep = Extract<Step, { op: "page" }>;

async function page(ctx: GenericQueryCtx<any>, step: PageStep, cursor: string | null) {
  const { numItems, maximumRowsRead } = step;
  const options = { numItems, cursor, ...(maximumRowsRead !== undefined && { maximumRowsRead }) };
  return select(ctx, step.read).paginate(options);
}

async function pages(ctx: GenericMutationCtx<any>, step: PageStep): Promise<unknown> {
  const first = await ctx.runQuery(pageRef, { step, cursor: null });
  if (!step.rest) return first;
  return [first, await ctx.runQuery(pageRef, { step, cursor: first.continueCursor })];
}

const pageRef = makeFunctionReference<"query", any, any>("fuzz:page");
const readRef = makeFunctionReference<"query", any, any>("fuzz:read");
const runRef = makeFunctionReference<"mutation", any, any>("fuzz:run");

async function change(ctx: GenericMutationCtx<any>, step: Step): Promise<unknown> {
  if (step.op === "insert") {
    const { a, b, stamped } = step;
    const ts = stamped ? { ts: ctx.db.vars.commitTs } : {};
    return ctx.db.insert("rows", { a, ...(b !== undefined && { b }), ...ts });
  }
  const rows = await ctx.db.query("rows").collect();
  const id = rows.length > 0 && "pick" in step ? rows[step.pick % rows.length]!._id : null;
  if (id === null) return null;
  if (step.op === "delete") return ctx.db.delete(id);
  const { a, stamped } = step as Extract<Step, { op: "patch" }>;
  const fields = stamped ? { a, ts: ctx.db.vars.commitTs } : { a };
  return step.op === "patch"
    ? ctx.db.patch(id, { ...fields, b: undefined })
    : ctx.db.replace(id, fields);
}

async function perform(ctx: GenericMutationCtx<any>, step: Step): Promise<unknown> {
  switch (step.op) {
    case "read":
      return read(ctx, step);
    case "page":
      return pages(ctx, step);
    case "stale":
      return ctx.runQuery(readRef, { step: step.read }, { useStaleSnapshot: true } as any);
    case "nested":
      return ctx.runMutation(runRef, step).catch(() => "rolled back");
    default:
      return change(ctx, step);
  }
}

const anything = { args: v.any() };
const fuzz = {
  read: query({ ...anything, handler: async (ctx, { step }) => read(ctx, step) }),
  page: query({ ...anything, handler: async (ctx, { step, cursor }) => page(ctx, step, cursor) }),
  run: mutation({
    ...anything,
    handler: async (ctx, { steps, fail }) => {
      const results: unknown[] = [];
      for (const step of steps as Step[]) results.push((await perform(ctx, step)) ?? null);
      if (fail) throw new Error("rolled back");
      return results;
    },
  }),
};

/** An app whose one mutation runs the steps it is given. */
export const fuzzApp: AppSource = {
  "": {
    schema,
    modules: { "./_generated/api.js": async () => ({}), "./fuzz.ts": async () => fuzz },
  },
};

const small = fc.integer({ min: 0, max: 4 });
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: small as fc.Arbitrary<Value> },
  { weight: 2, arbitrary: fc.constantFrom<Value>("", "a", "ab", "é", true, null) },
  { weight: 1, arbitrary: fc.constantFrom<Value>(1n, [1], [1, 2], { x: 1 }, { x: 2, y: 0 }) },
);

/** The nanoseconds of the frozen clock the fuzz tests run under. */
export const FUZZ_EPOCH = 1_700_000_000_000;
const ts = fc.bigInt({ min: 0n, max: 12n }).map((n) => BigInt(FUZZ_EPOCH) * 1_000_000n + n);
const boundValue = (field: string): fc.Arbitrary<Value | undefined> => {
  if (field === "_creationTime")
    return fc.integer({ min: 0, max: 20 }).map((n) => FUZZ_EPOCH + n / 1000);
  if (field === "ts") return fc.option(ts, { nil: undefined });
  return fc.option(value, { nil: undefined });
};

const bounds = (index: string): fc.Arbitrary<Bound[]> => {
  const [first = "", second] = INDEXES[index]!;
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
        return which === 2 ? both : [both[which]!];
      });
  const equal = boundValue(first).map((value): Bound[] => [
    { op: "eq", field: first, value: value as Value },
  ]);
  const deeper = second ? fc.tuple(equal, range(second)).map(([a, b]) => [...a, ...b]) : equal;
  return fc.oneof(fc.constant<Bound[]>([]), equal, range(first), deeper);
};

/** One read of the table: a range of some index, a filter, and how far it is consumed. */
export const readStep: fc.Arbitrary<ReadStep> = fc
  .constantFrom(null, ...Object.keys(INDEXES))
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
export const writeStep = fc.oneof(insertStep, changeStep) as fc.Arbitrary<Step>;

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
  ) as fc.Arbitrary<Step>,
  steps: fc.array(tie("step"), { minLength: 1, maxLength: 7 }),
})).steps;
