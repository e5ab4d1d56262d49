import {
  createEngine,
  type AppSource,
  type Engine,
  type Operation,
} from "@convex-es/platform-testing/engine";
import { Loops } from "./Loops.ts";
import { meterApp } from "./meterApp.ts";

/** One measured run: a line of the report. */
export type Run = {
  what: "catchUp" | "rebuild";
  events: number;
  partitions: number;
  /** Events per transaction that applied some. */
  batchSize: number;
  eventsPerSecond: number;
  /** Loop runs that applied events. */
  transactions: number;
  writesPerEvent: number;
  /** Longest chain of such runs that had to wait for one another. */
  criticalPath: number;
};

export type Size = { events: number; partitions: number };

/** Fills a log while nobody listens, has the consumers catch up with it, then builds the read model again. */
export async function measureProjections(
  components: Omit<AppSource, "">,
  size: Size,
): Promise<Run[]> {
  const loops = new Loops();
  const app: AppSource = { "": meterApp(size.partitions), ...components };
  const engine = await createEngine(app, { mirror: true, hooks: { onFunction: loops.record } });
  const measure = async (what: Run["what"], operation: Operation, generation: number) => {
    loops.clear();
    const start = performance.now();
    await engine.call(operation);
    await untilHandled(engine, { generation, events: size.events });
    return { what, ...size, ...loops.figures(size.events, performance.now() - start) };
  };
  try {
    await engine.call(startMeter("first"));
    await untilHandled(engine, { generation: 1, events: 1 });
    await fill(engine, size.events);
    const caughtUp = await measure("catchUp", startMeter("last"), 1);
    const rebuilt = await measure("rebuild", { fn: "app:rebuild" }, 2);
    return [caughtUp, rebuilt];
  } finally {
    engine.stop();
  }
}

const startMeter = (meterId: string): Operation => ({
  fn: "app:startMeter",
  args: { meterId },
  identity: { subject: "bench" },
});

const perAppend = 200;

async function fill(engine: Engine, events: number): Promise<void> {
  for (let from = 0; from < events; from += perAppend) {
    const args = { from, count: Math.min(perAppend, events - from) };
    await engine.call({ fn: "app:fill", args });
  }
}

type Cursor = { worker: string; handled: number };
type Inside = (
  component: string,
  body: (ctx: { db: { query(table: string): { collect(): Promise<Cursor[]> } } }) => unknown,
) => Promise<Cursor[]>;
type Goal = { generation: number; events: number };

/** Waits until a generation has handled so many events; looks from time to time, which costs little beside them. */
async function untilHandled(engine: Engine, { generation, events }: Goal): Promise<void> {
  const { runInComponent } = engine.t as unknown as { runInComponent: Inside };
  const handled = async () => {
    const cursors = await runInComponent("platformCore", ({ db }) => db.query("cursors").collect());
    return cursors
      .filter(({ worker }) => worker.startsWith(`levels/${generation}/`))
      .reduce((sum, cursor) => sum + cursor.handled, 0);
  };
  while ((await handled()) < events) await new Promise((resolve) => setTimeout(resolve, 20));
}
