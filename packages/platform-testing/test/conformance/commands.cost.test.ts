import { expect, test } from "vitest";
import type { Engine } from "../../src/engine/createEngine.js";
import type { Operation } from "../../src/engine/frame/operation.js";
import { deposits, operation, opens, start } from "./accountApp.js";

const costOf = async (engine: Engine, call: Operation) => {
  const { footprint } = await engine.call(call);
  const { calls, docsRead, docsWritten, scheduled } = footprint.counts;
  return { calls, docsRead, docsWritten, scheduled };
};

async function depositAfter(events: number, others: number) {
  const engine = await start();
  for (let n = 0; n < events; n++) await engine.call(deposits("a"));
  for (let n = 0; n < others; n++) await engine.call(opens(`other-${n}`));
  return costOf(engine, deposits("a"));
}

test("US-4 a command costs the same whatever the length of its stream and the size of the store", async () => {
  const small = await depositAfter(0, 0);
  expect(small).toMatchObject({ docsWritten: 4, scheduled: 0 });
  expect(small.calls).toBeLessThanOrEqual(4);
  expect(await depositAfter(60, 0)).toEqual(small);
  expect(await depositAfter(0, 60)).toEqual(small);
});

test("US-4 a rejected command writes its record alone, and a repeated one writes nothing", async () => {
  const engine = await start(1);
  const tooMuch = operation("withdraw", { accountId: "a", cents: 2 }, { meta: { commandId: "w" } });
  expect(await costOf(engine, tooMuch)).toMatchObject({ docsWritten: 1, scheduled: 0 });
  expect(await costOf(engine, tooMuch)).toMatchObject({ docsWritten: 0, scheduled: 0 });
});
