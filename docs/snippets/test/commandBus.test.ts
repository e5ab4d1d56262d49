import { expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { initConvexTest } from "./initConvexTest";

const signedIn = (subject: string) => ({ subject, issuer: "test" });

test("a product is renamed once per command id, and the repeat gets the first outcome", async () => {
  const t = initConvexTest().withIdentity(signedIn("ana"));
  const productId = await t.run((ctx) => ctx.db.insert("products", { name: "Tea" }));
  const rename = { commandId: "c-1", productId, name: "Green tea" };
  const first = await t.mutation(api.products.renameProduct, rename);
  expect(first).toMatchObject({ status: "executed" });
  await t.run((ctx) => ctx.db.patch("products", productId, { name: "Black tea" }));
  expect(await t.mutation(api.products.renameProduct, rename)).toEqual(first);
  expect(await t.run((ctx) => ctx.db.get("products", productId))).toMatchObject({
    name: "Black tea",
  });
});

test("the same id with another payload is refused", async () => {
  const t = initConvexTest().withIdentity(signedIn("ana"));
  const productId = await t.run((ctx) => ctx.db.insert("products", { name: "Tea" }));
  const rename = { commandId: "c-1", productId, name: "Green tea" };
  await t.mutation(api.products.renameProduct, rename);
  const reused = await t.mutation(api.products.renameProduct, { ...rename, name: "Coffee" });
  expect(reused).toEqual({ status: "refused", code: "COMMAND_ID_REUSED" });
});

test("a payment is pending, then executed, and only its sender sees that", async () => {
  vi.useFakeTimers();
  const t = initConvexTest();
  const ana = t.withIdentity(signedIn("ana"));
  const begun = await ana.mutation(api.payments.pay, { commandId: "p-1", orderId: "o-1" });
  expect(begun).toEqual({ status: "new" });
  const key = { commandId: "p-1" };
  expect(await ana.query(api.payments.commandStatus, key)).toMatchObject({ status: "pending" });
  await t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(1));
  expect(await ana.query(api.payments.commandStatus, key)).toMatchObject({ status: "executed" });
  const ben = t.withIdentity(signedIn("ben"));
  expect(await ben.query(api.payments.commandStatus, key)).toEqual({ status: "unknown" });
  vi.useRealTimers();
});
