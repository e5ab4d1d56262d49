import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { MutationContext } from "../base/untypedTables.js";
import { handlesOf, wakeConsumers } from "../commands/wakeConsumers.js";
import type { SnapshotContext } from "../readSide/Progress.js";
import type { ReadSide } from "../readSide/servedOf.js";
import { consumerName } from "../consumers/operatorOf.js";
import { describeConsumers, type ListedConsumer } from "./describeConsumers.js";
import { lagOf, type Lag } from "./lagOf.js";
import { unseenSinceOf } from "./unseenSinceOf.js";
import type { LetterCounts } from "../contract/letters.js";
import type { ConsumerHistory } from "../contract/status.js";

/** A page of what happened to a read model's consumers, and where to go on. */
export type HistoryQuery = {
  consumer: AnyProjection | string;
  /** At most 200 (default 50). */
  limit?: number | undefined;
  /** From the page before. */
  cursor?: number | null | undefined;
};

/** What operators see of the consumers that keep read models up to date; offer it in queries that only they may call. */
export type ConsumerReports = {
  /** Every generation of every read model: whether it is served or built, whether its workers run, how far they are. Live. */
  list(ctx: SnapshotContext): Promise<ListedConsumer[]>;
  /** How far what is served of a read model is behind, over all tenants. Live. Throws UNDECLARED_CONSUMER. */
  lag(ctx: SnapshotContext, projection: AnyProjection | string): Promise<Lag>;
  /** How many dead letters what is served of a read model has, by status; up to 100 of each are counted. Live. */
  letters(ctx: SnapshotContext, projection: AnyProjection | string): Promise<LetterCounts>;
  /**
   * Makes consumers look at the log. Call it in the mutation that appends through a store's own client: commands wake them by
   * themselves, such an append does not. Reads one document while they are awake.
   */
  wake(ctx: MutationContext): Promise<void>;
  /**
   * Starts everything that stands still: after a backup was restored, or scheduled runs were cancelled. The safety net does the
   * same once an hour.
   */
  restart(ctx: MutationContext): Promise<void>;
  /** What happened to the consumers of a read model in the last 90 days, newest first: never that all went well. Live. */
  history(ctx: SnapshotContext, query: HistoryQuery): Promise<ConsumerHistory>;
};

/** What a platform tells of its consumers. */
export type PlatformConsumers = {
  consumers: ConsumerReports;
};

const noLetters = { retrying: 0, waiting: 0, parked: 0, skipped: 0, discarded: 0 };

type ConsumersHost = ReadSide & {
  core: CoreApi | undefined;
  /** The file that exports the runtime's functions. */
  file: string;
};

/** The part of a platform that tells of its consumers; without the component every read model is kept by commands. */
export function consumersOf({ core, file, ...side }: ConsumersHost): PlatformConsumers {
  return {
    consumers: {
      wake: async (ctx) => {
        if (core === undefined) return;
        const { look, wake } = wakeConsumers(core, file);
        await wake(ctx, { upkeep: "byLog", state: await look(ctx) });
      },
      restart: async (ctx) => {
        if (core !== undefined) await ctx.runMutation(core.lib.restart, await handlesOf(file));
      },
      list: async (ctx) => {
        if (core === undefined) return describeConsumers(side.readModels, []);
        const known = await ctx.runQuery(core.status.list, {});
        const unseenSince = await unseenSinceOf(ctx, core, side.readModels.stores.all);
        return describeConsumers(side.readModels, known, unseenSince);
      },
      lag: async (ctx, given) => {
        const { projection } = side.readModels.named(consumerName(given));
        return await lagOf(ctx, side, projection);
      },
      letters: async (ctx, given) => {
        const consumer = consumerName(given);
        const served = await side.progress.served(ctx, consumer);
        if (core === undefined || served === null) return noLetters;
        const { generation } = served;
        return await ctx.runQuery(core.status.letters, { consumer, generation });
      },
      history: async (ctx, { consumer: given, limit = 50, cursor = null }) => {
        if (core === undefined) return { entries: [], cursor: null };
        const consumer = consumerName(given);
        return await ctx.runQuery(core.status.history, { consumer, limit, cursor });
      },
    },
  };
}
