import type { Task } from "./applyNextPage.js";
import { atBeginning } from "./cursors.js";
import { workerOf } from "./workerName.js";

/** What the app is told of the next page of a worker. */
export function pageInput({
  worker,
  generation: row,
  reader,
}: Pick<Task, "worker" | "generation" | "reader">) {
  const { projection, version, partitions, generation } = row;
  const { cursor: after, limit, aside } = reader ?? atBeginning;
  const { partition } = workerOf(worker);
  const share = { partition, partitions };
  return { projection, version, generation, ...share, after, limit, isAnyAside: aside > 0 };
}
