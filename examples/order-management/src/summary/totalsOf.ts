import type { OrderState } from "../verify/foldStreams.ts";
import type { OrderSummary } from "../verify/readRows.ts";

/** What one customer or product comes to; `count` is orders or pieces. */
export type Total = { id: string; count: number; cents: bigint };

/** Submitted orders and their value by customer, from the read model, the largest first. */
export function totalsByCustomer(summaries: readonly OrderSummary[]): Total[] {
  const submitted = summaries.filter(({ status }) => status === "submitted");
  return largestFirst(
    submitted.map(({ customerId, totalCents }) => ({
      id: customerId,
      count: 1,
      cents: BigInt(totalCents),
    })),
  );
}

/** Pieces and their value by SKU in submitted orders, from the folded streams, the largest first. */
export function totalsByProduct(
  states: readonly OrderState[],
  skus: ReadonlyMap<string, string>,
): Total[] {
  const submitted = states.filter(({ status }) => status === "submitted");
  return largestFirst(
    submitted.flatMap(({ items }) =>
      items.map(({ productId, quantity, unitPriceCents }) => ({
        id: skus.get(productId) ?? productId,
        count: quantity,
        cents: BigInt(quantity) * BigInt(unitPriceCents),
      })),
    ),
  );
}

function largestFirst(parts: readonly Total[]): Total[] {
  const totals = [...Map.groupBy(parts, ({ id }) => id)].map(([id, group]) => ({
    id,
    count: group.reduce((sum, { count }) => sum + count, 0),
    cents: group.reduce((sum, { cents }) => sum + cents, 0n),
  }));
  return totals.toSorted((a, b) => Number(b.cents - a.cents) || a.id.localeCompare(b.id));
}
