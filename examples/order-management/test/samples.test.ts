import { assertSamples } from "@convex-es/platform-testing";
import { test } from "vitest";
import { inventory } from "../convex/contexts/inventory";
import { orders } from "../convex/contexts/orders";

const ofOrders = import.meta.glob("../samples/orders/*.json", { eager: true });
const ofInventory = import.meta.glob("../samples/inventory/*.json", { eager: true });

test("every version of what orders have stored still reads", () => {
  assertSamples(orders, ofOrders);
});

test("every version of what the inventory has stored still reads", () => {
  assertSamples(inventory, ofInventory);
});
