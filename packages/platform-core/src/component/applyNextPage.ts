import { furthest } from "@convex-es/platform-store/log";
import type { Doc } from "./_generated/dataModel.js";
import type { MutationCtx } from "./_generated/server.js";
import { tellApp } from "./app.js";
import { atBeginning, moveCursor, pageLimit } from "./cursors.js";
import { cutOver } from "./cutOver.js";
import type { Pace } from "./work.js";
import { workerOf } from "./workerName.js";

/** A worker and what it works on. */
export type Task = {
  worker: string;
  generation: Doc<"generations">;
  /** `null` before its first page. */
  reader: Doc<"cursors"> | null;
  /** How far it has to come at least; all of that was committed before this transaction began. */
  upTo: string | null;
};

/** A worker that waits for the others of its generation looks again after so long. */
const patience: Pace = { debounceMs: 100 };

/** What the app says of a page it has applied. */
type AppliedPage = { cursor: string; handled: number; isDone: boolean };

/** Applies the next page of the log: rows and cursor are written in one transaction, so that every event is applied exactly once. */
export async function applyNextPage(ctx: MutationCtx, task: Task): Promise<Pace> {
  const { generation, worker, upTo } = task;
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
    cursor: page.isDone && upTo !== null ? furthest(page.cursor, upTo) : page.cursor,
    movedAt: Date.now(),
    handled: reader.handled + page.handled,
    limit: Math.min(reader.limit * 2, pageLimit.most),
  };
  await moveCursor(ctx, worker, { found: task.reader, fields });
  if (generation.state !== "building" || !page.isDone) return null;
  return (await cutOver(ctx, generation)) ? null : patience;
}
