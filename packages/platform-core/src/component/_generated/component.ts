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
    claims: {
      claim: FunctionReference<
        "mutation",
        "internal",
        {
          holder: string;
          tenant: string;
          ttlMs: number;
          type: string;
          value: string;
        },
        | { holder: string; status: "held"; until: number }
        | { entity: string; holder: string; status: "owned" }
        | {
            entity: null | string;
            holder: string;
            status: "conflict";
            until: null | number;
          },
        Name
      >;
      confirm: FunctionReference<
        "mutation",
        "internal",
        {
          entity: string;
          holder: string;
          tenant: string;
          type: string;
          value: string;
        },
        | { entity: string; holder: string; status: "owned" }
        | { status: "lost" },
        Name
      >;
      find: FunctionReference<
        "query",
        "internal",
        { tenant: string; type: string; value: string },
        | { status: "free" }
        | { holder: string; status: "held"; until: number }
        | { entity: string; holder: string; status: "owned" },
        Name
      >;
      release: FunctionReference<
        "mutation",
        "internal",
        { holder: string; tenant: string; type: string; value: string },
        boolean,
        Name
      >;
      renew: FunctionReference<
        "mutation",
        "internal",
        {
          holder: string;
          tenant: string;
          ttlMs: number;
          type: string;
          value: string;
        },
        | { holder: string; status: "held"; until: number }
        | { entity: string; holder: string; status: "owned" }
        | { status: "lost" },
        Name
      >;
    };
    deadLetters: {
      audits: FunctionReference<
        "query",
        "internal",
        { subject: string },
        Array<{
          _creationTime: number;
          _id: string;
          action:
            | "retry"
            | "edit"
            | "discard"
            | "expire"
            | "forget"
            | "pause"
            | "resume";
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
                  consumer?: string;
                  errorCode?: string;
                  key?: string;
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
          keys: Array<string>;
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
                  consumer?: string;
                  errorCode?: string;
                  key?: string;
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
          consumer: string;
          dueAt?: number;
          edited?: { payload: any; schemaVersion: number };
          error?: { code: string; message: string; stack?: string };
          eventId: string;
          generation: number;
          keys: Array<string>;
          lastTriedAt?: number;
          ordinal: number;
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
            consumer?: string;
            errorCode?: string;
            key?: string;
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
            consumer: string;
            dueAt?: number;
            edited?: { payload: any; schemaVersion: number };
            error?: { code: string; message: string; stack?: string };
            eventId: string;
            generation: number;
            keys: Array<string>;
            lastTriedAt?: number;
            ordinal: number;
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
                  consumer?: string;
                  errorCode?: string;
                  key?: string;
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
    decisions: {
      forget: FunctionReference<
        "mutation",
        "internal",
        {
          actor: string;
          which:
            | { decision: string }
            | {
                cursor: number | null;
                filter: {
                  consumer: string;
                  tenant?: string;
                  what?: "discarded" | "skipped" | "edited";
                };
              };
        },
        { changed: number; cursor: number | null },
        Name
      >;
      honouredBetween: FunctionReference<
        "query",
        "internal",
        { consumer: string; from: string; generation: number; to: string },
        {
          honoured: Array<{
            edited: null | { payload: any; schemaVersion: number };
            eventId: string;
            keys: Array<string>;
            store: string;
          }>;
          upTo: null | string;
        },
        Name
      >;
      list: FunctionReference<
        "query",
        "internal",
        {
          cursor: number | null;
          filter: {
            consumer: string;
            tenant?: string;
            what?: "discarded" | "skipped" | "edited";
          };
        },
        {
          cursor: number | null;
          decisions: Array<{
            at: number;
            by: string;
            commitTs: bigint;
            consumer: string;
            edited?: { payload: any; schemaVersion: number };
            eventId: string;
            generation: number;
            id: string;
            keys: Array<string>;
            ordinal: number;
            store: string;
            streamId: string;
            streamType: string;
            tenant: string;
            type: string;
            version: number;
            what: "discarded" | "skipped" | "edited";
          }>;
        },
        Name
      >;
    };
    lib: {
      asideKeys: FunctionReference<
        "query",
        "internal",
        {
          consumer: string;
          generation: number;
          keys: Array<{ key: string; tenant: string }>;
        },
        Array<boolean>,
        Name
      >;
      cancelRebuild: FunctionReference<
        "mutation",
        "internal",
        { by: string; consumer: string },
        boolean,
        Name
      >;
      forceRebuild: FunctionReference<
        "mutation",
        "internal",
        { by: string; consumer: string },
        boolean,
        Name
      >;
      listRebuilds: FunctionReference<
        "query",
        "internal",
        { consumer?: string; limit?: number },
        Array<{
          by: string;
          consumer: string;
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
            unverified: number;
            unverifiedRows: Array<{
              key: string;
              reason: string;
              tenant: string;
            }>;
          };
          from: string | null;
          generation: number;
          handled: number;
          honoured: { edited: number; leftOut: number };
          kind: "rebuild" | "verification";
          percent: number;
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
        { actor: string; consumer: string },
        null,
        Name
      >;
      restart: FunctionReference<
        "mutation",
        "internal",
        { mutation: string; query: string },
        null,
        Name
      >;
      resume: FunctionReference<
        "mutation",
        "internal",
        { actor: string; consumer: string },
        null,
        Name
      >;
      servedCursors: FunctionReference<
        "query",
        "internal",
        { consumer: string },
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
            consumer: string;
            delivery: "inline" | "async";
            firstIsInline: boolean;
            kind: "readModel" | "process";
            partitions: number;
            policy: "park" | "halt" | "skip";
            subscription: string;
            version: number;
            versions: Array<number>;
          };
          from: null | string;
          hash: string;
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
        {
          handles: { mutation: string; query: string };
          isInlineStopped?: boolean;
        },
        null,
        Name
      >;
    };
    processes: {
      find: FunctionReference<
        "query",
        "internal",
        { key: string; process: string; tenant: string },
        null | {
          code?: string;
          correlationId: string;
          key: string;
          movedAt: number;
          process: string;
          startedAt: number;
          status: "processing" | "completed" | "failed";
          tenant: string;
        },
        Name
      >;
      ignored: FunctionReference<
        "query",
        "internal",
        { process: string },
        number,
        Name
      >;
      list: FunctionReference<
        "query",
        "internal",
        {
          cursor: null | number;
          limit: number;
          process: string;
          status?: "processing" | "completed" | "failed";
          tenant?: string;
        },
        {
          cursor: null | number;
          instances: Array<{
            code?: string;
            correlationId: string;
            key: string;
            movedAt: number;
            process: string;
            startedAt: number;
            status: "processing" | "completed" | "failed";
            tenant: string;
          }>;
        },
        Name
      >;
      listTimers: FunctionReference<
        "query",
        "internal",
        { limit: number; process: string },
        Array<{
          attempts: number;
          chain: number;
          correlationId: string;
          dueAt: number;
          error?: { code: string; message: string; stack?: string };
          isParked: boolean;
          key: string;
          name: string;
          process: string;
          setBy: string;
          tenant: string;
        }>,
        Name
      >;
      loadHeads: FunctionReference<
        "query",
        "internal",
        { keys: Array<{ key: string; tenant: string }>; process: string },
        Array<null | {
          n: number;
          seen: {
            commitTs: bigint | import("convex/values").CommitTsPlaceholder;
            ordinal: number;
            store: string;
          };
          state: any;
          status: "processing" | "completed" | "failed";
          version: number;
        }>,
        Name
      >;
      readSteps: FunctionReference<
        "query",
        "internal",
        {
          after: number;
          key: string;
          limit: number;
          process: string;
          tenant: string;
        },
        Array<{
          at: number;
          cancelled?: Array<string>;
          code?: string;
          correlationId: string;
          input: { id: string; type: string };
          key: string;
          n: number;
          process: string;
          seen: {
            commitTs: bigint | import("convex/values").CommitTsPlaceholder;
            ordinal: number;
            store: string;
          };
          sent: Array<{
            code?: string;
            command: string;
            commandId: string;
            status: "executed" | "rejected";
          }>;
          state: any;
          status: "processing" | "completed" | "failed";
          tenant: string;
          timers?: Array<{ dueAt: number; name: string }>;
          version: number;
        }>,
        Name
      >;
      retryTimer: FunctionReference<
        "mutation",
        "internal",
        { key: string; name: string; process: string; tenant: string },
        boolean,
        Name
      >;
      saveSteps: FunctionReference<
        "mutation",
        "internal",
        {
          cancelled: Array<{ key: string; name: string; tenant: string }>;
          ignored: number;
          process: string;
          steps: Array<{
            at: number;
            cancelled?: Array<string>;
            code?: string;
            correlationId: string;
            input: { id: string; type: string };
            key: string;
            n: number;
            process: string;
            seen: {
              commitTs: bigint | import("convex/values").CommitTsPlaceholder;
              ordinal: number;
              store: string;
            };
            sent: Array<{
              code?: string;
              command: string;
              commandId: string;
              status: "executed" | "rejected";
            }>;
            state: any;
            status: "processing" | "completed" | "failed";
            tenant: string;
            timers?: Array<{ dueAt: number; name: string }>;
            version: number;
          }>;
          timers: Array<{
            chain: number;
            correlationId: string;
            dueAt: number;
            key: string;
            name: string;
            process: string;
            setBy: string;
            tenant: string;
          }>;
        },
        null,
        Name
      >;
    };
    status: {
      history: FunctionReference<
        "query",
        "internal",
        { consumer: string; cursor: number | null; limit: number },
        {
          cursor: number | null;
          entries: Array<{
            at: number;
            by?: string;
            consumer: string;
            generation: number;
            letter?: string;
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
              | "forgotten"
              | "reconcileFailed"
              | "wakeFailed";
          }>;
        },
        Name
      >;
      letters: FunctionReference<
        "query",
        "internal",
        { consumer: string; generation: number },
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
        { consumer?: string },
        Array<{
          aside: number;
          build: null | { percent: number; remainingMs: null | number };
          consumer: string;
          delivery: "inline" | "async";
          dueSince: number | null;
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
          kind: "readModel" | "process";
          movedAt: number | null;
          partitions: number;
          scope?: { key?: string; tenant: string };
          standsStill: boolean;
          state: "building" | "live" | "tenantLive" | "dropping";
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
      seenUpTo: FunctionReference<"query", "internal", {}, null | string, Name>;
    };
  };
