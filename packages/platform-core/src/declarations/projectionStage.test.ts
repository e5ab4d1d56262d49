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
const _schema = defineSchema({
  ...platformTables,
  sums: projectionTable(vRow),
  means: projectionTable(vRow),
});
const { defineAggregate, defineProjection } =
  initPlatform<DataModelFromSchemaDefinition<typeof _schema>>();

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
    contexts: [defineBoundedContext("bills", { commands: { pay }, projections })],
  });

describe("a stage", () => {
  test("PR-6 gives handlers the typed row of the other read model", () => {
    const sums = defineProjection("sums", { ...paid, on });
    const means = defineProjection("means", {
      ...paid,
      stage: { from: sums, key: "billId" },
      on: {
        Paid: (row, _payload, { staged }) => {
          expectTypeOf(staged).toBeNullable();
          expectTypeOf(staged?.cents).toEqualTypeOf<number | undefined>();
          expectTypeOf(staged?.key).toEqualTypeOf<string | undefined>();
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
          expect("staged" in event).toBe(false);
          // @ts-expect-error -- there is no stage
          return { cents: row.cents + Number(event.staged) };
        },
      },
    });
    expect(sums.name).toBe("sums");
  });

  test("PR-6 is refused where commands keep the read model, since they cannot wait", () => {
    const { delivery, ...inline } = paid;
    const from = defineProjection("sums", { ...paid, on });
    expect(() =>
      defineProjection("means", { ...inline, on, stage: { from, key: "billId" } }),
    ).toThrow('commands cannot wait for the rows of "sums"; add delivery: "async"');
    expect(delivery).toBe("async");
  });

  test("PR-6 is refused with a key that is none, and with no read model to read from", () => {
    const from = defineProjection("sums", { ...paid, on });
    const declare = (stage: unknown) => () =>
      defineProjection("means", { ...paid, on, stage: stage as never });
    expect(declare({ from, key: "" })).toThrow("stage.key must be a payload field, or a function");
    expect(declare({ key: "billId" })).toThrow("stage.from must be a declared read model");
    expect(declare({ from: { name: "means" }, key: "billId" })).toThrow("not an earlier version");
  });

  test("PR-6 is refused when no context lists the other read model", () => {
    const from = defineProjection("sums", { ...paid, on });
    const means = defineProjection("means", { ...paid, on, stage: { from, key: "billId" } });
    expect(() => install(means)).toThrow(
      'the read model "means" is made of rows of "sums", which no context lists',
    );
    expect(() => install(from, means)).not.toThrow();
  });

  test("PR-6 is refused in a circle, also through versions that are being replaced", () => {
    const first = defineProjection("sums", { ...paid, on });
    const means = defineProjection("means", { ...paid, on, stage: { from: first, key: "billId" } });
    const second = defineProjection("sums", {
      ...{ ...paid, on, version: 2, replaces: first },
      stage: { from: means, key: "billId" },
    });
    expect(() => install(second, means)).toThrow("are made of each other's rows");
  });

  test("PR-6 has no reactive view, whose next events the other read model may not show yet", () => {
    const from = defineProjection("sums", { ...paid, on });
    const means = defineProjection("means", { ...paid, on, stage: { from, key: "billId" } });
    const platform = install(from, means);
    expect(() => platform.reactiveView(means)).toThrow("use platform.view");
  });
});
