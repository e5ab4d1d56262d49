import { expect, test } from "vitest";
import type { Completion, Ending, Purged, Settlement } from "../contract/commands.js";

/** One attempt of a program: its id, its payload, and its times in ms. */
export type Try = { id: string; payload: string; deadlineIn: number; retentionMs: number };

type Row = {
  payload: string;
  retentionMs: number;
  expiresAt: number;
  standing: Ending | { status: "pending"; deadline: number };
};
type Job = { id: string; deadline: number; firesIn: number };

/** What a bus must do, in memory and in the plainest way; the clock is its own. */
export class BusModel {
  now = 0;
  readonly rows = new Map<string, Row>();
  misuses: { id: string; expiresAt: number }[] = [];
  private jobs: Job[] = [];

  settle({ id, payload }: Try): Settlement {
    const row = this.rows.get(id);
    if (row === undefined) return { status: "new" };
    if (row.payload !== payload) {
      this.misuses.push({ id, expiresAt: this.now + row.retentionMs });
      return { status: "reused", differs: "payload" };
    }
    const { standing } = row;
    return standing.status === "pending" ? standing : { status: "settled", outcome: standing };
  }

  run(attempt: Try, outcome: Ending): Settlement {
    const settlement = this.settle(attempt);
    const { id, payload, retentionMs } = attempt;
    const row = { payload, retentionMs, expiresAt: this.now + retentionMs, standing: outcome };
    if (settlement.status === "new") this.rows.set(id, row);
    return settlement;
  }

  begin(attempt: Try): Settlement {
    const settlement = this.settle(attempt);
    if (settlement.status !== "new") return settlement;
    const { id, payload, retentionMs, deadlineIn } = attempt;
    const deadline = this.now + deadlineIn;
    const standing = { status: "pending" as const, deadline };
    this.rows.set(id, { payload, retentionMs, expiresAt: deadline, standing });
    this.jobs.push({ id, deadline, firesIn: deadlineIn });
    return settlement;
  }

  complete(id: string, outcome: Ending): Completion {
    const row = this.rows.get(id);
    if (row === undefined) return { status: "unknown" };
    if (row.standing.status !== "pending") return { status: "settled", outcome: row.standing };
    if (this.now >= row.standing.deadline) return { status: "settled", outcome: this.fail(row) };
    this.end(row, outcome);
    return { status: "completed" };
  }

  purge(): Purged {
    const due = [...this.rows].filter(([, row]) => row.expiresAt <= this.now);
    const overdue = due.filter(([, row]) => row.standing.status === "pending");
    const expired = due.filter(([, row]) => row.standing.status !== "pending");
    for (const [, row] of overdue) this.fail(row);
    for (const [id] of expired) this.rows.delete(id);
    const kept = this.misuses.filter(({ expiresAt }) => expiresAt > this.now);
    const deleted = expired.length + this.misuses.length - kept.length;
    this.misuses = kept;
    return { deleted, failed: overdue.length, more: false };
  }

  /** Time goes by and the jobs of deadlines with it. */
  pass(ms: number) {
    this.now += ms;
    for (const job of this.jobs) job.firesIn -= ms;
    for (const { id, deadline } of this.jobs.filter(({ firesIn }) => firesIn <= 0)) {
      const row = this.rows.get(id);
      const { standing } = row ?? {};
      if (row && standing?.status === "pending" && standing.deadline === deadline) this.fail(row);
    }
    this.jobs = this.jobs.filter(({ firesIn }) => firesIn > 0);
  }

  /** The clock jumps and no job runs: those that were due come late. */
  skip(ms: number) {
    this.now += ms;
  }

  private end(row: Row, ending: Ending) {
    row.standing = ending;
    row.expiresAt = this.now + row.retentionMs;
  }

  private fail(row: Row): Ending {
    const ending: Ending = {
      status: "failed",
      code: "DEADLINE_EXCEEDED",
      message: expect.any(String) as string,
      details: { deadline: row.expiresAt },
    };
    this.end(row, ending);
    return ending;
  }
}

test("a model starts with no command known", () => {
  const attempt = { id: "a", payload: "p", deadlineIn: 1, retentionMs: 1 };
  expect(new BusModel().settle(attempt)).toEqual({ status: "new" });
});
