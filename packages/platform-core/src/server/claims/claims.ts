import type { ObjectType } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type {
  claimArgs,
  Claimed,
  ClaimKey,
  ClaimState,
  confirmArgs,
  Confirmed,
  releaseArgs,
  Renewed,
} from "../../contract/claims.js";

type Row = Doc<"claims">;

/** Claims a value: one index range, at most one document. Two that claim one value conflict, and the loser finds the winner's claim. */
export async function claim(
  ctx: MutationCtx,
  { ttlMs, holder, ...key }: ObjectType<typeof claimArgs>,
): Promise<Claimed> {
  const now = Date.now();
  const found = await claimOf(ctx, key);
  const row = found !== null && isValid(found, now) ? found : null;
  if (row !== null && row.holder !== holder) return conflictWith(row);
  if (row?.entity !== undefined) return { status: "owned", holder, entity: row.entity };
  const until = now + ttlMs;
  const fields = { ...key, holder, expiresAt: until };
  if (found === null) await ctx.db.insert("claims", fields);
  else await ctx.db.replace("claims", found._id, fields);
  return { status: "held", holder, until };
}

const conflictWith = ({ holder, entity, expiresAt }: Row): Claimed => ({
  status: "conflict",
  holder,
  entity: entity ?? null,
  until: expiresAt ?? null,
});

/** Makes a held value an entity's for good. */
export async function confirm(
  ctx: MutationCtx,
  { entity, holder, ...key }: ObjectType<typeof confirmArgs>,
): Promise<Confirmed> {
  const row = await held(ctx, key, holder);
  if (row === null) return { status: "lost" };
  if (row.entity !== undefined) {
    return row.entity === entity ? { status: "owned", holder, entity } : { status: "lost" };
  }
  await ctx.db.replace("claims", row._id, { ...key, holder, entity });
  return { status: "owned", holder, entity };
}

/** Holds a value longer, counted from now. */
export async function renew(
  ctx: MutationCtx,
  { ttlMs, holder, ...key }: ObjectType<typeof claimArgs>,
): Promise<Renewed> {
  const row = await held(ctx, key, holder);
  if (row === null) return { status: "lost" };
  if (row.entity !== undefined) return { status: "owned", holder, entity: row.entity };
  const until = Date.now() + ttlMs;
  await ctx.db.patch("claims", row._id, { expiresAt: until });
  return { status: "held", holder, until };
}

/** Frees a value; returns whether it was the holder's. */
export async function release(
  ctx: MutationCtx,
  { holder, ...key }: ObjectType<typeof releaseArgs>,
): Promise<boolean> {
  const row = await held(ctx, key, holder);
  if (row === null) return false;
  await ctx.db.delete("claims", row._id);
  return true;
}

/** How a value stands. Reads the clock: a query that calls it is not kept. */
export async function find(ctx: QueryCtx, key: ClaimKey): Promise<ClaimState> {
  const row = await claimOf(ctx, key);
  if (row === null || !isValid(row, Date.now())) return { status: "free" };
  const { holder, entity, expiresAt = 0 } = row;
  return entity === undefined
    ? { status: "held", holder, until: expiresAt }
    : { status: "owned", holder, entity };
}

const claimOf = async (ctx: QueryCtx, { tenant, type, value }: ClaimKey): Promise<Row | null> =>
  await ctx.db
    .query("claims")
    .withIndex("by_value", (q) => q.eq("tenant", tenant).eq("type", type).eq("value", value))
    .unique();

async function held(ctx: QueryCtx, key: ClaimKey, holder: string): Promise<Row | null> {
  const row = await claimOf(ctx, key);
  return row !== null && row.holder === holder && isValid(row, Date.now()) ? row : null;
}

// Expiry is decided when a claim is read: nothing has to run for a value to be free again.
const isValid = ({ expiresAt }: Row, now: number): boolean =>
  expiresAt === undefined || expiresAt > now;

const mostPurged = 200;

/** Deletes claims that have expired, a bounded number; returns whether more are due. */
export async function purgeClaims(ctx: MutationCtx): Promise<boolean> {
  const expired = await ctx.db
    .query("claims")
    .withIndex("by_expiry", (q) => q.gt("expiresAt", 0).lte("expiresAt", Date.now()))
    .take(mostPurged);
  for (const row of expired) await ctx.db.delete("claims", row._id);
  return expired.length === mostPurged;
}
