import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import type { Engine } from "@convex-es/platform-testing/engine";
import { commandsOfProduct } from "../import/commandsOf.ts";
import type { ImportPlan } from "../import/ImportPlan.ts";
import { importOrder } from "./importOrder.ts";
import type { Pass } from "./Pass.ts";
import { saveCustomers } from "./saveCustomers.ts";
import { sendCommand } from "./sendCommand.ts";

/** What to feed to which tenant, whom to tell after each product and order, and what stops the feed between two. */
export type Feed = { tenant: string; plan: ImportPlan; onStep: () => void; signal: AbortSignal };

/** Feeds the input to one tenant: customers, then products, then order by order, and keeps what came of each command. */
export async function feedTenant(engine: Engine, feed: Feed): Promise<Pass> {
  const { tenant, plan, signal } = feed;
  const otherWrites = await saveCustomers(engine, tenant, plan.customers);
  const pass: Pass = { ...empty(), otherWrites };
  const start = performance.now();
  const steps = [
    ...plan.products.map((product) => async () => {
      for (const command of commandsOfProduct(product)) {
        pass.sent.push(await sendCommand(engine, tenant, command));
      }
    }),
    ...plan.orders.map((order) => async () => {
      await importOrder(engine, { tenant, order, reserves: plan.products.length > 0 }, pass);
    }),
  ];
  for (const step of steps) {
    if (signal.aborted) break;
    await step();
    feed.onStep();
    // The engine never waits: without a pause no signal and no redraw would come through.
    await setImmediate();
  }
  return { ...pass, seconds: (performance.now() - start) / 1000 };
}

const empty = (): Omit<Pass, "otherWrites"> => ({
  sent: [],
  imported: [],
  failed: [],
  reservations: [],
  seconds: 0,
});
