import type { GenericId, Value } from "convex/values";
import { expect, test } from "vitest";
import { createEngine } from "./createEngine.js";
import { handleOf, testApp } from "../../test/engineApp/app.js";

const note = (value: Value) => ({ fn: "orders:createWithNote", args: { note: value } });
const nested = (levels: number): Value => (levels === 0 ? 1 : [nested(levels - 1)]);
const fields = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`f${i}`, 1]));

test("calls nest eight deep and no deeper", async () => {
  const engine = await createEngine(testApp);
  expect((await engine.call({ fn: "orders:deep", args: { depth: 8 } })).value).toBe(8);
  await expect(engine.call({ fn: "orders:deep", args: { depth: 9 } })).rejects.toThrow(
    "maximum depth 8",
  );
});

test.each([
  {
    limit: "1 MiB",
    fits: "x".repeat(1_000_000),
    exceeds: "x".repeat(1_048_577),
    message: "too large",
  },
  {
    limit: "8,192 elements",
    fits: Array(8_192).fill(1),
    exceeds: Array(8_193).fill(1),
    message: "8193 array elements",
  },
  {
    limit: "1,024 fields",
    fits: fields(1_024),
    exceeds: fields(1_025),
    message: "1025 object fields",
  },
  { limit: "16 levels", fits: nested(15), exceeds: nested(16), message: "nested too deeply" },
])("a document of $limit is stored, a larger one refused", async ({ fits, exceeds, message }) => {
  const engine = await createEngine(testApp);
  await engine.call(note(fits));
  await expect(engine.call(note(exceeds))).rejects.toThrow(message);
});

test("patch and replace are held to the size of the document they would make", async () => {
  const engine = await createEngine(testApp);
  const { value } = await engine.call(note("x".repeat(600_000)));
  const id = value as GenericId<"orders">;
  const t = handleOf(engine);
  const half = "y".repeat(600_000);
  await expect(t.run((ctx) => ctx.db.patch("orders", id, { customer: half }))).rejects.toThrow(
    "too large",
  );
  const document = { customer: half, amount: 1, note: half };
  await expect(t.run((ctx) => ctx.db.replace("orders", id, document))).rejects.toThrow("too large");
  await t.run((ctx) => ctx.db.patch("orders", id, { customer: half, note: undefined }));
  expect((await engine.call({ fn: "orders:get", args: { id } })).value).toMatchObject({
    customer: half,
  });
});

test.each([false, true])("documents read are limited (mirror: %s)", async (mirror) => {
  const engine = await createEngine(testApp, { mirror, transactionLimits: { documentsRead: 2 } });
  for (const amount of [1, 2])
    await engine.call({ fn: "orders:create", args: { customer: "a", amount } });
  expect((await engine.call({ fn: "orders:all" })).value).toHaveLength(2);
  await engine.call({ fn: "orders:create", args: { customer: "a", amount: 3 } });
  await expect(engine.call({ fn: "orders:all" })).rejects.toThrow("Scanned too many documents");
});

test("a nested call may be given lower limits, which the recorder's own look-ups do not use up", async () => {
  const engine = await createEngine(testApp);
  for (const amount of [1, 2])
    await engine.call({ fn: "orders:create", args: { customer: "a", amount } });
  const limited = (documentsRead: number) => ({ fn: "orders:limited", args: { documentsRead } });
  expect((await engine.call(limited(2))).value).toHaveLength(2);
  await expect(engine.call(limited(1))).rejects.toThrow("limit: 1");
});

test("lower limits of a nested call apply to what it reads itself, not to what was read before it", async () => {
  const engine = await createEngine(testApp);
  for (const amount of [1, 2])
    await engine.call({ fn: "orders:create", args: { customer: "a", amount } });
  const { value } = await engine.call({ fn: "orders:readThenLimited", args: { documentsRead: 2 } });
  expect(value).toHaveLength(2);
});

test("what a nested mutation wrote before it failed does not count towards the limits", async () => {
  const engine = await createEngine(testApp, { transactionLimits: { documentsWritten: 1 } });
  const { footprint } = await engine.call({ fn: "orders:survive", args: { customer: "a" } });
  expect(footprint.counts.docsWritten).toBe(1);
});

test("limits can be switched off", async () => {
  const engine = await createEngine(testApp, { transactionLimits: false });
  for (const amount of [1, 2])
    await engine.call({ fn: "orders:create", args: { customer: "a", amount } });
  await expect(engine.call({ fn: "orders:limited", args: { documentsRead: 1 } })).rejects.toThrow(
    "limit: 1",
  );
  expect((await engine.call({ fn: "orders:all" })).value).toHaveLength(2);
});
