// As Convex generates it from an app whose module `orders` exports what modules.ts does.
import type { ApiFromModules } from "convex/server";
import type * as orders from "../modules.js";

export declare const api: ApiFromModules<{ orders: typeof orders }>;
