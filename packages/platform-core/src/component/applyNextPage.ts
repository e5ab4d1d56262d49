import type { Doc } from "./_generated/dataModel.js";
import type { MutationCtx } from "./_generated/server.js";
import { tellApp } from "./app.js";
import { atBeginning, moveCursor, pageLimit } from "./cursors.js";
import { cutOver } from "./cutOver.js";
import { workerOf } from "./workerName.js";

/** A worker and what it works on. */
export type Task = {
  worker: string;
  generation: Doc<"generations">;
  /** `null` before its first page. */
  reader: Doc<"cursors"> | null;
};

/** What the app says of a page it has applied. */
type AppliedPage = { cursor: string; handled: number; isDone: boolean };

/** Applies the next page of the log: rows and cursor are written in one transaction, so that every event is applied exactly once. */
export async function applyNextPage(ctx: MutationCtx, task: Task): Promise<void> {
  const { generation, worker } = task;
  const reader = task.reader ?? atBeginning;
  const { projection, version, partitions } = generation;
  const page = await tellApp<AppliedPage>(ctx, {
    op: "applyPage",
    input: {
      ...{ projection, version, partitions, generation: generation.generation },
      ...{ partition: workerOf(worker).partition, after: reader.cursor, limit: reader.limit },
    },
  });
  const fields = {
    cursor: page.cursor,
    movedAt: Date.now(),
    handled: reader.handled + page.handled,
    limit: Math.min(reader.limit * 2, pageLimit.most),
  };
  await moveCursor(ctx, worker, { found: task.reader, fields });
  if (generation.state === "building" && page.isDone) await cutOver(ctx, generation);
}
