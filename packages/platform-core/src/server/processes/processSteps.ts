import type { ObjectType, Value } from "convex/values";
import { trusted } from "../../contract/boundary.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { cancelTimer, cancelTimers, setTimer } from "./timers.js";
import type {
  InstanceHead,
  InstancePage,
  InstanceStatus,
  listInstancesArgs,
  loadHeadsArgs,
  ProcessInstance,
  ProcessStep,
  readStepsArgs,
  saveStepsArgs,
} from "../../contract/processes.js";

type InstanceKey = { process: string; tenant: string; key: string };

/** The newest step of each of some instances, in their order; `null` for one that has none. One document of each. */
export async function loadHeads(
  ctx: QueryCtx,
  { process, keys }: ObjectType<typeof loadHeadsArgs>,
): Promise<(InstanceHead | null)[]> {
  return await Promise.all(
    keys.map(async ({ tenant, key }) => {
      const newest = await stepsOf(ctx, { process, tenant, key }).order("desc").first();
      if (newest === null) return null;
      const { n, seen, version, status } = newest;
      return { n, seen, state: asValue(newest.state), version, status };
    }),
  );
}

/** What `v.any()` let through: any value that Convex stores. */
const asValue = (value: unknown): Value => trusted<Value>(value);

const stepsOf = (ctx: QueryCtx, { process, tenant, key }: InstanceKey) =>
  ctx.db
    .query("processSteps")
    .withIndex("by_instance", (q) => q.eq("process", process).eq("tenant", tenant).eq("key", key));

/** Writes the steps of a page. An instance has a row of its own, written when it begins and when its status changes. */
export async function saveSteps(
  ctx: MutationCtx,
  { process, steps, timers, cancelled, ignored }: ObjectType<typeof saveStepsArgs>,
): Promise<null> {
  for (const step of steps) {
    await ctx.db.insert("processSteps", step);
    if (step.n === 1 || step.status !== "processing") await writeInstance(ctx, step);
    if (step.status !== "processing") await cancelTimers(ctx, step);
  }
  for (const one of cancelled) await cancelTimer(ctx, { process, ...one });
  for (const timer of timers) await setTimer(ctx, timer);
  if (ignored > 0) await countIgnored(ctx, process, ignored);
  return null;
}

async function writeInstance(ctx: MutationCtx, step: ProcessStep): Promise<void> {
  const { process, tenant, key, status, code, at, correlationId } = step;
  const changed = { status, movedAt: at, ...(code !== undefined && { code }) };
  const found = await instanceOf(ctx, { process, tenant, key });
  if (found !== null) return await ctx.db.patch("processInstances", found._id, changed);
  const begun = { process, tenant, key, startedAt: at, correlationId };
  await ctx.db.insert("processInstances", { ...begun, ...changed });
}

const instanceOf = async (ctx: QueryCtx, { process, tenant, key }: InstanceKey) =>
  await ctx.db
    .query("processInstances")
    .withIndex("by_key", (q) => q.eq("process", process).eq("tenant", tenant).eq("key", key))
    .unique();

async function countIgnored(ctx: MutationCtx, process: string, ignored: number): Promise<void> {
  const found = await countsOf(ctx, process);
  if (found === null) await ctx.db.insert("processCounts", { process, ignored });
  else await ctx.db.patch("processCounts", found._id, { ignored: found.ignored + ignored });
}

const countsOf = async (ctx: QueryCtx, process: string) =>
  await ctx.db
    .query("processCounts")
    .withIndex("by_process", (q) => q.eq("process", process))
    .unique();

/** How many events of a process no instance went on with. */
export const ignoredOf = async (ctx: QueryCtx, { process }: { process: string }) =>
  (await countsOf(ctx, process))?.ignored ?? 0;

const mostListed = 200;
const pageSize = (limit: number) => Math.min(Math.max(Math.floor(limit) || 1, 1), mostListed);

/** A page of the instances of a process, those that moved last first. */
export async function listInstances(
  ctx: QueryCtx,
  { process, status, tenant, limit, cursor }: ObjectType<typeof listInstancesArgs>,
): Promise<InstancePage> {
  const before = cursor ?? Number.MAX_VALUE;
  const rows = instancesBefore(ctx, { process, status, tenant }, before);
  const found = await rows.order("desc").take(pageSize(limit));
  const last = found.at(-1);
  return {
    instances: found.map(({ _id, _creationTime, ...instance }) => instance),
    cursor: last === undefined || found.length < pageSize(limit) ? null : last._creationTime,
  };
}

type Which = { process: string; status: InstanceStatus | undefined; tenant: string | undefined };

// By the time of their beginning: a cursor stays where it is while instances move.
function instancesBefore(ctx: QueryCtx, { process, status, tenant }: Which, before: number) {
  const instances = ctx.db.query("processInstances");
  if (status !== undefined && tenant !== undefined) {
    return instances.withIndex("by_tenant_and_status", (q) =>
      q
        .eq("process", process)
        .eq("tenant", tenant)
        .eq("status", status)
        .lt("_creationTime", before),
    );
  }
  if (status !== undefined) {
    return instances.withIndex("by_status", (q) =>
      q.eq("process", process).eq("status", status).lt("_creationTime", before),
    );
  }
  if (tenant !== undefined) {
    return instances.withIndex("by_tenant", (q) =>
      q.eq("process", process).eq("tenant", tenant).lt("_creationTime", before),
    );
  }
  return instances.withIndex("by_process", (q) =>
    q.eq("process", process).lt("_creationTime", before),
  );
}

/** One instance; `null` where none has begun under its key. */
export async function findInstance(
  ctx: QueryCtx,
  key: InstanceKey,
): Promise<ProcessInstance | null> {
  const found = await instanceOf(ctx, key);
  if (found === null) return null;
  const { _id, _creationTime, ...instance } = found;
  return instance;
}

/** Steps of an instance in order, after the step `after`. */
export async function readSteps(
  ctx: QueryCtx,
  { after, limit, process, tenant, key }: ObjectType<typeof readStepsArgs>,
): Promise<ProcessStep[]> {
  const rows = await ctx.db
    .query("processSteps")
    .withIndex("by_instance", (q) =>
      q.eq("process", process).eq("tenant", tenant).eq("key", key).gt("n", after),
    )
    .take(pageSize(limit));
  return rows.map(({ _id, _creationTime, ...step }) => step);
}
