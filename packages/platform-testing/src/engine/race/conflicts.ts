import { covers, describeRead, type Read } from "../documents/read.js";
import type { Run } from "../frame/runner.js";
import { netWrites, type Commit, type Write } from "../documents/write.js";

/** Why one of two transactions would have to run again: `writer` commits first and changes something in the range `reader` read. */
export type Conflict = { reader: string; writer: string; range: string; message: string };

/** The conflicts of two dry runs from one state, either of them committing first. */
export function findConflicts(a: Run, b: Run): Conflict[] {
  return [...conflictsWith(a, asCommit(b)), ...conflictsWith(b, asCommit(a))];
}

const asCommit = ({ operation, footprint }: Run): Commit => ({
  name: operation.name,
  writes: footprint.writes,
});

/** What makes `run` stale once `commit` is in. A transaction that writes nothing is never checked by Convex. */
export function conflictsWith(run: Run, commit: Commit): Conflict[] {
  if (run.footprint.writes.length === 0) return [];
  const found = new Map<string, Conflict>();
  for (const { read, write } of overlaps(run.footprint.reads, commit.writes)) {
    const range = describeRead(read);
    const message = `${run.operation.name} reads ${range}; ${commit.name} ${verbByOp[write.op]} it`;
    found.set(message, { reader: run.operation.name, writer: commit.name, range, message });
  }
  return [...found.values()];
}

const verbByOp: Record<Write["op"], string> = {
  insert: "inserts into",
  patch: "patches in",
  replace: "replaces in",
  delete: "deletes from",
  schedule: "schedules into",
  cancel: "cancels in",
};

/** The reads of one transaction that the writes of another fall into. */
export function overlaps(
  reads: readonly Read[],
  writes: readonly Write[],
): { read: Read; write: Write }[] {
  const net = netWrites(writes);
  return reads.flatMap((read) =>
    net
      .filter((write) => write.component === read.component && write.table === read.table)
      .filter((write) => covers(read, write.before) || covers(read, write.after))
      .map((write) => ({ read, write })),
  );
}
