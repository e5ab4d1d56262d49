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
      begin: FunctionReference<
        "mutation",
        "internal",
        {
          actorId: string;
          causationId: null | string;
          commandId: string;
          correlationId: string;
          deadline: number;
          fingerprint: string;
          retentionMs?: number;
          startedAt: number;
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
                  result?: any;
                  status: "executed";
                  version: number;
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "rejected";
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "failed";
                };
            status: "settled";
          }
        | { deadline: number; status: "pending" }
        | { differs: "type" | "payload" | "caller"; status: "reused" },
        Name
      >;
      complete: FunctionReference<
        "mutation",
        "internal",
        {
          commandId: string;
          outcome:
            | {
                events: Array<{ id: string; type: string; version: number }>;
                position: null | {
                  commitTs:
                    bigint | import("convex/values").CommitTsPlaceholder;
                  ordinal: number;
                  store: string;
                };
                result?: any;
                status: "executed";
                version: number;
              }
            | {
                code: string;
                details: any;
                message: string;
                status: "rejected";
              }
            | { code: string; details: any; message: string; status: "failed" };
          tenant: string;
        },
        | { status: "completed" }
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
                  result?: any;
                  status: "executed";
                  version: number;
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "rejected";
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "failed";
                };
            status: "settled";
          }
        | { status: "unknown" },
        Name
      >;
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
                result?: any;
                status: "executed";
                version: number;
              }
            | {
                code: string;
                details: any;
                message: string;
                status: "rejected";
              }
            | { code: string; details: any; message: string; status: "failed" }
            | { deadline: number; status: "pending" };
          recordedAt: number;
          startedAt: number;
          status: "executed" | "rejected" | "failed" | "pending";
          type: string;
        },
        Name
      >;
      listByCorrelation: FunctionReference<
        "query",
        "internal",
        {
          correlationId: string;
          cursor: null | string;
          limit: number;
          tenant: string;
        },
        {
          commands: Array<{
            actorId: string;
            causationId: null | string;
            commandId: string;
            committedAt: bigint;
            correlationId: string;
            events: Array<{ id: string; type: string; version: number }>;
            outcome:
              | {
                  events: Array<{ id: string; type: string; version: number }>;
                  position: null | {
                    commitTs:
                      bigint | import("convex/values").CommitTsPlaceholder;
                    ordinal: number;
                    store: string;
                  };
                  result?: any;
                  status: "executed";
                  version: number;
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "rejected";
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "failed";
                }
              | { deadline: number; status: "pending" };
            status: "executed" | "rejected" | "failed" | "pending";
            timing: {
              durationMs: null | number;
              recordedAt: number;
              startedAt: number;
            };
            type: string;
          }>;
          cursor: null | string;
          isDone: boolean;
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
      purge: FunctionReference<
        "mutation",
        "internal",
        {},
        { deleted: number; failed: number; more: boolean },
        Name
      >;
      putRecords: FunctionReference<
        "mutation",
        "internal",
        {
          commands: Array<{
            actorId: string;
            causationId: null | string;
            commandId: string;
            committedAt: bigint;
            correlationId: string;
            expiresAt: number;
            fingerprint: string;
            outcome:
              | {
                  events: Array<{ id: string; type: string; version: number }>;
                  result?: any;
                  status: "executed";
                  version: number;
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "rejected";
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "failed";
                };
            position: null | {
              commitTs: bigint | import("convex/values").CommitTsPlaceholder;
              ordinal: number;
              store: string;
            };
            recordedAt: number;
            retentionMs: number;
            startedAt: number;
            tenant: string;
            type: string;
          }>;
          misuses: Array<{
            actorId: string;
            attemptedAt: number;
            commandId: string;
            differs: "type" | "payload" | "caller";
            expiresAt: number;
            fingerprint: string;
            tenant: string;
            type: string;
          }>;
        },
        null,
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
                result?: any;
                status: "executed";
                version: number;
              }
            | {
                code: string;
                details: any;
                message: string;
                status: "rejected";
              };
          retentionMs?: number;
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
                  result?: any;
                  status: "executed";
                  version: number;
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "rejected";
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "failed";
                };
            status: "settled";
          }
        | { deadline: number; status: "pending" }
        | { differs: "type" | "payload" | "caller"; status: "reused" },
        Name
      >;
      status: FunctionReference<
        "query",
        "internal",
        { commandId: string; tenant: string },
        | { status: "unknown" }
        | {
            actorId: string;
            causationId: null | string;
            commandId: string;
            correlationId: string;
            events: Array<{ id: string; type: string; version: number }>;
            outcome:
              | {
                  events: Array<{ id: string; type: string; version: number }>;
                  position: null | {
                    commitTs:
                      bigint | import("convex/values").CommitTsPlaceholder;
                    ordinal: number;
                    store: string;
                  };
                  result?: any;
                  status: "executed";
                  version: number;
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "rejected";
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "failed";
                }
              | { deadline: number; status: "pending" };
            status: "executed" | "rejected" | "failed" | "pending";
            timing: {
              durationMs: null | number;
              recordedAt: number;
              startedAt: number;
            };
            type: string;
          },
        Name
      >;
      takeRecords: FunctionReference<
        "mutation",
        "internal",
        { limit: number },
        {
          commands: Array<{
            actorId: string;
            causationId: null | string;
            commandId: string;
            committedAt: bigint;
            correlationId: string;
            expiresAt: number;
            fingerprint: string;
            outcome:
              | {
                  events: Array<{ id: string; type: string; version: number }>;
                  result?: any;
                  status: "executed";
                  version: number;
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "rejected";
                }
              | {
                  code: string;
                  details: any;
                  message: string;
                  status: "failed";
                };
            position: null | {
              commitTs: bigint | import("convex/values").CommitTsPlaceholder;
              ordinal: number;
              store: string;
            };
            recordedAt: number;
            retentionMs: number;
            startedAt: number;
            tenant: string;
            type: string;
          }>;
          isDone: boolean;
          misuses: Array<{
            actorId: string;
            attemptedAt: number;
            commandId: string;
            differs: "type" | "payload" | "caller";
            expiresAt: number;
            fingerprint: string;
            tenant: string;
            type: string;
          }>;
        },
        Name
      >;
    };
  };
