import type { GenericQueryCtx } from "convex/server";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { RowPlace } from "../readModels/projectionRow.js";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { ServedCursors } from "../contract/status.js";

/** What reading a read model and its progress needs of a query's or mutation's context. */
export type SnapshotContext = Pick<GenericQueryCtx<AnyDataModel>, "db" | "auth" | "runQuery">;

/** How far the consumers of an app have come. */
export type Progress = {
  /** The cursors of the generation that is served, `null` before there is one. */
  served(ctx: SnapshotContext, consumer: string): Promise<ServedCursors | null>;
  /** Whether events of a row are put aside by the workers of a generation, so that its later ones wait too. */
  isAside(ctx: SnapshotContext, consumer: string, place: RowPlace): Promise<boolean>;
};

/** What the component knows; without one every read model is inline, and none is ever behind. */
export function progressOf(core: CoreApi | undefined): Progress {
  if (core === undefined) return { served: async () => null, isAside: async () => false };
  return {
    served: (ctx, consumer) => ctx.runQuery(core.lib.servedCursors, { consumer }),
    isAside: async (ctx, consumer, { generation, tenant, key }) => {
      const asked = { consumer, generation, keys: [{ tenant, key }] };
      const [isAside = false] = await ctx.runQuery(core.lib.asideKeys, asked);
      return isAside;
    },
  };
}
