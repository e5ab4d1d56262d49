import type { AnyAggregate } from "../declarations/defineAggregate.js";
import { decodeProgress, encodeProgress } from "./progress.js";
import { foldStream, type Folded } from "./foldStream.js";
import { notFound } from "./repository.js";
import type { StateSource, StateWriter } from "./StateSource.js";
import type { ReadScope } from "../wiring/tenantOf.js";

/** Which state to repair, and where the step before stopped. */
export type RepairOptions = ReadScope & {
  id: string;
  /** What the step before returned. */
  progress?: string | undefined;
  /** Most events of one step (default 1,000; a step also ends after 4 MiB of them). */
  limit?: number | undefined;
};

/** One step of a repair: how far it has come, or that the state was put. */
export type Repair =
  | { status: "progress"; progress: string; version: number; of: number }
  | { status: "done"; version: number };

type RepairProgress = Folded & { job: string; shape: number };

/**
 * One step of rebuilding a state from its events, for streams that one transaction cannot fold. The last step puts the state,
 * unless the stream has moved on meanwhile: then there is one more.
 */
export async function repairState(
  ctx: StateWriter,
  { storeOf, tenantOf }: StateSource,
  { aggregate, id, progress, limit = 1_000, ...scope }: RepairOptions & { aggregate: AnyAggregate },
): Promise<Repair> {
  const store = storeOf(aggregate);
  const tenant = await tenantOf(ctx, scope);
  const stream = { tenant, streamType: aggregate.name, streamId: id };
  const head = await store.loadState(ctx, stream);
  if (head === null) throw notFound(aggregate, id);
  const job = JSON.stringify(["repairState", tenant, aggregate.name, id]);
  const { isDone, version, state } = await foldStream(ctx, store, {
    ...{ aggregate, tenant, id, start: resumedFold(progress, job, aggregate) },
    budget: { events: limit, bytes: 4 * 1024 * 1024 },
  });
  if (isDone) {
    const put = { ...stream, version, state: { shape: aggregate.shape, value: state } };
    const { status } = await store.putState(ctx, put);
    if (status === "put") return { status: "done", version };
  }
  const { shape } = aggregate;
  const next = encodeProgress({ job, shape, version, state });
  return { status: "progress", progress: next, version, of: head.version };
}

// A deployment with another shape came in between: what was folded so far is of no use.
function resumedFold(progress: string | undefined, job: string, { shape }: AnyAggregate) {
  if (progress === undefined) return undefined;
  const { shape: folded, version, state } = decodeProgress<RepairProgress>(progress, job);
  return folded === shape ? { version, state } : undefined;
}
