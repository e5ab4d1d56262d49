import {
  defineAggregate,
  defineInvariants,
  defineRejections,
  type Frozen,
} from "@convex-es/platform-core";
import { v, type Infer } from "convex/values";
import { isWhole } from "../../isWhole";
import { inventoryEvents } from "./events";

const vReservation = v.object({ orderId: v.string(), quantity: v.number() });
const vStock = v.object({ onHand: v.number(), reservations: v.array(vReservation) });
type Stock = Frozen<Infer<typeof vStock>>;

export const isQuantity = (n: number) => isWhole(n, 1);
/** The pieces that nobody has reserved. */
export const availableOf = ({ onHand, reservations }: Stock) =>
  reservations.reduce((left, { quantity }) => left - quantity, onHand);
export const reservationOf = ({ reservations }: Stock, orderId: string) =>
  reservations.find((held) => held.orderId === orderId);
const without = ({ reservations }: Stock, orderId: string) =>
  reservations.filter((held) => held.orderId !== orderId);

export const stockInvariants = defineInvariants(vStock, {
  STOCK_NOT_WHOLE: {
    message: "Stock is a whole number of pieces from 0 on.",
    holds: ({ onHand }) => isWhole(onHand, 0),
  },
  STOCK_OVERSOLD: {
    message: "No more can be reserved than there is.",
    holds: (stock) => availableOf(stock) >= 0,
  },
});

export const productRejections = {
  ...stockInvariants.rejections,
  ...defineRejections({
    ID_NOT_OF_SKU: {
      message: "A product's id is the one that its SKU gives.",
      details: { productId: v.string() },
    },
    INVALID_PRICE: {
      message: "A price is a whole number of cents from 0 on.",
      details: { unitPriceCents: v.number() },
    },
    INVALID_QUANTITY: { message: "A quantity is a whole number from 1 on." },
    RESERVED_ALREADY: { message: "The order has a reservation of this product already." },
    NOT_RESERVED: { message: "The order has no reservation of this product." },
  }),
};

export const Product = defineAggregate("Product", vStock, {
  id: "productId",
  events: inventoryEvents,
  rejections: productRejections,
  initial: { onHand: 0, reservations: [] },
  evolve: {
    ProductAdded: (stock) => stock,
    StockReceived: (stock, { quantity }) => ({ ...stock, onHand: stock.onHand + quantity }),
    StockReserved: ({ onHand, reservations }, { orderId, quantity }) => ({
      onHand,
      reservations: [...reservations, { orderId, quantity }],
    }),
    StockReservationFailed: (stock) => stock,
    ReservationConfirmed: (stock, { orderId, quantity }) => ({
      onHand: stock.onHand - quantity,
      reservations: without(stock, orderId),
    }),
    ReservationReleased: (stock, { orderId }) => ({
      ...stock,
      reservations: without(stock, orderId),
    }),
  },
});
