import { expect, test } from "vitest";
import { stockInvariants } from "./product";

const reservations = [{ orderId: "o-1", quantity: 4 }];

test("the invariants of stock can be checked and validated without a command", () => {
  expect(stockInvariants.check({ onHand: 4, reservations })).toBe(true);
  expect(stockInvariants.check({ onHand: 3, reservations })).toBe(false);
  const broken = stockInvariants.validate({ onHand: -0.5, reservations });
  expect(broken.map(({ code }) => code)).toEqual(["STOCK_NOT_WHOLE", "STOCK_OVERSOLD"]);
});
