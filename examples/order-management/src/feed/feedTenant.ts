import { performance } from "node:perf_hooks";
import { commandsOfProduct } from "../import/commandsOf.ts";
import type { ImportPlan, PlannedOrder, PlannedProduct } from "../import/ImportPlan.ts";
import { importOrder, type OrderImport, type Turn } from "./importOrder.ts";
import type { Importer } from "./importerOf.ts";
import { inOrder } from "./inOrder.ts";
import type { Pass } from "./Pass.ts";
import { saveCustomers } from "./saveCustomers.ts";
import { sendCommand, type Sent } from "./sendCommand.ts";

/** Orders, or products, that are under way at once. */
export const ordersAtOnce = 4;

/** What to feed, whom to tell after each product and order, and what stops the feed between two. */
export type Feed = { plan: ImportPlan; onStep: () => void; signal: AbortSignal };

/**
 * Feeds the input: customers, then products, then orders, some of them at once, each one's commands after one another. Stock is
 * reserved in the order of the file. Keeps what came of each command.
 */
export async function feedTenant(importer: Importer, feed: Feed): Promise<Pass> {
  const { plan, signal } = feed;
  const limits = { atOnce: ordersAtOnce, signal };
  const otherWrites = await saveCustomers(importer, plan.customers);
  const start = performance.now();
  const products = await inOrder(plan.products, (one) => stockUp(importer, one, feed), limits);
  const turns = turnsOf(plan);
  const steps = plan.orders.map((order, i) => ({ order, turn: turns[i] ?? null }));
  const orders = await inOrder(
    steps,
    async ({ order, turn }) => {
      const imported = await importOrder(importer, order, turn);
      feed.onStep();
      return { ...imported, order };
    },
    limits,
  );
  const seconds = (performance.now() - start) / 1000;
  return { ...joined(orders, products.flat()), otherWrites, seconds };
}

async function stockUp(importer: Importer, product: PlannedProduct, feed: Feed): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const command of commandsOfProduct(product)) {
    sent.push(await sendCommand(importer, command));
  }
  feed.onStep();
  return sent;
}

/** A turn for every order; none where there is no stock. */
function turnsOf({ products, orders }: ImportPlan): Turn[] {
  if (products.length === 0) return [];
  const ends = orders.map(() => Promise.withResolvers<null>());
  return ends.map(({ resolve }, i) => ({
    before: ends[i - 1]?.promise ?? Promise.resolve(),
    pass: () => resolve(null),
  }));
}

const joined = (
  orders: readonly (OrderImport & { order: PlannedOrder })[],
  sentBefore: readonly Sent[],
): Pick<Pass, "sent" | "imported" | "failed" | "reservations"> => ({
  sent: [...sentBefore, ...orders.flatMap(({ sent }) => sent)],
  imported: orders.flatMap(({ order, failed }) => (failed ? [] : [order])),
  failed: orders.flatMap(({ failed }) => failed ?? []),
  reservations: orders.flatMap(({ reservations }) => reservations),
});
