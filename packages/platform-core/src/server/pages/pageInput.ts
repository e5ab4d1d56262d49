import { atBeginning, pageLimit } from "../tables/cursors.js";
import { workerOf } from "../base/workerName.js";
import type { Task } from "./Task.js";

type Work = Pick<Task, "worker" | "generation" | "reader">;

/**
 * What the app is told of the next page of a worker. A final one is applied in one transaction with those of all workers of the
 * generation, and up to the very end of the log.
 */
export function pageInput(
  { worker, generation: row, reader }: Work,
  { isFinal = false }: { isFinal?: boolean } = {},
) {
  const { consumer, kind, version, partitions, generation } = row;
  const { cursor: after, limit: own, aside } = reader ?? atBeginning;
  const { partition } = workerOf(worker);
  const limit = isFinal ? Math.max(10, Math.floor(pageLimit.most / partitions)) : own;
  const share = { partition, partitions };
  const page = { consumer, kind, version, generation, ...share, after, limit };
  return { ...page, isAnyAside: aside > 0, isFinal };
}
