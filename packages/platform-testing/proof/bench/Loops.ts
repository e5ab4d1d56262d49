import type { EngineHooks } from "@convex-es/platform-testing/engine";

type Ended = Parameters<NonNullable<EngineHooks["onFunction"]>>[0];
type Loop = { worker: string; rows: number; written: number };

/** The runs of the platform's loops, as an engine tells of them. */
export class Loops {
  #runs: Loop[] = [];

  /** Notes a run. */
  readonly record = ({ info, scheduled, footprint }: Ended): void => {
    if (!scheduled || info.name !== "loop:loop") return;
    const cursor = footprint.writes.find(({ table }) => table === "cursors")?.after;
    this.#runs.push({
      worker: JSON.stringify(cursor?.["worker"] ?? null),
      rows: footprint.byTable["app.levels"]?.docsWritten ?? 0,
      written: footprint.counts.docsWritten,
    });
  };

  /** Forgets what was noted. */
  clear(): void {
    this.#runs = [];
  }

  /** What so many events took. */
  figures(events: number, ms: number) {
    const working = this.#runs.filter(({ rows }) => rows > 0);
    const chains = Map.groupBy(working, ({ worker }) => worker);
    const written = this.#runs.reduce((sum, run) => sum + run.written, 0);
    return {
      batchSize: Math.round(events / working.length),
      eventsPerSecond: Math.round((events / ms) * 1000),
      transactions: working.length,
      writesPerEvent: Number((written / events).toFixed(4)),
      criticalPath: Math.max(...[...chains.values()].map((chain) => chain.length)),
    };
  }
}
