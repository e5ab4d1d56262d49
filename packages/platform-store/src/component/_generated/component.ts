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
      loadState: FunctionReference<
        "query",
        "internal",
        { streamId: string; streamType: string; tenant: string },
        null | { state: null | { shape: number; value: any }; version: number },
        Name
      >;
      readLog: FunctionReference<
        "query",
        "internal",
        {
          after?: { commitTs: bigint; ordinal: number };
          limit: number;
          tenant?: string;
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
    };
  };
