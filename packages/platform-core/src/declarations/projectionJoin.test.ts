import { componentsGeneric, defineSchema, type DataModelFromSchemaDefinition } from "convex/server";
import { v } from "convex/values";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  createPlatform,
  defineBoundedContext,
  defineEvents,
  initPlatform,
  platformTables,
  projectionTable,
} from "../index.js";

const vRow = { cents: v.number() };
const schema = defineSchema({
  ...platformTables,
  sums: projectionTable(vRow),
  means: projectionTable(vRow),
});
const { defineAggregate, defineProjection } =
  initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

const events = defineEvents({ Paid: { billId: v.string(), cents: v.number() } });
const Bill = defineAggregate("Bill", v.object({}), {
  id: "billId",
  events,
  initial: {},
  evolve: { Paid: (bill) => bill },
});
const pay = Bill.command({
  args: { cents: v.number() },
  decide: (_bill, args) => events.Paid(args),
});

const paid = { events, key: "billId" as const, delivery: "async" as const, initial: { cents: 0 } };
const on = { Paid: (row: { cents: number }) => row };

const install = (...projections: ReturnType<typeof defineProjection>[]) =>
  createPlatform(componentsGeneric() as never, {
    schema,
    contexts: [defineBoundedContext("bills", { commands: { pay }, projections })],
  });

describe("a join", () => {
  test("PR-6 gives handlers the typed row of the other read model", () => {
    const sums = defineProjection("sums", { ...paid, on });
    const means = defineProjection("means", {
      ...paid,
      delivery: { mode: "async", join: { from: sums, key: "billId" } },
      on: {
        Paid: (row, _payload, { joined }) => {
          expectTypeOf(joined).toBeNullable();
          expectTypeOf(joined?.cents).toEqualTypeOf<number | undefined>();
          expectTypeOf(joined?.key).toEqualTypeOf<string | undefined>();
          return row;
        },
      },
    });
    expect(means.name).toBe("means");
  });

  test("PR-6 that is not declared gives handlers nothing", () => {
    const sums = defineProjection("sums", {
      ...paid,
      on: {
        Paid: (row, _payload, event) => {
          expect("joined" in event).toBe(false);
          // @ts-expect-error -- there is no join
          return { cents: row.cents + Number(event.joined) };
        },
      },
    });
    expect(sums.name).toBe("sums");
  });

  test("PR-6 is refused where commands keep the read model, since they cannot wait", () => {
    const from = defineProjection("sums", { ...paid, on });
    const delivery = { mode: "inline", join: { from, key: "billId" } } as never;
    expect(() => defineProjection("means", { ...paid, on, delivery })).toThrow(
      'join is for read models that consumers keep; write delivery: { mode: "async", join: … }',
    );
  });

  test("PR-6 is refused with a key that is none, and with no read model to read from", () => {
    const from = defineProjection("sums", { ...paid, on });
    const declare = (join: unknown) => () =>
      defineProjection("means", { ...paid, on, delivery: { mode: "async", join: join as never } });
    expect(declare({ from, key: "" })).toThrow(
      "delivery.join.key must be a payload field, or a function",
    );
    expect(declare({ key: "billId" })).toThrow("delivery.join.from must be a declared read model");
    expect(declare({ from: { name: "means" }, key: "billId" })).toThrow("not an earlier version");
  });

  test("PR-6 is refused when no context lists the other read model", () => {
    const from = defineProjection("sums", { ...paid, on });
    const means = defineProjection("means", {
      ...paid,
      on,
      delivery: { mode: "async", join: { from, key: "billId" } },
    });
    expect(() => install(means)).toThrow(
      'the read model "means" is made of rows of "sums", which no context lists',
    );
    expect(() => install(from, means)).not.toThrow();
  });

  test("PR-6 is refused in a circle, also through versions that are being replaced", () => {
    const first = defineProjection("sums", { ...paid, on });
    const means = defineProjection("means", {
      ...paid,
      on,
      delivery: { mode: "async", join: { from: first, key: "billId" } },
    });
    const second = defineProjection("sums", {
      ...{ ...paid, on, version: 2, replaces: first },
      delivery: { mode: "async", join: { from: means, key: "billId" } },
    });
    expect(() => install(second, means)).toThrow("are made of each other's rows");
  });

  test("PR-6 has no reactive view, whose next events the other read model may not show yet", () => {
    const from = defineProjection("sums", { ...paid, on });
    const means = defineProjection("means", {
      ...paid,
      on,
      delivery: { mode: "async", join: { from, key: "billId" } },
    });
    const platform = install(from, means);
    expect(() => platform.reactiveView(means)).toThrow("use platform.view");
  });
});
