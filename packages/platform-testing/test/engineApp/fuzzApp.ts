import {
  defineSchema,
  defineTable,
  makeFunctionReference,
  mutationGeneric,
  queryGeneric,
  type DataModelFromSchemaDefinition,
  type ExpressionOrValue,
  type GenericMutationCtx,
  type GenericQueryCtx,
  type MutationBuilder,
  type OrderedQuery,
  type PaginationResult,
  type QueryBuilder,
} from "convex/server";
import { v, type Value } from "convex/values";
import type { AppSource } from "../../src/engine/createEngine.js";
import type { Bound, ReadStep, Step } from "./fuzzSteps.js";

const schema = defineSchema({
  rows: defineTable({ a: v.any(), b: v.optional(v.number()), ts: v.optional(v.commitTs()) })
    .index("by_a", ["a"])
    .index("by_a_and_b", ["a", "b"])
    .index("by_ts", ["ts"])
    .index("by_x", ["a.x"]),
});

type DataModel = DataModelFromSchemaDefinition<typeof schema>;
type QueryCtx = GenericQueryCtx<DataModel>;
type MutationCtx = GenericMutationCtx<DataModel>;
const query: QueryBuilder<DataModel, "public"> = queryGeneric;
const mutation: MutationBuilder<DataModel, "public"> = mutationGeneric;

type RangeBuilder = Record<Bound["op"], (field: string, value: Value | undefined) => RangeBuilder>;

type Comparison = (left: unknown, right: number) => ExpressionOrValue<boolean>;
const compare = (q: object, op: string): Comparison =>
  (q as unknown as Record<string, Comparison>)[op] as Comparison;

function select(
  ctx: QueryCtx,
  { index, bounds, desc, filter }: ReadStep,
): OrderedQuery<DataModel["rows"]> {
  const from = ctx.db.query("rows");
  // Which index it is comes as data, so its types cannot be known.
  const range = (q: unknown) =>
    bounds.reduce((part, { op, field, value }) => part[op](field, value), q as RangeBuilder);
  const ranged = index ? from.withIndex(index as "by_a", (q) => range(q) as never) : from;
  const ordered = ranged.order(desc ? "desc" : "asc");
  const { op, value } = filter ?? { op: "eq", value: 0 };
  return filter ? ordered.filter((q) => compare(q, op)(q.field("b"), value)) : ordered;
}

async function read(ctx: QueryCtx, step: ReadStep): Promise<unknown> {
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

async function page(ctx: QueryCtx, step: PageStep, cursor: string | null) {
  const { numItems, maximumRowsRead } = step;
  const options = { numItems, cursor, ...(maximumRowsRead !== undefined && { maximumRowsRead }) };
  return select(ctx, step.read).paginate(options);
}

async function pages(ctx: MutationCtx, step: PageStep): Promise<unknown> {
  const first = await ctx.runQuery(pageRef, { step, cursor: null });
  if (!step.rest) return first;
  return [first, await ctx.runQuery(pageRef, { step, cursor: first.continueCursor })];
}

const pageRef = makeFunctionReference<
  "query",
  { step: PageStep; cursor: string | null },
  PaginationResult<unknown>
>("fuzz:page");
const readRef = makeFunctionReference<"query", { step: ReadStep }>("fuzz:read");
const runRef = makeFunctionReference<"mutation", { steps: Step[]; fail: boolean }>("fuzz:run");

type WriteStep = Extract<Step, { op: "insert" | "patch" | "replace" | "delete" }>;

async function change(ctx: MutationCtx, step: WriteStep): Promise<unknown> {
  if (step.op === "insert") {
    const { a, b, stamped } = step;
    const ts = stamped ? { ts: ctx.db.vars.commitTs } : {};
    return ctx.db.insert("rows", { a, ...(b !== undefined && { b }), ...ts });
  }
  const rows = await ctx.db.query("rows").collect();
  const id = rows.at(step.pick % Math.max(rows.length, 1))?._id;
  if (id === undefined) return null;
  if (step.op === "delete") return ctx.db.delete(id);
  const { a, stamped } = step;
  const fields = stamped ? { a, ts: ctx.db.vars.commitTs } : { a };
  return step.op === "patch"
    ? ctx.db.patch(id, { ...fields, b: undefined })
    : ctx.db.replace(id, fields);
}

async function perform(ctx: MutationCtx, step: Step): Promise<unknown> {
  switch (step.op) {
    case "read":
      return read(ctx, step);
    case "page":
      return pages(ctx, step);
    case "stale":
      return ctx.runQuery(readRef, { step: step.read }, { useStaleSnapshot: true });
    case "nested":
      return ctx
        .runMutation(runRef, { steps: step.steps, fail: step.fail })
        .catch(() => "rolled back");
    default:
      return change(ctx, step);
  }
}

type PageArgs = { step: PageStep; cursor: string | null };
type RunArgs = { steps: Step[]; fail: boolean };

const fuzz = {
  read: query({
    args: v.any(),
    handler: async (ctx, { step }: { step: ReadStep }) => read(ctx, step),
  }),
  page: query({
    args: v.any(),
    handler: async (ctx, { step, cursor }: PageArgs) => page(ctx, step, cursor),
  }),
  run: mutation({
    args: v.any(),
    handler: async (ctx, { steps, fail }: RunArgs) => {
      const results: unknown[] = [];
      for (const step of steps) results.push((await perform(ctx, step)) ?? null);
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
