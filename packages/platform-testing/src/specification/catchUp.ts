import type { Platform } from "@convex-es/platform-core";
import {
  chainsOf,
  groupRows,
  projectionBehaviourOf,
  readLog,
  serveGeneration,
  wiringOf,
  writeRow,
  type AnyProjection,
} from "@convex-es/platform-core/internal";
import type { Backend, Ctx } from "./onComponents.js";

const generation = 0;
const eventsPerTransaction = 250;

/** Serves a read model by this declaration of it, as a cut-over to it does: a specification begins with nothing. */
export async function serveIt(backend: Backend, projection: AnyProjection): Promise<void> {
  const { name, version, delivery } = projection;
  await backend.run((ctx) =>
    serveGeneration(ctx, { consumer: name, generation, version, delivery }),
  );
}

/**
 * Writes the rows of an async read model from the log, page by page, each in a separate transaction. What its consumers do
 * besides (partitions, retries, dead letters) needs a clock and is tested elsewhere: here a handler that throws fails at once.
 */
export async function catchUp(
  platform: Platform,
  backend: Backend,
  projection: AnyProjection,
): Promise<void> {
  const { stores } = wiringOf(platform).runtime;
  const source = {
    stores: stores.all,
    chains: chainsOf(projectionBehaviourOf(projection).events),
  };
  const subscription = { ...projection.where, types: projection.handles };
  const writePage = async (ctx: Ctx, after: string | undefined) => {
    const args = { ...subscription, after, limit: eventsPerTransaction };
    const { events, cursor, isDone } = await readLog(ctx, source, args);
    for (const row of groupRows(projection, events)) {
      await writeRow(ctx.db, projection, { ...row, generation });
    }
    return { cursor, isDone };
  };
  let page = await backend.run((ctx) => writePage(ctx, undefined));
  while (!page.isDone) {
    const { cursor } = page;
    page = await backend.run((ctx) => writePage(ctx, cursor));
  }
}
