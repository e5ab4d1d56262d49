import type { Doc } from "./_generated/dataModel.js";
import type { MutationCtx } from "./_generated/server.js";
import { findApp } from "./app.js";
import { generationsOf } from "./generations.js";
import type { Declared } from "./shared.js";

type Declarations = { hash: string; declarations: Declared[] };

/**
 * Brings what the component knows in line with what the code declares: a projection that is new, or has another version or number
 * of partitions, is built as a new generation beside the one that is served; one that the code has lost is kept for its return.
 */
export async function reconcile(
  ctx: MutationCtx,
  { hash, declarations }: Declarations,
): Promise<void> {
  for (const declared of declarations) await bringInLine(ctx, declared);
  await setAsideRemoved(ctx, declarations);
  const app = await findApp(ctx);
  if (app !== null) await ctx.db.patch("apps", app._id, { declared: hash });
}

async function bringInLine(ctx: MutationCtx, declared: Declared): Promise<void> {
  const generations = await generationsOf(ctx, declared.projection);
  const current = generations.filter(({ state }) => state !== "dropping");
  for (const row of current) await refresh(ctx, row, declared);
  if (current.some((row) => isSame(row, declared)) || isServedByCommands(current, declared)) return;
  const last = generations.at(-1)?.generation ?? 0;
  await begin(ctx, declared, last + 1);
}

const isSame = (row: Doc<"generations">, declared: Declared) =>
  row.version === declared.version &&
  row.partitions === declared.partitions &&
  row.delivery === declared.delivery;

// An inline projection of which the component knows nothing is kept by the commands alone.
const isServedByCommands = (current: Doc<"generations">[], { delivery, version }: Declared) =>
  delivery === "inline" && version === 1 && current.length === 0;

async function refresh(ctx: MutationCtx, row: Doc<"generations">, declared: Declared) {
  const { policy, attempts } = declared;
  const status = row.status.kind === "removed" ? ({ kind: "running" } as const) : row.status;
  if (row.policy === policy && row.attempts === attempts && row.status === status) return;
  await ctx.db.patch("generations", row._id, { policy, attempts, status });
}

/** Starts to build a generation. */
export async function begin(ctx: MutationCtx, declared: Declared, generation: number) {
  const { projection, version, partitions, delivery, policy, attempts } = declared;
  await ctx.db.insert("generations", {
    ...{ projection, generation, version, partitions, delivery, policy, attempts },
    state: "building",
    status: { kind: "running" },
  });
}

async function setAsideRemoved(ctx: MutationCtx, declarations: Declared[]): Promise<void> {
  const known = new Set(declarations.map(({ projection }) => projection));
  for await (const row of ctx.db.query("generations")) {
    if (known.has(row.projection) || row.state === "dropping") continue;
    await ctx.db.patch("generations", row._id, { status: { kind: "removed" } });
  }
}
