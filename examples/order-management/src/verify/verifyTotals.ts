import type { PlannedOrder } from "../import/ImportPlan.ts";
import type { OrderState } from "./foldStreams.ts";
import type { OrderSummary } from "./readRows.ts";
import { sumOf } from "./sumOf.ts";

/** The gross value of all submitted orders in cents, from three sources that share no code. */
export type Verification = {
  input: bigint;
  readModel: bigint;
  streams: bigint;
  /** Orders whose value is another in one source than in the others, or missing there. */
  differing: string[];
  isEqual: boolean;
};

export type Sources = {
  imported: readonly PlannedOrder[];
  summaries: readonly OrderSummary[];
  states: ReadonlyMap<string, OrderState>;
};

/** Compares what was imported with the read model and with a fold of all streams, in total and order by order. */
export function verifyTotals({ imported, summaries, states }: Sources): Verification {
  const input = new Map(imported.map(({ orderId, totalCents }) => [orderId, totalCents]));
  const readModel = new Map(
    summaries.filter(isSubmitted).map(({ key, totalCents }) => [key, totalCents]),
  );
  const streams = new Map(
    [...states]
      .filter(([, state]) => isSubmitted(state))
      .map(([id, { items }]) => [id, valueOf(items)]),
  );
  const ids = new Set([...input.keys(), ...readModel.keys(), ...streams.keys()]);
  const differing = [...ids].filter(
    (id) => input.get(id) !== readModel.get(id) || input.get(id) !== streams.get(id),
  );
  return {
    input: sumOf(input.values()),
    readModel: sumOf(readModel.values()),
    streams: sumOf(streams.values()),
    differing,
    isEqual: differing.length === 0,
  };
}

const isSubmitted = ({ status }: { status: string }) => status === "submitted";

const valueOf = (items: OrderState["items"]) =>
  items.reduce((sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents, 0);
