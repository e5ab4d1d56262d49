import { infrastructureError } from "../base/infrastructureError.js";
import type { Start } from "../contract/rebuilds.js";

/** Why a read model is not being rebuilt. */
export function refusalOf(name: string, start: Exclude<Start, { status: "started" }>) {
  if (start.status === "impossible") {
    return infrastructureError("REBUILD_IMPOSSIBLE", `${name} cannot be rebuilt: ${start.reason}.`);
  }
  const { by, startedAt, generation } = start;
  const who = by === "" ? "the code, which declares another version" : by;
  const since = new Date(startedAt).toISOString();
  const message = `${name} is being built already (generation ${generation}), by ${who}, since ${since}; wait for it or cancel it.`;
  const refusal = infrastructureError("REBUILD_RUNNING", message);
  refusal.data.details = { generation, by, startedAt };
  return refusal;
}
