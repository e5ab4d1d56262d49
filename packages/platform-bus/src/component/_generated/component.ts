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
      find: FunctionReference<
        "query",
        "internal",
        { commandId: string; tenant: string },
        null | {
          actorId: string;
          causationId: null | string;
          correlationId: string;
          outcome:
            | {
                events: Array<{ id: string; type: string; version: number }>;
                position: null | {
                  commitTs:
                    bigint | import("convex/values").CommitTsPlaceholder;
                  ordinal: number;
                  store: string;
                };
                status: "executed";
                version: number;
              }
            | {
                code: string;
                details: any;
                message: string;
                status: "rejected";
              };
          recordedAt: number;
          startedAt: number;
          status: "executed" | "rejected";
          type: string;
        },
        Name
      >;
      listMisuses: FunctionReference<
        "query",
        "internal",
        { limit: number; tenant: string },
        Array<{
          actorId: string;
          attemptedAt: number;
          commandId: string;
          differs: "type" | "payload" | "caller";
          fingerprint: string;
          tenant: string;
          type: string;
        }>,
        Name
      >;
      record: FunctionReference<
        "mutation",
        "internal",
        {
          actorId: string;
          causationId: null | string;
          commandId: string;
          correlationId: string;
          fingerprint: string;
          outcome:
            | {
                events: Array<{ id: string; type: string; version: number }>;
                position: null | {
                  commitTs:
                    bigint | import("convex/values").CommitTsPlaceholder;
                  ordinal: number;
                  store: string;
                };
                status: "executed";
                version: number;
              }
            | {
                code: string;
                details: any;
                message: string;
                status: "rejected";
              };
          startedAt: number;
          tenant: string;
          type: string;
        },
        null,
        Name
      >;
      settle: FunctionReference<
        "mutation",
        "internal",
        {
          actorId: string;
          commandId: string;
          fingerprint: string;
          tenant: string;
          type: string;
        },
        | { status: "new" }
        | {
            outcome:
              | {
                  events: Array<{ id: string; type: string; version: number }>;
                  position: null | {
                    commitTs:
                      bigint | import("convex/values").CommitTsPlaceholder;
                    ordinal: number;
                    store: string;
                  };
                  status: "executed";
                  version: number;
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "rejected";
                };
            status: "settled";
          }
        | { differs: "type" | "payload" | "caller"; status: "reused" },
        Name
      >;
    };
  };
