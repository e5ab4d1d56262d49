// @vitest-environment node
import path from "node:path";
import { createEngine } from "@convex-es/platform-testing/engine";
import { loadApp } from "@convex-es/platform-testing/node";
import { expect, test } from "vitest";

const convexFolder = path.join(import.meta.dirname, "../convex");

test("an app is loaded from its folder, components included", async () => {
  const engine = await createEngine(await loadApp(convexFolder));
  const args = { orderId: "o-1", customerId: "c-1" };
  const { value } = await engine.call({ fn: "orders:createOrder", args });
  expect(value).toMatchObject({ status: "appended" });
});
