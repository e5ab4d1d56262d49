import type { Consumers } from "../consumers/Consumers.js";
import {
  consumerName,
  type By,
  type Operator,
  type OperatorContext,
} from "../consumers/operatorOf.js";
import { handlesOf } from "../commands/wakeConsumers.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import { infrastructureError } from "../base/infrastructureError.js";
import type { Position } from "../declarations/outcome.js";
import type { MutationContext } from "../base/untypedTables.js";
import { cursorFrom } from "./cursorFrom.js";
import { refusalOf } from "./refusalOf.js";
import type { RebuildKind, RebuildStatus } from "../contract/rebuilds.js";
import type { Scope } from "../contract/consumer.js";

/** What is rebuilt or verified (default: all of it, by whoever calls). */
export type RebuildOptions = {
  /** Only the rows of one tenant. */
  tenant?: string | undefined;
  /** Only the row of one key; needs the tenant. */
  key?: string | undefined;
  /** The position of the last event that is left out: what lies before is not applied. */
  from?: Position | undefined;
  /** Who asks, as it is shown. */
  by?: string | undefined;
};

/** Builds read models from their events beside the ones being served, for operators: call it in functions that only they may call. */
export type Rebuilds = {
  /**
   * Starts to build a read model from their events from its events, with today's handlers, beside the one being served; it takes its place in
   * one transaction, and no event is lost or applied twice. Throws REBUILD_RUNNING, with who started it and when, while another
   * one of the same read model runs; REBUILD_IMPOSSIBLE; POSITION_UNKNOWN; UNDECLARED_CONSUMER.
   */
  start(
    ctx: MutationContext,
    projection: AnyProjection | string,
    options?: RebuildOptions,
  ): Promise<{ generation: number }>;
  /**
   * Gives up the one that runs, between two batches; what is served stays as it is. A new version given up like this is built by
   * `start`, or with the next deployment that changes a declaration. Returns whether one ran.
   */
  cancel(ctx: MutationContext, projection: AnyProjection | string, options?: By): Promise<boolean>;
  /** Has the one that runs served although events that failed are missing from it. Returns whether one ran. */
  force(ctx: MutationContext, projection: AnyProjection | string, options?: By): Promise<boolean>;
  /** The latest one of a read model, `null` when there was none: how far it is, how long it may take, how it ended. Live. */
  status(ctx: OperatorContext, projection: AnyProjection | string): Promise<RebuildStatus | null>;
  /** The latest ones of a read model, or of all, newest first, at most 50 (default 20). Live. */
  list(
    ctx: OperatorContext,
    options?: { projection?: AnyProjection | string | undefined; limit?: number | undefined },
  ): Promise<RebuildStatus[]>;
};

/** What a platform offers for building read models from their events. */
export type PlatformRebuilds = {
  rebuilds: Rebuilds;
  /**
   * Starts to compare what is served of a read model with a fresh fold of its events up to the same cursor, in pages that disturb
   * nobody; `rebuilds.status` tells what it has found: counts, and the first 20 differences. Throws as `rebuilds.start`.
   */
  verifyProjection(
    ctx: MutationContext,
    projection: AnyProjection | string,
    options?: Omit<RebuildOptions, "from">,
  ): Promise<{ generation: number }>;
};

type RebuildsWiring = {
  consumers: Consumers;
  operator: Operator;
  /** The file that exports the runtime's functions. */
  file: string;
};

/** The part of a platform that builds read models from their events. */
export function rebuildsOf({ consumers, operator, file }: RebuildsWiring): PlatformRebuilds {
  const lib = () => operator.api().lib;
  const knownName = (given: AnyProjection | string) => consumers.named(consumerName(given)).name;
  const begin =
    (kind: RebuildKind) =>
    async (ctx: MutationContext, ...asked: RebuildArgs) => {
      const [projection, { from, by, ...options } = {}] = asked;
      const name = knownName(projection);
      const consumer = consumers.named(name);
      if (consumer.kind !== "readModel") throw neverRebuilt(name);
      const scope = scopeOf(name, options);
      const start = await ctx.runMutation(lib().startRebuild, {
        ...(await handlesOf(file)),
        declared: consumers.declarationOf(name),
        hash: consumers.hash,
        kind,
        ...(scope && { scope }),
        from: from === undefined ? null : await cursorFrom(ctx, consumer, from),
        by: await operator.actor(ctx, { by }),
      });
      if (start.status === "started") return { generation: start.generation };
      throw refusalOf(name, start);
    };
  const list: Rebuilds["list"] = async (ctx, { projection, limit } = {}) =>
    await ctx.runQuery(lib().listRebuilds, {
      ...(projection !== undefined && { consumer: knownName(projection) }),
      ...(limit !== undefined && { limit }),
    });
  return {
    verifyProjection: begin("verification"),
    rebuilds: {
      start: begin("rebuild"),
      cancel: async (ctx, projection, { by } = {}) =>
        await ctx.runMutation(lib().cancelRebuild, {
          consumer: knownName(projection),
          by: await operator.actor(ctx, { by }),
        }),
      force: async (ctx, projection, { by } = {}) =>
        await ctx.runMutation(lib().forceRebuild, {
          consumer: knownName(projection),
          by: await operator.actor(ctx, { by }),
        }),
      status: async (ctx, projection) => (await list(ctx, { projection, limit: 1 }))[0] ?? null,
      list,
    },
  };
}

const neverRebuilt = (name: string) =>
  infrastructureError(
    "REBUILD_IMPOSSIBLE",
    `${name} is a process: it handles each event once and is never rebuilt; see platform.processes.`,
  );

type RebuildArgs = [projection: AnyProjection | string, options?: RebuildOptions];

function scopeOf(name: string, { tenant, key }: RebuildOptions): Scope | null {
  if (tenant !== undefined) return key === undefined ? { tenant } : { tenant, key };
  if (key === undefined) return null;
  throw infrastructureError(
    "REBUILD_IMPOSSIBLE",
    `${name}: the row of a key is one of a tenant; name the tenant too ("" where there are none).`,
  );
}
