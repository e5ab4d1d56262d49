import { expect } from "vitest";
import { pushOf } from "../../test/pushOf.ts";
import { schemaWith } from "../../test/sampleSources.ts";
import { standInTest as test } from "../../test/standInTest.ts";

test.for([
  ["a reserved index", 'orders: defineTable({ a: v.string() }).index("by_id", ["a"])', "reserved"],
  ["a bad table name", '"my-table": defineTable({})', 'table "my-table": the name must be letters'],
  ["a long name", `${"t".repeat(65)}: defineTable({})`, "is longer than 64 characters"],
  [
    "a bad index name",
    'orders: defineTable({ a: v.string() }).index("by-a", ["a"])',
    'index "orders.by-a": the name must be letters',
  ],
  [
    "an index without fields",
    'orders: defineTable({}).index("all", [] as never)',
    "1 to 16 fields",
  ],
  [
    "an unknown field",
    'orders: defineTable({ a: v.object({ b: v.string() }) }).index("x", ["a.c" as never])',
    'has no field "a.c"',
  ],
  [
    "a field twice",
    'orders: defineTable({ a: v.string() }).index("x", ["a", "a"])',
    'lists "a" twice',
  ],
  [
    "the creation time in an index",
    'orders: defineTable({ a: v.string() }).index("x", ["a", "_creationTime"])',
    "Convex adds it",
  ],
  [
    "33 indexes",
    `orders: ${Array.from({ length: 33 }).reduce<string>(
      (table, _, at) => `${table}.index("i${at}", ["f${at}"])`,
      "defineTable(v.any())",
    )}`,
    "has 33 indexes, 32 allowed",
  ],
  ["an id of another table", 'orders: defineTable({ a: v.id("others") })', 'v.id("others")'],
])("a schema with %s is refused", async ([, tables = "", reason = ""], { push }) => {
  const outcome = await push(await pushOf({ schema: schemaWith(tables) }));

  expect(outcome).toEqual({ status: 400, problems: [expect.stringContaining(reason)] });
});

test("a schema with nested, union and system fields is taken", async ({ push }) => {
  const schema = schemaWith(`
    orders: defineTable(v.union(v.object({ a: v.object({ b: v.string() }) }), v.object({ c: v.id("_storage") })))
      .index("by_b", ["a.b" as never]).index("by_c", ["c" as never]),
  `);

  expect(await push(await pushOf({ schema }))).toHaveProperty("status", 200);
});

test("an argument that takes an id of another component's table is refused", async ({ push }) => {
  const outcome = await push(
    await pushOf({
      schema: schemaWith("orders: defineTable({})"),
      functions: {
        orders: `
          import { queryGeneric } from "convex/server";
          import { v } from "convex/values";
          export const get = queryGeneric({ args: { id: v.id("events") }, handler: () => null });
        `,
      },
    }),
  );

  expect(outcome).toEqual({
    status: 400,
    problems: [
      'app: orders.js:get args: v.id("events") names a table that this schema does not have',
    ],
  });
});
