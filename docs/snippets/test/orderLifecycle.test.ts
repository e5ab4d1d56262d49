import { expect, test } from "vitest";
import { orderLifecycle, type OrderStatus } from "../client/orderLifecycle";

const { canTransition, validTransitions, isTerminal, assertTransition } = orderLifecycle;

test("a lifecycle answers from its one declaration", () => {
  expect(canTransition("draft", "submitted")).toBe(true);
  expect(validTransitions("draft")).toEqual(["submitted", "cancelled"]);
  expect(isTerminal("cancelled")).toBe(true);
  expect(() => assertTransition("draft", "confirmed")).toThrow(
    'Cannot move from "draft" to "confirmed": its moves are "submitted", "cancelled".',
  );
  // @ts-expect-error a state that is not declared does not compile
  expect(() => canTransition("draft", "shipped")).toThrow("shipped");
});

test("the type of a status lists the declared states", () => {
  const statuses: OrderStatus[] = ["draft", "submitted", "confirmed", "cancelled"];
  expect(orderLifecycle.states).toEqual(statuses);
});
