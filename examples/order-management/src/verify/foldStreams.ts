import type { RecordedEvent } from "@convex-es/platform-store";
import type { AppSource } from "@convex-es/platform-testing/engine";
import type { Product } from "../../convex/contexts/inventory/product.ts";
import type { Order } from "../../convex/contexts/orders/order.ts";

/** The state of an order, as its aggregate declares it. */
export type OrderState = (typeof Order)["initial"];
/** The state of a product, as its aggregate declares it. */
export type ProductState = (typeof Product)["initial"];

type States = { Order: OrderState; Product: ProductState };
type Foldable<State> = {
  initial: State;
  evolve: Record<string, (state: State, payload: unknown) => State>;
};

const files = { Order: "./contexts/orders/order.ts", Product: "./contexts/inventory/product.ts" };

/** Folds all streams of one type with the app's own `evolve`: every state, by the id of its stream. */
export async function foldStreams<Name extends keyof States>(
  app: AppSource,
  name: Name,
  events: readonly RecordedEvent[],
): Promise<Map<string, States[Name]>> {
  const { initial, evolve } = await aggregateOf(app, name);
  const states = new Map<string, States[Name]>();
  for (const { streamId, type, payload } of events) {
    const apply = evolve[type];
    if (apply === undefined) throw new Error(`${name} has no evolve for ${type}.`);
    states.set(streamId, apply(states.get(streamId) ?? initial, payload));
  }
  return states;
}

// Plain Node cannot import the app's extensionless modules; the loaded app has them.
async function aggregateOf<Name extends keyof States>(
  app: AppSource,
  name: Name,
): Promise<Foldable<States[Name]>> {
  const found: unknown = await app[""]?.modules[files[name]]?.();
  if (exportsAggregate(found, name)) return found[name];
  throw new Error(`${files[name]} does not export the aggregate ${name}.`);
}

const exportsAggregate = <Name extends keyof States>(
  module: unknown,
  name: Name,
): module is Record<Name, Foldable<States[Name]>> =>
  typeof module === "object" && module !== null && name in module;
