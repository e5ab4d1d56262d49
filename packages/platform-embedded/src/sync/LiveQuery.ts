import { trusted } from "../boundary.js";
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import { overlaps, type Read, type Write } from "@convex-es/platform-testing/engine";
import type { QueryOutcome } from "../deployment/FunctionCall.js";
import type { SnapshotCall } from "../deployment/Deployment.js";

/** A query that some clients are kept up to date on; those that ask the same of the same user share one. */
export class LiveQuery {
  /** The commit since which the outcome may be out of date; null when it is not. */
  staleSince: bigint | null = 0n;
  /** Grows whenever the outcome changes. */
  version = 0;
  outcome: QueryOutcome | null = null;
  subscribers = 0;
  #journal: string | null;

  readonly #asked: Omit<SnapshotCall, "args" | "journal"> & {
    readonly args: JSONValue;
    readonly journal: string | null;
  };

  constructor(
    asked: Omit<SnapshotCall, "args" | "journal"> & {
      readonly args: JSONValue;
      readonly journal: string | null;
    },
  ) {
    this.#asked = asked;
    this.#journal = asked.journal;
  }

  /** What is the same for all that may share it; another one when a page has got its end. */
  get key(): string {
    const { path, component, args, caller } = this.#asked;
    return JSON.stringify([path, component, args, caller, this.#journal]);
  }

  /** The call that brings it up to date. */
  get call(): SnapshotCall {
    const args = trusted<Record<string, Value>>(jsonToConvex(this.#asked.args));
    return { ...this.#asked, args, journal: this.#journal };
  }

  /** The tables the last run read, as `component|table`. */
  get tables(): Set<string> {
    return new Set((this.outcome?.reads ?? []).map(tableKey));
  }

  /** Takes note of a commit. */
  noteWrites(writes: readonly Write[], ts: bigint): void {
    if (this.staleSince !== null || !this.outcome) return;
    if (overlaps(this.outcome.reads, writes).length > 0) this.staleSince = ts;
  }

  /** Takes over how a run on the state at `ts` ended. */
  update(outcome: QueryOutcome, ts: bigint): void {
    if (identityOf(this.outcome) !== identityOf(outcome)) this.version += 1;
    this.outcome = outcome;
    this.#journal = outcome.journal;
    if (this.staleSince !== null && this.staleSince <= ts) this.staleSince = null;
  }
}

/** The table of a read or a write. */
export const tableKey = (at: Pick<Read, "component" | "table">): string =>
  `${at.component}|${at.table}`;

function identityOf(outcome: QueryOutcome | null): string | null {
  if (!outcome) return null;
  return outcome.ok ? `value ${JSON.stringify(outcome.value)}` : `error ${outcome.error.identity}`;
}
