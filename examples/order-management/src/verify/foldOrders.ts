import type { RecordedEvent } from "@convex-es/platform-store";
import type { AppSource } from "@convex-es/platform-testing/engine";
import type { Order } from "../../convex/contexts/orders/order.ts";

/** The state of an order, as its aggregate declares it. */
export type OrderState = (typeof Order)["initial"];

type Foldable = {
  initial: OrderState;
  evolve: Record<string, (state: OrderState, payload: unknown) => OrderState>;
};

/** Folds all streams with the app's own `evolve`: the state of every order, by its id. */
export async function foldOrders(
  app: AppSource,
  events: readonly RecordedEvent[],
): Promise<Map<string, OrderState>> {
  const { initial, evolve } = await orderAggregate(app);
  const states = new Map<string, OrderState>();
  for (const { streamId, type, payload } of events) {
    const apply = evolve[type];
    if (apply === undefined) throw new Error(`Order has no evolve for ${type}.`);
    states.set(streamId, apply(states.get(streamId) ?? initial, payload));
  }
  return states;
}

// Plain Node cannot import the app's extensionless modules; the loaded app has them.
async function orderAggregate(app: AppSource): Promise<Foldable> {
  const found: unknown = await app[""]?.modules["./contexts/orders/order.ts"]?.();
  if (hasOrder(found)) return found.Order;
  throw new Error("contexts/orders/order.ts does not export the aggregate Order.");
}

const hasOrder = (module: unknown): module is { Order: Foldable } =>
  typeof module === "object" && module !== null && "Order" in module;
