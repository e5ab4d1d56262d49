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
    };
  };
