import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../events";
import { createOrder } from "./createOrder";

const { OrderCreated } = orderEvents;
const orderId = "o-1";
const customerId = "c-1";

test("an order is created", async () => {
  await given([])
    .when(createOrder, { orderId, customerId })
    .then([OrderCreated({ orderId, customerId })]);
});

test("an order that exists cannot be created again", async () => {
  await given([OrderCreated({ orderId, customerId })])
    .when(createOrder, { orderId, customerId: "c-2" })
    .rejects("ALREADY_EXISTS");
});
