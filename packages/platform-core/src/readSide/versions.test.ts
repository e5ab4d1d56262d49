import { componentsGeneric } from "convex/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { metersWith, misshaping, schema, totals } from "../../test/rebuilds/meters.js";
import { readModelConsumers } from "../readModels/readModelConsumers.js";
import { Consumers } from "../consumers/Consumers.js";
import { createPlatform, wiringOf, type PlatformComponents } from "../platform/createPlatform.js";
import type { Position } from "../declarations/outcome.js";
import { freshnessOf } from "./freshnessOf.js";
import { progressOf, type SnapshotContext } from "./Progress.js";
import { readReactiveRow } from "./readRow.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const components = componentsGeneric() as unknown as PlatformComponents;
type Totals = ReturnType<typeof totals>;

/** Asks as the deployed code does. */
function readerOf(deployment: Deployment, projection: Totals) {
  const platform = createPlatform(components, { schema, contexts: [metersWith([projection])] });
  const { stores, projections } = wiringOf(platform).runtime;
  const readModels = new Consumers(stores, readModelConsumers(stores, projections));
  const side = { readModels, progress: progressOf(components.platformCore) };
  const ask = <T>(run: (ctx: SnapshotContext) => Promise<T>) =>
    deployment.t.query((ctx) => run(ctx));
  return {
    row: () => ask((ctx) => readReactiveRow(ctx, side, { projection, tenant: "", key: "m" })),
    freshness: (position: Position) =>
      ask((ctx) => freshnessOf(ctx, side, { projection, tenant: "", position })),
  };
}

const deliveries = ["async", "inline"] as const;
const shapes = deliveries.flatMap((from) => deliveries.map((to) => [from, to] as const));

describe.each(shapes)("while an %s version is replaced by an %s one", (from, to) => {
  const first = totals({ delivery: from });
  const second = totals({ delivery: to, version: 2, replaces: first });

  test("PR-8 a reactive view shows every command at every moment, PR-7 no token is taken back", async () => {
    const deployment = new Deployment(first);
    await deployment.read("", { units: 5 });
    await deployment.drain();
    deployment.deploy(second);
    const { row, freshness } = readerOf(deployment, second);
    const sums = { units: 5, readings: 1 };
    const seen: number[] = [];
    const fresh = new Set<Position>();
    const tokens: Position[] = [];
    for (const units of [7, 1, 3, 2]) {
      tokens.push((await deployment.read("", { units })).position);
      Object.assign(sums, { units: sums.units + units, readings: sums.readings + 1 });
      for (let steps = 0; steps < 8; steps++) {
        const answer = await row();
        const version = Number(answer.row?.["version"]);
        const whole = { version, units: version * sums.units, readings: sums.readings };
        expect(answer).toMatchObject({ row: whole, freshness: "fresh", parked: false });
        seen.push(version);
        const now = await Promise.all(tokens.map(freshness));
        expect(tokens.filter((token, n) => fresh.has(token) && now[n] !== "fresh")).toEqual([]);
        tokens.filter((_token, n) => now[n] === "fresh").forEach((token) => fresh.add(token));
        await deployment.pass(50);
      }
    }
    await deployment.drain();
    expect([seen[0], seen.at(-1)]).toEqual([1, 2]);
    expect(seen).toEqual(seen.toSorted());
    expect(await row()).toMatchObject({ row: { version: 2 } });
    for (const token of tokens) expect(await freshness(token)).toBe("fresh");
  });
});

test("PR-11 a reactive view shows no row that its table refuses, though a later event would mend it", async () => {
  const deployment = new Deployment(totals());
  await deployment.read("", { units: 5 });
  await deployment.drain();
  await deployment.read("", { units: misshaping, times: 2 });
  const { row } = readerOf(deployment, totals());
  const parked = { row: { units: 5, readings: 1 }, freshness: "stale", parked: true };
  expect(await row()).toMatchObject(parked);
  await deployment.pass(4_000);
  expect(await row()).toMatchObject(parked);
});
