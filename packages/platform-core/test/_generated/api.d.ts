// As Convex generates it from an app whose module `bank` exports what test/guide.ts does.
import type { ApiFromModules, FilterApi, FunctionReference } from "convex/server";
import type * as bank from "../guide.js";

declare const fullApi: ApiFromModules<{ bank: typeof bank }>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any public function
export declare const api: FilterApi<typeof fullApi, FunctionReference<any, "public">>;
