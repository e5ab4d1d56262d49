/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as actor from "../actor.js";
import type * as contexts_inventory_commands_addProduct from "../contexts/inventory/commands/addProduct.js";
import type * as contexts_inventory_commands_confirmReservation from "../contexts/inventory/commands/confirmReservation.js";
import type * as contexts_inventory_commands_receiveStock from "../contexts/inventory/commands/receiveStock.js";
import type * as contexts_inventory_commands_releaseReservation from "../contexts/inventory/commands/releaseReservation.js";
import type * as contexts_inventory_commands_reserveStock from "../contexts/inventory/commands/reserveStock.js";
import type * as contexts_inventory_events from "../contexts/inventory/events.js";
import type * as contexts_inventory_index from "../contexts/inventory/index.js";
import type * as contexts_inventory_processes_stockRelease from "../contexts/inventory/processes/stockRelease.js";
import type * as contexts_inventory_product from "../contexts/inventory/product.js";
import type * as contexts_inventory_projections_productCatalogue from "../contexts/inventory/projections/productCatalogue.js";
import type * as contexts_orders_commands_addOrderItem from "../contexts/orders/commands/addOrderItem.js";
import type * as contexts_orders_commands_cancelOrder from "../contexts/orders/commands/cancelOrder.js";
import type * as contexts_orders_commands_createOrder from "../contexts/orders/commands/createOrder.js";
import type * as contexts_orders_commands_removeOrderItem from "../contexts/orders/commands/removeOrderItem.js";
import type * as contexts_orders_commands_submitOrder from "../contexts/orders/commands/submitOrder.js";
import type * as contexts_orders_customerSnapshot from "../contexts/orders/customerSnapshot.js";
import type * as contexts_orders_events from "../contexts/orders/events.js";
import type * as contexts_orders_index from "../contexts/orders/index.js";
import type * as contexts_orders_order from "../contexts/orders/order.js";
import type * as contexts_orders_orderLifecycle from "../contexts/orders/orderLifecycle.js";
import type * as contexts_orders_projections_orderDetails from "../contexts/orders/projections/orderDetails.js";
import type * as contexts_orders_projections_orderFulfilment from "../contexts/orders/projections/orderFulfilment.js";
import type * as contexts_orders_projections_orderSummaries from "../contexts/orders/projections/orderSummaries.js";
import type * as contexts_sales_inWindow from "../contexts/sales/inWindow.js";
import type * as contexts_sales_index from "../contexts/sales/index.js";
import type * as contexts_sales_projections_customerCancellations from "../contexts/sales/projections/customerCancellations.js";
import type * as contexts_sales_projections_customerSales from "../contexts/sales/projections/customerSales.js";
import type * as contexts_sales_projections_productSales from "../contexts/sales/projections/productSales.js";
import type * as customers from "../customers.js";
import type * as define from "../define.js";
import type * as findCustomer from "../findCustomer.js";
import type * as inventory from "../inventory.js";
import type * as isWhole from "../isWhole.js";
import type * as maintenance from "../maintenance.js";
import type * as noFutureDates from "../noFutureDates.js";
import type * as operations from "../operations.js";
import type * as orders from "../orders.js";
import type * as platform from "../platform.js";
import type * as readModels from "../readModels.js";
import type * as sales from "../sales.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";

declare const fullApi: ApiFromModules<{
  actor: typeof actor;
  "contexts/inventory/commands/addProduct": typeof contexts_inventory_commands_addProduct;
  "contexts/inventory/commands/confirmReservation": typeof contexts_inventory_commands_confirmReservation;
  "contexts/inventory/commands/receiveStock": typeof contexts_inventory_commands_receiveStock;
  "contexts/inventory/commands/releaseReservation": typeof contexts_inventory_commands_releaseReservation;
  "contexts/inventory/commands/reserveStock": typeof contexts_inventory_commands_reserveStock;
  "contexts/inventory/events": typeof contexts_inventory_events;
  "contexts/inventory/index": typeof contexts_inventory_index;
  "contexts/inventory/processes/stockRelease": typeof contexts_inventory_processes_stockRelease;
  "contexts/inventory/product": typeof contexts_inventory_product;
  "contexts/inventory/projections/productCatalogue": typeof contexts_inventory_projections_productCatalogue;
  "contexts/orders/commands/addOrderItem": typeof contexts_orders_commands_addOrderItem;
  "contexts/orders/commands/cancelOrder": typeof contexts_orders_commands_cancelOrder;
  "contexts/orders/commands/createOrder": typeof contexts_orders_commands_createOrder;
  "contexts/orders/commands/removeOrderItem": typeof contexts_orders_commands_removeOrderItem;
  "contexts/orders/commands/submitOrder": typeof contexts_orders_commands_submitOrder;
  "contexts/orders/customerSnapshot": typeof contexts_orders_customerSnapshot;
  "contexts/orders/events": typeof contexts_orders_events;
  "contexts/orders/index": typeof contexts_orders_index;
  "contexts/orders/order": typeof contexts_orders_order;
  "contexts/orders/orderLifecycle": typeof contexts_orders_orderLifecycle;
  "contexts/orders/projections/orderDetails": typeof contexts_orders_projections_orderDetails;
  "contexts/orders/projections/orderFulfilment": typeof contexts_orders_projections_orderFulfilment;
  "contexts/orders/projections/orderSummaries": typeof contexts_orders_projections_orderSummaries;
  "contexts/sales/inWindow": typeof contexts_sales_inWindow;
  "contexts/sales/index": typeof contexts_sales_index;
  "contexts/sales/projections/customerCancellations": typeof contexts_sales_projections_customerCancellations;
  "contexts/sales/projections/customerSales": typeof contexts_sales_projections_customerSales;
  "contexts/sales/projections/productSales": typeof contexts_sales_projections_productSales;
  customers: typeof customers;
  define: typeof define;
  findCustomer: typeof findCustomer;
  inventory: typeof inventory;
  isWhole: typeof isWhole;
  maintenance: typeof maintenance;
  noFutureDates: typeof noFutureDates;
  operations: typeof operations;
  orders: typeof orders;
  platform: typeof platform;
  readModels: typeof readModels;
  sales: typeof sales;
}>;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;

export declare const components: {
  eventStore: import("@convex-es/platform-store/_generated/component.js").ComponentApi<"eventStore">;
  inventoryStore: import("@convex-es/platform-store/_generated/component.js").ComponentApi<"inventoryStore">;
  platformCore: import("@convex-es/platform-core/_generated/component.js").ComponentApi<"platformCore">;
  rateLimiter: import("@convex-dev/rate-limiter/_generated/component.js").ComponentApi<"rateLimiter">;
};
