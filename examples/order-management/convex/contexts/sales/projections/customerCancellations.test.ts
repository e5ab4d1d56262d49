import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../../orders/events";
import { customerCancellations } from "./customerCancellations";

const { OrderCreated, OrderCancelled } = orderEvents;
const customerId = "c-1";

test("cancellations are counted for their customer", async () => {
  const cancelled = ["o-1", "o-2"].flatMap((orderId) => [
    OrderCreated({ orderId, customerId }),
    OrderCancelled({ orderId, customerId, reason: "none" }),
  ]);
  const at = Date.UTC(2026, 0, 1);
  await given(cancelled).projects(customerCancellations, { newestAt: at, cancelledAt: [at, at] });
});
