import { tableName, type Read } from "../documents/read.js";
import type { Write } from "../documents/write.js";

type TableCost = { indexRanges: number; docsRead: number };

/** Everything one function did, the functions it called included; becomes a footprint when it is the outermost one. */
export class Recording {
  readonly reads: Read[] = [];
  readonly writes: Write[] = [];
  readonly costs = new Map<string, TableCost>();
  calls = 0;
  nestedCalls = 0;

  /** Counts one `get` or query that started. */
  countRange(at: { component: string; table: string }): void {
    this.#cost(tableName(at)).indexRanges += 1;
  }

  /** Counts documents delivered to a handler or read by a write. */
  countDocuments(at: { component: string; table: string }, count: number): void {
    this.#cost(tableName(at)).docsRead += count;
  }

  /** Counts one `ctx.runQuery` or `ctx.runMutation`. */
  countCall(): void {
    this.calls += 1;
    this.nestedCalls += 1;
  }

  /** Takes over what a called function did. One that failed keeps its reads and has written nothing. */
  absorb(called: Recording, succeeded: boolean): void {
    for (const read of called.reads) this.reads.push(read);
    if (succeeded) for (const write of called.writes) this.writes.push(write);
    for (const [table, { indexRanges, docsRead }] of called.costs) {
      this.#cost(table).indexRanges += indexRanges;
      this.#cost(table).docsRead += docsRead;
    }
    this.nestedCalls += called.nestedCalls;
  }

  #cost(table: string): TableCost {
    let cost = this.costs.get(table);
    if (!cost) this.costs.set(table, (cost = { indexRanges: 0, docsRead: 0 }));
    return cost;
  }
}
