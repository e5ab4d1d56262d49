import {
  servedGenerationOf,
  keptByCommands,
  stopInlineUpkeep,
  servedGeneration,
  writeServed,
} from "../readModels/activeGeneration.js";
import { infrastructureError } from "../base/infrastructureError.js";
import { rowOf, storedRow, storeRow } from "../readModels/projectionRow.js";
import type { AnyWriter, MutationContext } from "../base/untypedTables.js";
import type { ReadModels } from "../readModels/readModelConsumers.js";
import type { InputOf, Serving } from "../contract/operations.js";

/** Serves a generation: every reader and inline writer reads this one row, and only a cut-over writes it. */
export async function serveGeneration(
  ctx: MutationContext,
  { consumer: projection, ...serving }: Serving,
): Promise<null> {
  await writeServed(ctx.db, { projection, ...serving });
  return null;
}

/** Whether commands keep what is served of a read model; where they have stopped, they never begin again. */
export async function isKeptInline(
  ctx: MutationContext,
  readModels: ReadModels,
  { consumer: name }: InputOf<"isKeptInline">,
): Promise<boolean> {
  const { projection } = readModels.named(name);
  const served = await servedGeneration(ctx.db, name);
  if (keptByCommands(projection, served) !== null) return true;
  await stopInlineUpkeep(ctx.db, projection, served);
  return false;
}

/** Most tenants of a read model that are served apart: all of its readers read their list. */
const mostApart = 200;

/**
 * Serves the rows of one tenant, or the one of a key, that another generation was built with; all others as before. Returns the
 * generation they were served from.
 */
export async function serveScope(
  ctx: MutationContext,
  { scope: { tenant, key }, built, consumer: projection, ...serving }: InputOf<"serveScope">,
): Promise<{ before: number }> {
  const served = await servedGeneration(ctx.db, projection);
  const before = servedGenerationOf(served, tenant);
  if (key !== undefined) {
    await moveRow(ctx.db, projection, { tenant, key, from: built, to: before });
    return { before };
  }
  const others = (served?.tenants ?? []).filter((one) => one.tenant !== tenant);
  if (others.length >= mostApart) {
    throw infrastructureError(
      "REBUILD_IMPOSSIBLE",
      `${mostApart} tenants of ${projection} are served apart: rebuild the whole read model.`,
    );
  }
  const tenants = [...others, { tenant, generation: built }];
  await writeServed(ctx.db, { projection, ...serving, tenants });
  return { before };
}

type GenerationChange = { tenant: string; key: string; from: number; to: number };

async function moveRow(
  db: AnyWriter,
  table: string,
  { tenant, key, from, to }: GenerationChange,
): Promise<void> {
  const place = { tenant, generation: to, key };
  const built = await storedRow(db, table, { tenant, generation: from, key });
  const stored = await storedRow(db, table, place);
  await storeRow(db, table, { place, stored, after: built && rowOf(built) });
}
