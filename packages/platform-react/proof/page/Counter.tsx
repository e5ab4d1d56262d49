import { useCommand, useReactiveView, useReadModel } from "@convex-es/platform-react";
import type { OptimisticLocalStore } from "convex/browser";
import { useEffect } from "react";
import { api } from "../app/api.js";

type Order = { product: string; cents: number };

/** What a buyer sees until the order is acknowledged. */
function guess(store: OptimisticLocalStore, { product, cents }: Order) {
  const sales = store.getQuery(api.shop.getSalesNow, { key: product });
  if (sales === undefined) return;
  const before = sales.row ?? { key: product, orders: 0, cents: 0 };
  const row = { ...before, orders: before.orders + 1, cents: before.cents + cents };
  store.setQuery(api.shop.getSalesNow, { key: product }, { ...sales, row });
}

/** Sells one product, and shows its sales in both ways. */
export function Counter({ product }: { product: string }) {
  const [placeOrder, { pending, outcome, error, position }] = useCommand(api.shop.placeOrder, {
    optimistic: guess,
  });
  const sales = useReadModel(
    api.shop.getSales,
    { key: product },
    { freshness: api.shop.salesFreshness, after: position },
  );
  const now = useReactiveView(api.shop.getSalesNow, { key: product });
  const shown = { now: now.value?.orders ?? 0, sales: sales.value?.orders ?? 0 };
  useRecord({ ...shown, status: sales.status });
  const buy = () => placeOrder({ orderId: crypto.randomUUID(), product, cents: 250 });
  return (
    <>
      <button id="buy" onClick={() => void buy()}>
        {pending ? "Buying …" : "Buy"}
      </button>
      <p id="outcome">{outcome?.status ?? error?.code}</p>
      {outcome?.status === "rejected" && <p id="message">{outcome.message}</p>}
      <p id="now">{shown.now}</p>
      <p id="sales">{shown.sales}</p>
      <p id="status">{sales.status}</p>
    </>
  );
}

/** Keeps what was shown, for the test. */
function useRecord({ now, sales, status }: { now: number; sales: number; status: string }) {
  useEffect(() => {
    const page = window as unknown as { shown?: object[] };
    page.shown = [...(page.shown ?? []), { now, sales, status }];
  }, [now, sales, status]);
}
