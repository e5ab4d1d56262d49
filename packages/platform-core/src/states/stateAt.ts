import type { AnyAggregate } from "../declarations/defineAggregate.js";
import { infrastructureError } from "../base/infrastructureError.js";
import { foldWhole } from "./foldStream.js";
import type { VersionedState } from "./repository.js";
import type { StateReader, StateSource } from "./StateSource.js";
import type { ReadScope } from "../wiring/tenantOf.js";

/**
 * Which past of an aggregate: after its event `version`, or at a commit time, in milliseconds since 1970 (all of that
 * millisecond) or, as a bigint, in the nanoseconds of a position's `commitTs`.
 */
export type Moment = ReadScope & { id: string } & (
    { version: number; time?: undefined } | { time: number | bigint; version?: undefined }
  );

const historyRemedy = "read them page by page, with platform.history";

/** The state of an aggregate as it was, and the version it had then; `null` before its first event. */
export async function stateAt(
  ctx: StateReader,
  { storeOf, tenantOf }: StateSource,
  { aggregate, ...at }: Moment & { aggregate: AnyAggregate },
): Promise<VersionedState<unknown> | null> {
  const store = storeOf(aggregate);
  const tenant = await tenantOf(ctx, at);
  const end = at.time === undefined ? { to: at.version } : { until: commitTimeOf(at.time) };
  const folded = await foldWhole(ctx, store, {
    aggregate,
    tenant,
    id: at.id,
    remedy: historyRemedy,
    ...end,
  });
  return folded.version === 0 ? null : { id: at.id, ...folded };
}

const nanoseconds = 1_000_000n;
const lastCommitTime = 2n ** 63n - 1n;
const lastDate = Number(lastCommitTime / nanoseconds) - 1;

function commitTimeOf(time: number | bigint): bigint {
  if (typeof time === "bigint" && time >= 0n && time <= lastCommitTime) return time;
  if (typeof time === "number" && time >= 0 && time <= lastDate) {
    return BigInt(Math.floor(time) + 1) * nanoseconds - 1n;
  }
  throw infrastructureError(
    "TIME_INVALID",
    `The time must be milliseconds since 1970, or nanoseconds as a bigint, not ${time}.`,
  );
}
