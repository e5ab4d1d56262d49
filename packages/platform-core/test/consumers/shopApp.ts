import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import { componentsGeneric, makeFunctionReference } from "convex/server";
import { vi } from "vitest";
import type { PlatformComponents } from "../../src/platform/createPlatform.js";
import { createPlatform } from "../../src/index.js";
import core from "../../src/test.js";
import { baskets, customerSales, schema, shop } from "./shop.js";

const components = componentsGeneric() as unknown as PlatformComponents;

export const platform = createPlatform(components, {
  schema,
  log: { sink: () => undefined },
  contexts: [shop],
  actor: () => ({ id: "ann", tenant: "", roles: [] }),
});

const { get: getBasket } = platform.view(baskets);
const { get: getSales } = platform.view(customerSales);

const modules = {
  "./_generated/api.ts": async () => ({}),
  "./shop.ts": async () => ({ ...platform.mutations(shop), getBasket, getSales }),
  "./platform.ts": async () => platform.runtime(),
};

/** A mutation or query of the app, by its path. */
export const fn = (name: string) => makeFunctionReference<"mutation">(`shop:${name}`);
export const queryOf = (name: string) => makeFunctionReference<"query">(`shop:${name}`);

/** The shop on the real components, empty; fake timers must be on. */
export function initShop() {
  const t = convexTest({ schema, modules: modules as never, transactionLimits: true });
  store.register(t);
  core.register(t);
  return t.withIdentity({ subject: "ann" });
}

/** Lets every loop run until all are asleep. */
export async function drain(t: ReturnType<typeof initShop>): Promise<void> {
  await (t as ReturnType<typeof convexTest>).finishAllScheduledFunctions(() =>
    vi.advanceTimersByTime(100),
  );
}
