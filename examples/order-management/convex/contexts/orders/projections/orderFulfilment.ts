import { defineProjection } from "../../../define";
import { reservationEvents } from "../../inventory/events";
import { orderEvents } from "../events";

export const orderFulfilment = defineProjection("orderFulfilment", {
  events: { ...orderEvents, ...reservationEvents },
  key: "orderId",
  delivery: "async",
  initial: { status: "draft", reserved: 0, refused: 0, confirmed: 0 },
  on: {
    OrderSubmitted: (row) => ({ ...row, status: "submitted" }),
    OrderCancelled: (row) => ({ ...row, status: "cancelled" }),
    StockReserved: (row, { quantity }) => ({ ...row, reserved: row.reserved + quantity }),
    StockReservationFailed: (row, { quantity }) => ({ ...row, refused: row.refused + quantity }),
    ReservationReleased: (row, { quantity }) => ({ ...row, reserved: row.reserved - quantity }),
    ReservationConfirmed: (row, { quantity }) => ({ ...row, confirmed: row.confirmed + quantity }),
  },
});
