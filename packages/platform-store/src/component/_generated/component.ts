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
    commands: {
      commit: FunctionReference<
        "mutation",
        "internal",
        {
          commands: Array<{
            actorId: string;
            causationId: null | string;
            commandId: string;
            correlationId: string;
            ending:
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
                  status: "decided";
                  streams: Array<{
                    events: Array<{
                      category: "domain" | "integration" | "trigger" | "fat";
                      context: string;
                      occurredAt: number;
                      payload: any;
                      schemaVersion: number;
                      tags: Array<{ name: string; value: string }>;
                      type: string;
                    }>;
                    expected: number | "none" | "exists" | "any";
                    state?: { shape: number; value: any };
                    streamId: string;
                    streamType: string;
                  }>;
                };
            fingerprint: string;
            retentionMs?: number;
            startedAt: number;
            tenant: string;
            type: string;
          }>;
          limits?: {
            maxAppendBytes?: number;
            maxArrayLength?: number;
            maxDepth?: number;
            maxEventsPerAppend?: number;
            maxFields?: number;
            maxIdLength?: number;
            maxPayloadBytes?: number;
            maxStateBytes?: number;
            maxTagsPerEvent?: number;
          };
          store: string;
        },
        | {
            outcomes: Array<
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
            >;
            status: "committed";
          }
        | { command: number; status: "changed" },
        Name
      >;
      loadStates: FunctionReference<
        "query",
        "internal",
        {
          streams: Array<{
            streamId: string;
            streamType: string;
            tenant: string;
          }>;
        },
        Array<null | {
          closed?: { closedAt: number; reason: string };
          state: null | { shape: number; value: any };
          version: number;
        }>,
        Name
      >;
      open: FunctionReference<
        "mutation",
        "internal",
        {
          attempt?: {
            actorId: string;
            commandId: string;
            fingerprint: string;
            type: string;
          };
          stream: { streamId: string; streamType: string };
          tenant: string;
        },
        {
          head: null | {
            closed?: { closedAt: number; reason: string };
            state: null | { shape: number; value: any };
            version: number;
          };
          settlement:
            | { status: "new" }
            | {
                outcome:
                  | {
                      events: Array<{
                        id: string;
                        type: string;
                        version: number;
                      }>;
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
            | { differs: "type" | "payload" | "caller"; status: "reused" };
        },
        Name
      >;
    };
    lib: {
      append: FunctionReference<
        "mutation",
        "internal",
        {
          asserts?: Array<{
            expected: number | "none" | "exists" | "any";
            streamId: string;
            streamType: string;
          }>;
          idempotency?: { fingerprint: string; key: string };
          limits?: {
            maxAppendBytes?: number;
            maxArrayLength?: number;
            maxDepth?: number;
            maxEventsPerAppend?: number;
            maxFields?: number;
            maxIdLength?: number;
            maxPayloadBytes?: number;
            maxStateBytes?: number;
            maxTagsPerEvent?: number;
          };
          metadata: {
            actor: string;
            causationId: string;
            correlationId: string;
          };
          streams: Array<{
            events: Array<{
              category: "domain" | "integration" | "trigger" | "fat";
              context: string;
              id?: string;
              occurredAt: number;
              payload: any;
              schemaVersion: number;
              tags: Array<{ name: string; value: string }>;
              type: string;
            }>;
            expected: number | "none" | "exists" | "any";
            state?: { shape: number; value: any };
            streamId: string;
            streamType: string;
          }>;
          tenant: string;
        },
        | {
            position: {
              commitTs: bigint | import("convex/values").CommitTsPlaceholder;
              ordinal: number;
            };
            status: "appended";
            streams: Array<{
              events: Array<{
                id: string;
                ordinal: number;
                type: string;
                version: number;
              }>;
              streamId: string;
              streamType: string;
              version: number;
            }>;
          }
        | {
            position: {
              commitTs: bigint | import("convex/values").CommitTsPlaceholder;
              ordinal: number;
            };
            status: "duplicate";
            streams: Array<{
              events: Array<{
                id: string;
                ordinal: number;
                type: string;
                version: number;
              }>;
              streamId: string;
              streamType: string;
              version: number;
            }>;
          }
        | {
            conflicts: Array<{
              events: Array<{
                actor: string;
                category: "domain" | "integration" | "trigger" | "fat";
                causationId: string;
                context: string;
                correlationId: string;
                id: string;
                occurredAt: number;
                payload: any;
                position: {
                  commitTs:
                    bigint | import("convex/values").CommitTsPlaceholder;
                  ordinal: number;
                };
                recordedAt: number;
                schemaVersion: number;
                streamId: string;
                streamType: string;
                tags: Array<{ name: string; value: string }>;
                tenant: string;
                type: string;
                version: number;
              }>;
              eventsBetween: number;
              expected: number | "none" | "exists" | "any";
              streamId: string;
              streamType: string;
              version: number;
            }>;
            status: "conflict";
          }
        | {
            closedAt: number;
            reason: string;
            status: "closed";
            streamId: string;
            streamType: string;
            version: number;
          }
        | { by: "idempotencyKey" | "eventId"; key: string; status: "keyReused" }
        | { existing: Array<string>; status: "partialDuplicate" },
        Name
      >;
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
      closeStream: FunctionReference<
        "mutation",
        "internal",
        {
          actor: string;
          expected?: number | "exists";
          limits?: {
            maxAppendBytes?: number;
            maxArrayLength?: number;
            maxDepth?: number;
            maxEventsPerAppend?: number;
            maxFields?: number;
            maxIdLength?: number;
            maxPayloadBytes?: number;
            maxStateBytes?: number;
            maxTagsPerEvent?: number;
          };
          reason: string;
          streamId: string;
          streamType: string;
          tenant: string;
        },
        | {
            closedAt: number;
            reason: string;
            status: "closed";
            streamId: string;
            streamType: string;
            version: number;
          }
        | {
            closedAt: number;
            reason: string;
            status: "alreadyClosed";
            streamId: string;
            streamType: string;
            version: number;
          }
        | {
            conflicts: Array<{
              events: Array<{
                actor: string;
                category: "domain" | "integration" | "trigger" | "fat";
                causationId: string;
                context: string;
                correlationId: string;
                id: string;
                occurredAt: number;
                payload: any;
                position: {
                  commitTs:
                    bigint | import("convex/values").CommitTsPlaceholder;
                  ordinal: number;
                };
                recordedAt: number;
                schemaVersion: number;
                streamId: string;
                streamType: string;
                tags: Array<{ name: string; value: string }>;
                tenant: string;
                type: string;
                version: number;
              }>;
              eventsBetween: number;
              expected: number | "none" | "exists" | "any";
              streamId: string;
              streamType: string;
              version: number;
            }>;
            status: "conflict";
          },
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
      listAudits: FunctionReference<
        "query",
        "internal",
        { limit: number; tenant: string },
        Array<
          | {
              actor: string;
              attemptedAt: number;
              by: "idempotencyKey" | "eventId";
              causationId: string;
              correlationId: string;
              key: string;
              kind: "keyReused";
              streams: Array<{ streamId: string; streamType: string }>;
              tenant: string;
            }
          | {
              actor: string;
              attemptedAt: number;
              causationId: string;
              correlationId: string;
              existing: Array<string>;
              kind: "partialDuplicate";
              streams: Array<{ streamId: string; streamType: string }>;
              tenant: string;
            }
          | {
              actor: string;
              closedAt: number;
              kind: "streamClosed";
              reason: string;
              streamId: string;
              streamType: string;
              tenant: string;
              version: number;
            }
        >,
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
      listStreams: FunctionReference<
        "query",
        "internal",
        { after?: string; limit: number; streamType: string; tenant: string },
        {
          isDone: boolean;
          streams: Array<{
            state: null | { shape: number; value: any };
            streamId: string;
            version: number;
          }>;
        },
        Name
      >;
      loadState: FunctionReference<
        "query",
        "internal",
        { streamId: string; streamType: string; tenant: string },
        null | {
          closed?: { closedAt: number; reason: string };
          state: null | { shape: number; value: any };
          version: number;
        },
        Name
      >;
      logEnd: FunctionReference<
        "query",
        "internal",
        {},
        null | { commitTs: bigint; ordinal: number; own?: number },
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
      putState: FunctionReference<
        "mutation",
        "internal",
        {
          limits?: {
            maxAppendBytes?: number;
            maxArrayLength?: number;
            maxDepth?: number;
            maxEventsPerAppend?: number;
            maxFields?: number;
            maxIdLength?: number;
            maxPayloadBytes?: number;
            maxStateBytes?: number;
            maxTagsPerEvent?: number;
          };
          state: { shape: number; value: any };
          streamId: string;
          streamType: string;
          tenant: string;
          version: number;
        },
        | { status: "put"; version: number }
        | { status: "conflict"; version: number },
        Name
      >;
      readCausation: FunctionReference<
        "query",
        "internal",
        {
          after?: { commitTs: bigint; ordinal: number; own?: number };
          budget?: { bytes?: number; documents?: number };
          causationId: string;
          limit: number;
          tenant: string;
        },
        {
          end: { commitTs: bigint; ordinal: number; own?: number } | null;
          events: Array<{
            actor: string;
            category: "domain" | "integration" | "trigger" | "fat";
            causationId: string;
            context: string;
            correlationId: string;
            id: string;
            occurredAt: number;
            payload: any;
            position: {
              commitTs: bigint | import("convex/values").CommitTsPlaceholder;
              ordinal: number;
            };
            recordedAt: number;
            schemaVersion: number;
            streamId: string;
            streamType: string;
            tags: Array<{ name: string; value: string }>;
            tenant: string;
            type: string;
            version: number;
          }>;
          isDone: boolean;
        },
        Name
      >;
      readCorrelation: FunctionReference<
        "query",
        "internal",
        {
          after?: { commitTs: bigint; ordinal: number; own?: number };
          budget?: { bytes?: number; documents?: number };
          correlationId: string;
          limit: number;
          tenant: string;
        },
        {
          end: { commitTs: bigint; ordinal: number; own?: number } | null;
          events: Array<{
            actor: string;
            category: "domain" | "integration" | "trigger" | "fat";
            causationId: string;
            context: string;
            correlationId: string;
            id: string;
            occurredAt: number;
            payload: any;
            position: {
              commitTs: bigint | import("convex/values").CommitTsPlaceholder;
              ordinal: number;
            };
            recordedAt: number;
            schemaVersion: number;
            streamId: string;
            streamType: string;
            tags: Array<{ name: string; value: string }>;
            tenant: string;
            type: string;
            version: number;
          }>;
          isDone: boolean;
        },
        Name
      >;
      readEvent: FunctionReference<
        "query",
        "internal",
        { id: string; tenant: string },
        null | {
          actor: string;
          category: "domain" | "integration" | "trigger" | "fat";
          causationId: string;
          context: string;
          correlationId: string;
          id: string;
          occurredAt: number;
          payload: any;
          position: {
            commitTs: bigint | import("convex/values").CommitTsPlaceholder;
            ordinal: number;
          };
          recordedAt: number;
          schemaVersion: number;
          streamId: string;
          streamType: string;
          tags: Array<{ name: string; value: string }>;
          tenant: string;
          type: string;
          version: number;
        },
        Name
      >;
      readLog: FunctionReference<
        "query",
        "internal",
        {
          after?: { commitTs: bigint; ordinal: number; own?: number };
          buckets?: { from: number; to: number };
          budget?: { bytes?: number; documents?: number };
          categories?: Array<"domain" | "integration" | "trigger" | "fat">;
          contexts?: Array<string>;
          limit: number;
          streamTypes?: Array<string>;
          tags?: Array<{ name: string; value: string }>;
          tenant?: string;
          types?: Array<string>;
        },
        {
          end: { commitTs: bigint; ordinal: number; own?: number } | null;
          events: Array<{
            actor: string;
            category: "domain" | "integration" | "trigger" | "fat";
            causationId: string;
            context: string;
            correlationId: string;
            id: string;
            occurredAt: number;
            payload: any;
            position: {
              commitTs: bigint | import("convex/values").CommitTsPlaceholder;
              ordinal: number;
            };
            recordedAt: number;
            schemaVersion: number;
            streamId: string;
            streamType: string;
            tags: Array<{ name: string; value: string }>;
            tenant: string;
            type: string;
            version: number;
          }>;
          isDone: boolean;
        },
        Name
      >;
      readStream: FunctionReference<
        "query",
        "internal",
        {
          direction: "forward" | "backward";
          from?: number;
          limit: number;
          streamId: string;
          streamType: string;
          tenant: string;
          to?: number;
          until?: bigint;
        },
        {
          events: Array<{
            actor: string;
            category: "domain" | "integration" | "trigger" | "fat";
            causationId: string;
            context: string;
            correlationId: string;
            id: string;
            occurredAt: number;
            payload: any;
            position: {
              commitTs: bigint | import("convex/values").CommitTsPlaceholder;
              ordinal: number;
            };
            recordedAt: number;
            schemaVersion: number;
            streamId: string;
            streamType: string;
            tags: Array<{ name: string; value: string }>;
            tenant: string;
            type: string;
            version: number;
          }>;
          isDone: boolean;
          next: number | null;
        },
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
      scanLog: FunctionReference<
        "query",
        "internal",
        {
          after?: { commitTs: bigint; ordinal: number; own?: number };
          budget?: { bytes?: number; documents?: number };
          limit: number;
        },
        {
          end: { commitTs: bigint; ordinal: number; own?: number } | null;
          events: number;
          isDone: boolean;
          types: Array<string>;
        },
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
