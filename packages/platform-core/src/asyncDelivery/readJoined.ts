import type { GenericQueryCtx } from "convex/server";
import { servedGenerationOf, servedGeneration } from "../readModels/activeGeneration.js";
import { projectionBehaviourOf } from "../declarations/defineProjection.js";
import { rowOf, storedRow } from "../readModels/projectionRow.js";
import { backlogOf } from "../readSide/backlogOf.js";
import { servedOf, type ReadSide } from "../readSide/servedOf.js";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { JoinedAnswer, JoinedInput } from "../contract/operations.js";

type JoinContext = GenericQueryCtx<AnyDataModel>;

/** Reads the rows that belong to events of a read model, and how far they show the log. */
export async function readJoined(
  ctx: JoinContext,
  side: ReadSide,
  { consumer: name, version, rows: wanted }: JoinedInput,
): Promise<JoinedAnswer> {
  const { projection } = side.readModels.find(name, version);
  const { name: joined } = projectionBehaviourOf(projection).join?.from ?? projection;
  const upstream = side.readModels.named(joined).projection;
  const rows = await readRowsOf(ctx, joined, wanted);
  const { parts, isLost } = await servedOf(ctx, side, { projection: upstream, tenant: "" });
  const served = parts.length === 0 ? null : await side.progress.served(ctx, joined);
  const isMissing = isLost || (parts.length > 0 && served === null);
  const { generation = null, cursors = [] } = served ?? {};
  const waitsFor = { consumer: joined, generation, cursors };
  return { rows, ...(await reachOf(ctx, isMissing ? [] : parts)), waitsFor, isMissing };
}

async function readRowsOf(ctx: JoinContext, table: string, wanted: JoinedInput["rows"]) {
  const served = await servedGeneration(ctx.db, table);
  return await Promise.all(
    wanted.map(async ({ tenant, key }) => {
      const place = { tenant, generation: servedGenerationOf(served, tenant), key };
      const document = await storedRow(ctx.db, table, place);
      return document && { ...rowOf(document), key };
    }),
  );
}

/** Few events are looked at in one go: one is enough. */
const mostJoinedEvents = 20;

async function reachOf(ctx: JoinContext, parts: Parameters<typeof backlogOf>[1]) {
  let cursor: string | null = null;
  for await (const page of backlogOf(ctx, parts, mostJoinedEvents)) {
    const [first] = page.positions;
    if (first !== undefined) return { first, cursor: null };
    cursor = page.isDone ? null : page.cursor;
  }
  return { first: null, cursor };
}
