import { trusted } from "../contract/boundary.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { ProjectionDelivery } from "../declarations/projectionDelivery.js";
import { noteSwitched } from "../consumers/platformState.js";
import type { AnyRange, AnyReader, AnyWriter } from "../base/untypedTables.js";

/** What is served of a read model. */
export type Served = {
  projection: string;
  generation: number;
  version?: number;
  delivery?: ProjectionDelivery;
  /** Tenants whose rows were rebuilt apart, and where they are. */
  tenants?: { tenant: string; generation: number }[];
};

/** The row that says what is served of a read model, `null` until its first cut-over. Only cut-overs write it. One index range. */
export async function servedGeneration(db: AnyReader, projection: string): Promise<Served | null> {
  const row: unknown = await db
    .query("projectionGenerations")
    .withIndex("by_projection", (q: AnyRange) => q.eq("projection", projection))
    .unique();
  return trusted<Served | null>(row);
}

/** The generation that holds a tenant's rows; without a row of what is served, everything is in generation 0. */
export function servedGenerationOf(served: Served | null, tenant: string): number {
  const own = served?.tenants?.find((one) => one.tenant === tenant);
  return own?.generation ?? served?.generation ?? 0;
}

/** The generation a tenant's rows are served from. One index range. */
export async function activeGeneration(
  db: AnyReader,
  projection: string,
  tenant: string,
): Promise<number> {
  return servedGenerationOf(await servedGeneration(db, projection), tenant);
}

/** A read model in every version that the code still has, newest first. */
export function versionsOf(projection: AnyProjection): [AnyProjection, ...AnyProjection[]] {
  const { replaces } = projection;
  return replaces === null ? [projection] : [projection, ...versionsOf(replaces)];
}

/**
 * The declaration by which commands keep what is served; `null` where consumers keep it, or where the code has lost that version:
 * then nobody may write rows that others made. Without a cut-over generation 0 is of version 1, since only a cut-over serves another.
 */
export function keptByCommands(
  projection: AnyProjection,
  served: Served | null,
): AnyProjection | null {
  const version = served?.version ?? 1;
  const declared = versionsOf(projection).find((one) => one.version === version);
  if (declared?.delivery !== "inline" || served?.delivery === "async") return null;
  return declared;
}

/** Writes what is served of a read model. */
export async function writeServed(db: AnyWriter, served: Served): Promise<void> {
  const table: string = "projectionGenerations";
  const row = trusted<{ _id: never } | null>(await servedGeneration(db, served.projection));
  if (row === null) {
    await db.insert(table, served);
    await noteSwitched(db, served.projection);
  } else await db.replace(table, row._id, served);
}

/**
 * Records that commands no longer keep what they kept until now, because the code lost that version. Its rows lack events from here
 * on, so commands must not continue with it when the code comes back. Returns whether this call recorded it.
 */
export async function stopInlineUpkeep(
  db: AnyWriter,
  projection: AnyProjection,
  served: Served | null,
): Promise<boolean> {
  const isKnown = versionsOf(projection).some(({ version }) => version === 1);
  if (served === null ? isKnown : served.delivery === "async") return false;
  const { generation, version = 1, tenants } = served ?? { generation: 0 };
  const { name } = projection;
  const rows = { projection: name, generation, version, ...(tenants && { tenants }) };
  await writeServed(db, { ...rows, delivery: "async" });
  return true;
}
