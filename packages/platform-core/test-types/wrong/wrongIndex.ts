// "by_client"
import type { Platform } from "../../src/index.js";
import { orderSummaries } from "../shop.js";

export const list = (platform: Platform, ctx: never) =>
  platform.read(orderSummaries).list(ctx, { index: "by_client" });
