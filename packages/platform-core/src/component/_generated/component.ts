/* eslint-disable */
/**
 * Generated `ComponentApi` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type { FunctionReference } from "convex/server";

/**
 * A utility for referencing a Convex component's exposed API.
 *
 * Useful when expecting a parameter like `components.myComponent`.
 * Usage:
 * ```ts
 * async function myFunction(ctx: QueryCtx, component: ComponentApi) {
 *   return ctx.runQuery(component.someFile.someQuery, { ...args });
 * }
 * ```
 */
export type ComponentApi<Name extends string | undefined = string | undefined> =
  {
    lib: {
      servedCursors: FunctionReference<
        "query",
        "internal",
        { projection: string },
        null | {
          cursors: Array<string | null>;
          generation: number;
          partitions: number;
          status:
            | { kind: "running" }
            | { kind: "paused" }
            | { kind: "halted"; reason: string }
            | { kind: "removed" };
          version: number;
        },
        Name
      >;
      wake: FunctionReference<
        "mutation",
        "internal",
        { mutation: string; query: string },
        null,
        Name
      >;
    };
  };
