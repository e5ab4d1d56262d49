import path from "node:path";
import { loadApp } from "@convex-es/platform-testing/node";
import { expect, test } from "vitest";
import { runtimeExports } from "./runtimeExports.mjs";

const convex = path.resolve(import.meta.dirname, "../../examples/order-management/convex");

/** What convex/platform.ts of the example exports; the example uses every feature. */
async function exportsOfPlatform() {
  const modules = (await loadApp(convex))[""]?.modules ?? {};
  /** @type {any} */
  const exported = await modules["./platform.ts"]?.();
  return /** @type {Record<string, object>} */ (exported);
}

test("PK-3 an app exports the platform and the fixed runtime, whatever it uses", async () => {
  const exported = await exportsOfPlatform();
  expect(Object.keys(exported).sort()).toEqual([...runtimeExports, "platform"].sort());
});

test("PK-3 no client can call the runtime", async () => {
  const exported = await exportsOfPlatform();
  for (const name of runtimeExports) {
    expect(exported[name]).toHaveProperty("isInternal", true);
    expect(exported[name]).not.toHaveProperty("isPublic");
  }
});
