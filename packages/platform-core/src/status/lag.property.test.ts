import type { RecordedEvent } from "@convex-es/platform-store";
import type { FunctionReference } from "convex/server";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HandWorker } from "../../test/readSide/HandWorker.js";
import { as, fn, initMarket, type MarketApp } from "../../test/readSide/initMarket.js";
import * as market from "../../test/readSide/market.js";
import { subscribes } from "../readModels/subscribes.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import { keysOf } from "../readModels/projectionKeys.js";
import { readLog } from "../upcast/readLog.js";
import { lagOf, type Lag } from "./lagOf.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const { stalls, takings, takingsInParts, owners, crowds, guests } = market;
const projections: AnyProjection[] = [stalls, takings, takingsInParts, owners, crowds, guests];

type Command = { do: "sellItems" | "paintSign" | "visit"; tenant: string; args: object };
type Step = { do: "step"; projection: AnyProjection; partition: number; limit: number };

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const command = (name: Command["do"], args: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ do: fc.constant(name), tenant: oneOf("", "acme"), args: fc.record(args) });
const names = { stallId: oneOf("1", "2", "3"), owner: oneOf("1", "2"), visitorId: oneOf("1", "2") };
const { stallId, owner, visitorId } = names;
const cents = fc.nat(99);
const actions = fc.array(
  fc.oneof(
    command("sellItems", {
      stallId,
      owner,
      cents: fc.array(cents, { minLength: 1, maxLength: 3 }),
    }),
    command("paintSign", { stallId }),
    command("visit", { visitorId, owner, cents }),
    fc.record({
      do: fc.constant("step" as const),
      projection: oneOf(...projections.filter(({ delivery }) => delivery === "async")),
      partition: oneOf(0, 1),
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  ),
  { minLength: 1, maxLength: 25 },
);

async function run(t: MarketApp, worker: HandWorker, action: Command | Step): Promise<void> {
  if (action.do !== "step") {
    const mutation: FunctionReference<"mutation"> = fn[action.do];
    await as(t, action.tenant).mutation(mutation, action.args);
    return;
  }
  const { projection, partition, limit } = action;
  const last = projection.partitions - 1;
  await worker.step(projection, { partition: Math.min(partition, last), limit });
}

const logOf = (t: MarketApp, { readModels }: HandWorker): Promise<RecordedEvent[]> =>
  t.query(async (ctx) => {
    const { source } = readModels.find(crowds.name, 1);
    return (await readLog(ctx, source, { limit: 1_000 })).events;
  });

type Row = { tenant: string; key: string; count: number };

/** The lag that log and rows alone tell: every row counts its events, and has them in order. */
function lagFrom(projection: AnyProjection, log: RecordedEvent[], rows: Row[]): Lag {
  const left = new Map(rows.map(({ tenant, key, count }) => [`${tenant}/${key}`, count]));
  const behind = log
    .filter((event) => subscribes(projection, event))
    .filter((event) => {
      const row = `${event.tenant}/${keysOf(projection, event)[0]}`;
      const applied = left.get(row) ?? 0;
      left.set(row, applied - 1);
      return applied <= 0;
    });
  const oldest = behind[0]?.position.commitTs;
  const at = typeof oldest === "bigint" ? Number(oldest / 1_000_000n) : null;
  return { behind: behind.length, oldest: at, aside: 0 };
}

test("PR-9 the lag is at every moment the one computed from the log: of every kind of partition, filter and store, over all tenants", async () => {
  const check = async (program: (Command | Step)[]) => {
    const t = initMarket();
    const worker = new HandWorker(t);
    for (const action of program) {
      await run(t, worker, action);
      const log = await logOf(t, worker);
      for (const projection of projections) {
        const rows = await t.run((ctx) => ctx.db.query(projection.name as "stalls").collect());
        const lag = await t.query((ctx) => lagOf(ctx, worker.side, projection));
        expect(lag).toEqual(lagFrom(projection, log, rows));
      }
    }
  };
  await fc.assert(fc.asyncProperty(actions, check), { numRuns: 30 });
});

test("PR-9 more than 1,000 events are more", async () => {
  const t = initMarket();
  const worker = new HandWorker(t);
  const sell = async (count: number) => {
    const cents = Array.from({ length: count }, () => 1);
    await as(t).mutation(fn.sellItems, { stallId: "1", owner: "1", cents });
  };
  const behind = async () => (await t.query((ctx) => lagOf(ctx, worker.side, takings))).behind;
  for (let sold = 0; sold < 1_000; sold += 100) await sell(100);
  expect(await behind()).toBe(1_000);
  await sell(1);
  expect(await behind()).toBe("more");
});
