import { comparePositions, type RecordedEvent } from "@convex-es/platform-store";
import { bucketOf, hasReached } from "@convex-es/platform-store/log";
import type { FunctionReference } from "convex/server";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HandWorker } from "../../test/readSide/HandWorker.js";
import { as, fn, initMarket, type MarketApp } from "../../test/readSide/initMarket.js";
import {
  crowds,
  owners,
  stalls,
  takings,
  takingsInParts,
  parties,
  poison,
  first,
} from "../../test/readSide/market.js";
import { applyEvents } from "../readModels/applyEvents.js";
import { shareOf } from "../consumers/shareOf.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { Executed, Position } from "../declarations/outcome.js";
import { keysOf } from "../readModels/projectionKeys.js";
import { readLog } from "../upcast/readLog.js";
import { freshnessOf } from "./freshnessOf.js";
import { readReactiveRow } from "./readRow.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const projections: AnyProjection[] = [stalls, takings, takingsInParts, owners, crowds];
const mixed = [...projections, parties];
const consumed = mixed.filter(({ delivery }) => delivery === "async");
const tenant = "";

type Action =
  | { do: "sell"; stallId: string; owner: string; cents: number[] }
  | { do: "paint"; stallId: string }
  | { do: "visit"; visitorId: string; owner: string; cents: number }
  | { do: "step"; projection: AnyProjection; partition: number; limit: number };

const id = (prefix: string) => fc.integer({ min: 1, max: 3 }).map((n) => `${prefix}${n}`);
const cents = fc.integer({ min: 0, max: 999 });
const programOf = (price: fc.Arbitrary<number>): fc.Arbitrary<Action[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant("sell" as const),
          stallId: id("s"),
          owner: id("o"),
          cents: fc.array(price, { minLength: 1, maxLength: 3 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("paint" as const), stallId: id("s") }) },
      {
        weight: 2,
        arbitrary: fc.record({
          ...{ do: fc.constant("visit" as const), visitorId: id("v"), owner: id("o") },
          cents,
        }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant("step" as const),
          projection: fc.constantFrom(...consumed),
          partition: fc.integer({ min: 0, max: 1 }),
          limit: fc.integer({ min: 1, max: 5 }),
        }),
      },
    ),
    { minLength: 1, maxLength: 25 },
  );

/** Does it, and returns the token where it was a command. */
async function run(t: MarketApp, worker: HandWorker, action: Action): Promise<Position | null> {
  if (action.do === "step") {
    const { projection, limit } = action;
    const partition = Math.min(action.partition, projection.partitions - 1);
    await worker.step(projection, { partition, limit });
    return null;
  }
  const { do: name, ...args } = action;
  const commands: Record<string, FunctionReference<"mutation">> = {
    ...{ sell: fn.sellItems, paint: fn.paintSign, visit: fn.visit },
  };
  const outcome: unknown = await as(t).mutation(commands[name]!, args);
  return (outcome as Executed).position;
}

/** Everything that was appended, in order. */
const logOf = (t: MarketApp, { readModels }: HandWorker): Promise<RecordedEvent[]> =>
  t.query(async (ctx) => {
    const { source } = readModels.find(crowds.name, 1);
    const page = await readLog(ctx, source, { limit: 1_000 });
    return page.events;
  });

const handled = (projection: AnyProjection, log: RecordedEvent[]) =>
  log.filter(({ type }) => projection.handles.includes(type));

/** The row of the serial fold over all that was appended. */
function serialRow(projection: AnyProjection, log: RecordedEvent[], key: string) {
  const own = handled(projection, log).filter((event) => keysOf(projection, event).includes(key));
  const row = applyEvents(projection, { key, row: null }, own) as object | null;
  return row && { ...row, key };
}

type Asked = { token: Position; log: RecordedEvent[] };

/** Whether a worker of the read model has still to apply something up to the position. */
function isStale(worker: HandWorker, projection: AnyProjection, { token, log }: Asked) {
  if (projection.delivery === "inline") return false;
  const consumer = worker.readModels.find(projection.name, 1);
  const cursors = worker.cursors(projection);
  return handled(projection, log)
    .filter(({ position }) => comparePositions(position, token) <= 0)
    .some((event) => {
      const keyed = { event, keys: keysOf(projection, event) };
      const owner = cursors.findIndex((_cursor, partition) => {
        const { buckets, owns } = shareOf(consumer, { partition, partitions: cursors.length });
        const bucket = bucketOf(event);
        return buckets ? buckets.from <= bucket && bucket <= buckets.to : owns(keyed);
      });
      return !hasReached(cursors[owner] ?? null, event.position);
    });
}

test("PR-8 at every moment of every interleaving each row is that of the serial fold, and PR-7 each token is fresh exactly when it is reached", async () => {
  const check = async (program: Action[]) => {
    const t = initMarket();
    const worker = new HandWorker(t);
    const tokens: Position[] = [];
    for (const action of program) {
      const token = await run(t, worker, action);
      if (token !== null) tokens.push(token);
      const log = await logOf(t, worker);
      for (const projection of projections) {
        for (const n of [1, 2, 3]) {
          const key = projection === owners || projection === crowds ? `o${n}` : `s${n}`;
          const answer = await t.query((ctx) =>
            readReactiveRow(ctx, worker.side, { projection, tenant, key }),
          );
          const row = serialRow(projection, log, key);
          expect(answer).toEqual({ row, freshness: "fresh", parked: false });
        }
        const position = tokens.at(Math.floor(tokens.length / 2));
        if (position === undefined) continue;
        const freshness = await t.query((ctx) =>
          freshnessOf(ctx, worker.side, { projection, tenant, position }),
        );
        const expected = isStale(worker, projection, { token: position, log }) ? "stale" : "fresh";
        expect(freshness).toBe(expected);
      }
    }
  };
  await fc.assert(fc.asyncProperty(programOf(cents), check), { numRuns: 25 });
});

const keys = ["s1", "s2", "s3", "o1", "o2", "o3"];

test("PR-8 no step of a worker changes what a reactive view answers, also where handlers fail and rows wait for each other", async () => {
  const check = async (program: Action[]) => {
    const t = initMarket();
    const worker = new HandWorker(t);
    const answers = () =>
      t.query((ctx) =>
        Promise.all(
          consumed.flatMap((projection) =>
            keys.map((key) => readReactiveRow(ctx, worker.side, { projection, tenant, key })),
          ),
        ),
      );
    for (const action of program) {
      const before = action.do === "step" ? await answers() : null;
      await run(t, worker, action);
      if (before !== null) expect(await answers()).toEqual(before);
    }
    expect(program.length).toBeGreaterThan(0);
  };
  const prices = fc.oneof({ weight: 4, arbitrary: cents }, fc.constantFrom(poison, first));
  await fc.assert(fc.asyncProperty(programOf(prices), check), { numRuns: 25 });
});
