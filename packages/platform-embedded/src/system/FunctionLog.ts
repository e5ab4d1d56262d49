import { trusted } from "../boundary.js";
import { randomUUID } from "node:crypto";
import type { FunctionEnd } from "@convex-es/platform-testing/engine";
import type { Deployment } from "../deployment/Deployment.js";

/** An ended function as `convex logs` reads it; times are in seconds. */
type Entry = {
  readonly kind: "Completion";
  readonly identifier: string;
  readonly udfType: string;
  readonly timestamp: number;
  readonly executionTime: number;
  readonly logLines: readonly string[];
  readonly error: string | null;
  readonly requestId: string;
};

const mostKept = 10_000;
const longestWaitMs = 10_000;

/** The last functions that ended, for `convex logs`. */
export class FunctionLog {
  readonly #entries: Entry[] = [];
  readonly #lines = new Map<string, string[]>();
  readonly #waiting = new Set<() => void>();

  constructor(deployment: Deployment) {
    deployment.on("log", (name, line) => {
      this.#lines.set(name, [...(this.#lines.get(name) ?? []), line].slice(-256));
    });
    deployment.on("function", (ended) => this.#add(ended));
  }

  /** What ended after a time in milliseconds; waits for something to end when nothing has. */
  async after(cursor: number): Promise<{ entries: Entry[]; newCursor: number }> {
    if (cursor > 0 && this.#since(cursor).length === 0) await this.#next();
    const newCursor = Math.max(cursor, (this.#entries.at(-1)?.timestamp ?? 0) * 1_000, 1);
    return { entries: this.#since(cursor), newCursor };
  }

  /** Wakes every request that waits. */
  close(): void {
    for (const wake of this.#waiting) wake();
  }

  #since(cursor: number): Entry[] {
    return this.#entries.filter(({ timestamp }) => timestamp * 1_000 > cursor);
  }

  #add({ info, ms, error }: FunctionEnd): void {
    const identifier = info.component === "" ? info.name : `${info.component}/${info.name}`;
    const before = this.#entries.at(-1)?.timestamp ?? 0;
    this.#entries.push({
      kind: "Completion",
      identifier,
      udfType: `${info.kind[0]?.toUpperCase()}${info.kind.slice(1)}`,
      // Distinct times: the cursor must not skip one of two that end together.
      timestamp: Math.max(Date.now() / 1_000, before + 0.000_001),
      executionTime: ms / 1_000,
      logLines: this.#lines.get(info.name) ?? [],
      error: error === null ? null : trusted<Error>(error).message,
      requestId: randomUUID(),
    });
    this.#lines.delete(info.name);
    if (this.#entries.length > mostKept) this.#entries.shift();
    this.close();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, longestWaitMs);
      this.#waiting.add(wake);
    });
  }
}
