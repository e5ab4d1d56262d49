import { anyApi, type ApiFromModules } from "convex/server";
import type * as operator from "./convex/operator.js";
import type * as shop from "./convex/shop.js";

const references: unknown = anyApi;
/** The functions of the app, as `_generated/api` would have them. */
export const api = references as ApiFromModules<{ operator: typeof operator; shop: typeof shop }>;
