import { makeCommandId, type CommandSender } from "@convex-es/platform-core/client";
import { ConvexError } from "convex/values";
import { expect, test } from "vitest";
import { api } from "../../../examples/order-management/convex/_generated/api";
import { initConvexTest } from "../../../examples/order-management/test/initConvexTest";
import { cancelOrder, isMissing } from "../client/cancelOrder";
import { submitOrder } from "../client/submitOrder";

const orderId = "o-1";
const item = { productId: "p-1", quantity: 2, unitPriceCents: 450 };

/** A client whose first answers are lost after the mutation has committed. */
async function withOrder({ lost = 0 } = {}) {
  const app = initConvexTest().withIdentity({ tokenIdentifier: "ana" });
  await app.mutation(api.orders.createOrder, { orderId, customerId: "c-1" });
  let answers = 0;
  const client: CommandSender = {
    mutation: async (reference, args) => {
      const answer: unknown = await app.mutation(reference, args);
      if (answers++ < lost) throw new ConvexError(networkError);
      return answer;
    },
  };
  return { app, client };
}
const networkError = { kind: "infrastructure", code: "NETWORK", message: "gone", retryable: true };

test("an answer that is lost is fetched again under the same id, and nothing runs twice", async () => {
  const { app, client } = await withOrder({ lost: 1 });
  await app.mutation(api.orders.addOrderItem, { orderId, item });
  expect(await submitOrder(client, orderId, makeCommandId())).toBe("Submitted, in version 3.");
  expect(await app.query(api.orders.getOrderSummary, { key: orderId })).toMatchObject({
    status: "submitted",
  });
});

test("a rejection is a value with a literal code", async () => {
  const { client } = await withOrder();
  expect(await submitOrder(client, orderId, makeCommandId())).toBe("Add an item first.");
});

test("an id that belongs to another order is refused, in words", async () => {
  const { client } = await withOrder();
  const commandId = makeCommandId();
  await submitOrder(client, orderId, commandId);
  expect(await submitOrder(client, "o-2", commandId)).toContain("command id");
});

test("unwrap throws for those who prefer exceptions", async () => {
  const { client } = await withOrder();
  expect(await cancelOrder(client, orderId)).toBe(2);
  const error: unknown = await cancelOrder(client, "nowhere").catch((thrown: unknown) => thrown);
  expect(isMissing(error)).toBe(true);
});
