import {
  given,
  onComponents,
  pureTarget,
  specifyOn,
  type SpecificationTarget,
} from "@convex-es/platform-testing";
import { afterEach, expect, test } from "vitest";
import { cancelOrder } from "../convex/contexts/orders/commands/cancelOrder";
import { submitOrder } from "../convex/contexts/orders/commands/submitOrder";
import { orderEvents } from "../convex/contexts/orders/events";
import { orderSummaries } from "../convex/contexts/orders/projections/orderSummaries";
import { platform } from "../convex/platform";
import { initConvexTest } from "./initConvexTest";

const { OrderCreated, OrderItemAdded, OrderSubmitted } = orderEvents;
const orderId = "o-1";
const item = { productId: "p-1", quantity: 2, unitPriceCents: 1_000 };
const draft = [OrderCreated({ orderId, customerId: "c-1" }), OrderItemAdded({ orderId, item })];
const submitted = OrderSubmitted({
  orderId,
  customerId: "c-1",
  customer: null,
  items: [item],
  totalCents: 2_000,
});

const specification = async () => {
  await given(draft).when(submitOrder, { orderId }).then([submitted]);
  await given([...draft, submitted])
    .when(submitOrder, { orderId })
    .rejects("ORDER_NOT_DRAFT");
  await given([]).when(cancelOrder, { orderId, reason: "none" }).rejects("NOT_FOUND");
  await given([...draft, submitted]).projects(orderSummaries, {
    totalCents: 2_000,
    status: "submitted",
  });
};
const wrong = [
  () => given(draft).when(submitOrder, { orderId }).then([]),
  () => given(draft).when(submitOrder, { orderId }).rejects("ORDER_EMPTY"),
  () => given([]).when(submitOrder, { orderId }).then([submitted]),
  () => given(draft).projects(orderSummaries, { totalCents: 1 }),
];
const targets: [string, SpecificationTarget][] = [
  ["pure", pureTarget],
  ["on the components", onComponents(platform, initConvexTest)],
];

afterEach(() => specifyOn(null));

test.each(targets)("the same specification holds %s", async (_name, target) => {
  specifyOn(target);
  await specification();
});

test.each(targets)("the same wrong specification fails %s", async (_name, target) => {
  specifyOn(target);
  for (const work of wrong) await expect(work()).rejects.toThrow();
});
