import { defineProcess, send } from "@convex-es/platform-core/processes";
import { v } from "convex/values";
import { orderEvents } from "../../orders/events";
import { releaseReservation } from "../commands/releaseReservation";
import { reservationEvents } from "../events";

const without = (held: readonly string[], productId: string) =>
  held.filter((one) => one !== productId);

/** Releases what a cancelled order has reserved, also what it reserves afterwards. */
export const stockRelease = defineProcess({
  events: { ...reservationEvents, OrderCancelled: orderEvents.OrderCancelled },
  key: "orderId",
  state: v.object({ isCancelled: v.boolean(), held: v.array(v.string()) }),
  initial: { isCancelled: false, held: [] },
  evolve: {
    StockReserved: (state, { productId }) => ({
      ...state,
      held: [...without(state.held, productId), productId],
    }),
    ReservationReleased: (state, { productId }) => ({
      ...state,
      held: without(state.held, productId),
    }),
    ReservationConfirmed: (state, { productId }) => ({
      ...state,
      held: without(state.held, productId),
    }),
    OrderCancelled: (state) => ({ ...state, isCancelled: true }),
  },
  react: {
    StockReserved: ({ productId, orderId }, { state }) =>
      state.isCancelled ? release(productId, orderId) : [],
    OrderCancelled: ({ orderId }, { state }) =>
      state.held.map((productId) => release(productId, orderId)),
  },
});

// Somebody else may have released or confirmed it meanwhile: then there is nothing to do.
const release = (productId: string, orderId: string) =>
  send(releaseReservation, { productId, orderId }, { rejected: () => [] });
