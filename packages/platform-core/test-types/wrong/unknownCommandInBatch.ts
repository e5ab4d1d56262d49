// "submitOrdr"
import type { FunctionArgs } from "convex/server";
import type { api } from "./api.js";

export const batch: FunctionArgs<typeof api.orders.batch> = {
  items: [{ command: "submitOrdr", args: { orderId: "o" } }],
};
