import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { SnapshotContext } from "../readSide/Progress.js";
import type { ReadSide } from "../readSide/servedOf.js";
import { consumerName } from "../consumers/operatorOf.js";
import { describeConsumers, type ListedConsumer } from "./describeConsumers.js";
import { lagOf, type Lag } from "./lagOf.js";
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
  /** What happened to the consumers of a read model in the last 90 days, newest first: never that all went well. Live. */
  history(ctx: SnapshotContext, query: HistoryQuery): Promise<ConsumerHistory>;
};

/** What a platform tells of its consumers. */
export type PlatformConsumers = {
  consumers: ConsumerReports;
};

const noLetters = { retrying: 0, waiting: 0, parked: 0, skipped: 0, discarded: 0 };

type ConsumersHost = ReadSide & { core: CoreApi | undefined };

/** The part of a platform that tells of its consumers; without the component every read model is kept by commands. */
export function consumersOf({ core, ...side }: ConsumersHost): PlatformConsumers {
  return {
    consumers: {
      list: async (ctx) => {
        const known = core === undefined ? [] : await ctx.runQuery(core.status.list, {});
        return describeConsumers(side.readModels, known);
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
