// @vitest-environment edge-runtime
import { expect, test } from "vitest";
import { createEngine } from "./createEngine.js";
import { testApp } from "../../test/engineApp/app.js";

test("the engine records and races in the edge runtime too", async () => {
  const engine = await createEngine(testApp, { mirror: true });
  const append = { fn: "log:append", args: { stream: "s" } };
  expect(await engine.conflicts(append, append)).not.toEqual([]);
  expect((await engine.race([append, append])).rounds).toBe(2);
  expect("EdgeRuntime" in globalThis).toBe(true);
});
