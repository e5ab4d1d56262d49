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
    deadLetters: {
      audits: FunctionReference<
        "query",
        "internal",
        { subject: string },
        Array<{
          _creationTime: number;
          _id: string;
          action: "retry" | "edit" | "discard" | "expire" | "pause" | "resume";
          actor: string;
          at: number;
          detail: any;
          subject: string;
        }>,
        Name
      >;
      discard: FunctionReference<
        "mutation",
        "internal",
        {
          actor: string;
          which:
            | { letter: string }
            | {
                cursor: number | null;
                filter: {
                  before?: number;
                  errorCode?: string;
                  key?: string;
                  projection?: string;
                  status?:
                    "retrying" | "waiting" | "parked" | "skipped" | "discarded";
                  tenant?: string;
                  type?: string;
                };
              };
        },
        { changed: number; cursor: number | null },
        Name
      >;
      edit: FunctionReference<
        "mutation",
        "internal",
        {
          actor: string;
          before: any;
          edited: { payload: any; schemaVersion: number };
          letter: string;
        },
        null,
        Name
      >;
      expire: FunctionReference<
        "mutation",
        "internal",
        {
          actor: string;
          which:
            | { letter: string }
            | {
                cursor: number | null;
                filter: {
                  before?: number;
                  errorCode?: string;
                  key?: string;
                  projection?: string;
                  status?:
                    "retrying" | "waiting" | "parked" | "skipped" | "discarded";
                  tenant?: string;
                  type?: string;
                };
              };
        },
        { changed: number; cursor: number | null },
        Name
      >;
      get: FunctionReference<
        "query",
        "internal",
        { letter: string },
        {
          _creationTime: number;
          _id: string;
          attempts: number;
          claimedAt?: number;
          commitTs: bigint;
          dueAt?: number;
          edited?: { payload: any; schemaVersion: number };
          error?: { code: string; message: string; stack?: string };
          eventId: string;
          generation: number;
          keys: Array<string>;
          lastTriedAt?: number;
          ordinal: number;
          projection: string;
          putAsideAt: number;
          status: "retrying" | "waiting" | "parked" | "skipped" | "discarded";
          store: string;
          streamId: string;
          streamType: string;
          tenant: string;
          type: string;
          version: number;
          worker: string;
        },
        Name
      >;
      list: FunctionReference<
        "query",
        "internal",
        {
          cursor: number | null;
          filter: {
            before?: number;
            errorCode?: string;
            key?: string;
            projection?: string;
            status?:
              "retrying" | "waiting" | "parked" | "skipped" | "discarded";
            tenant?: string;
            type?: string;
          };
        },
        {
          cursor: number | null;
          letters: Array<{
            _creationTime: number;
            _id: string;
            attempts: number;
            claimedAt?: number;
            commitTs: bigint;
            dueAt?: number;
            edited?: { payload: any; schemaVersion: number };
            error?: { code: string; message: string; stack?: string };
            eventId: string;
            generation: number;
            keys: Array<string>;
            lastTriedAt?: number;
            ordinal: number;
            projection: string;
            putAsideAt: number;
            status: "retrying" | "waiting" | "parked" | "skipped" | "discarded";
            store: string;
            streamId: string;
            streamType: string;
            tenant: string;
            type: string;
            version: number;
            worker: string;
          }>;
        },
        Name
      >;
      retry: FunctionReference<
        "mutation",
        "internal",
        {
          actor: string;
          which:
            | { letter: string }
            | {
                cursor: number | null;
                filter: {
                  before?: number;
                  errorCode?: string;
                  key?: string;
                  projection?: string;
                  status?:
                    "retrying" | "waiting" | "parked" | "skipped" | "discarded";
                  tenant?: string;
                  type?: string;
                };
              };
        },
        { changed: number; cursor: number | null },
        Name
      >;
    };
    lib: {
      asideKeys: FunctionReference<
        "query",
        "internal",
        {
          generation: number;
          keys: Array<{ key: string; tenant: string }>;
          projection: string;
        },
        Array<boolean>,
        Name
      >;
      cancelRebuild: FunctionReference<
        "mutation",
        "internal",
        { by: string; projection: string },
        boolean,
        Name
      >;
      forceRebuild: FunctionReference<
        "mutation",
        "internal",
        { by: string; projection: string },
        boolean,
        Name
      >;
      listRebuilds: FunctionReference<
        "query",
        "internal",
        { limit?: number; projection?: string },
        Array<{
          by: string;
          endedAt?: number;
          endedBy?: string;
          forcedBy?: string;
          found: null | {
            differences: Array<{
              key: string;
              kind: "differs" | "missing" | "surplus";
              path: string;
              problem: string;
              tenant: string;
            }>;
            differing: number;
            missing: number;
            rows: number;
            surplus: number;
          };
          from: string | null;
          generation: number;
          handled: number;
          kind: "rebuild" | "verification";
          percent: number;
          projection: string;
          reason?: string;
          remainingMs: null | number;
          scope?: { key?: string; tenant: string };
          startedAt: number;
          state: "running" | "done" | "cancelled" | "failed" | "superseded";
          total: null | number;
          version: number;
          waits: boolean;
        }>,
        Name
      >;
      pause: FunctionReference<
        "mutation",
        "internal",
        { actor: string; projection: string },
        null,
        Name
      >;
      resume: FunctionReference<
        "mutation",
        "internal",
        { actor: string; projection: string },
        null,
        Name
      >;
      servedCursors: FunctionReference<
        "query",
        "internal",
        { projection: string },
        null | {
          aside: number;
          cursors: Array<string | null>;
          delivery: "inline" | "async";
          generation: number;
          partitions: number;
          stale: boolean;
          status:
            | { kind: "running" }
            | { kind: "paused" }
            | { kind: "halted"; reason: string }
            | { kind: "removed" };
          version: number;
        },
        Name
      >;
      startRebuild: FunctionReference<
        "mutation",
        "internal",
        {
          by: string;
          declared: {
            attempts: number;
            delivery: "inline" | "async";
            firstIsInline: boolean;
            partitions: number;
            policy: "park" | "halt" | "skip";
            projection: string;
            subscription: string;
            version: number;
            versions: Array<number>;
          };
          from: null | string;
          kind: "rebuild" | "verification";
          mutation: string;
          query: string;
          scope?: { key?: string; tenant: string };
        },
        | { generation: number; status: "started" }
        | {
            by: string;
            generation: number;
            startedAt: number;
            status: "running";
          }
        | { reason: string; status: "impossible" },
        Name
      >;
      wake: FunctionReference<
        "mutation",
        "internal",
        { isLapsed?: boolean; mutation: string; query: string },
        null,
        Name
      >;
    };
    status: {
      history: FunctionReference<
        "query",
        "internal",
        { cursor: number | null; limit: number; projection: string },
        {
          cursor: number | null;
          entries: Array<{
            at: number;
            by?: string;
            generation: number;
            letter?: string;
            projection: string;
            reason?: string;
            what:
              | "begun"
              | "cutOver"
              | "abandoned"
              | "paused"
              | "resumed"
              | "halted"
              | "removed"
              | "revived"
              | "parked"
              | "skipped"
              | "retried"
              | "discarded"
              | "expired"
              | "wakeFailed";
          }>;
        },
        Name
      >;
      letters: FunctionReference<
        "query",
        "internal",
        { generation: number; projection: string },
        {
          discarded: number | "more";
          parked: number | "more";
          retrying: number | "more";
          skipped: number | "more";
          waiting: number | "more";
        },
        Name
      >;
      list: FunctionReference<
        "query",
        "internal",
        { projection?: string },
        Array<{
          aside: number;
          build: null | { percent: number; remainingMs: null | number };
          delivery: "inline" | "async";
          failures: Array<{
            code: string;
            message: string;
            retryAt?: number;
            stack?: string;
            times: number;
          }>;
          generation: number;
          handled: number;
          isShadow: boolean;
          movedAt: number | null;
          partitions: number;
          projection: string;
          scope?: { key?: string; tenant: string };
          state: "building" | "live" | "apart" | "dropping";
          status:
            | { kind: "running" }
            | { kind: "paused" }
            | { kind: "halted"; reason: string }
            | { kind: "removed" };
          version: number;
          waitsFor: Array<string>;
        }>,
        Name
      >;
    };
  };
