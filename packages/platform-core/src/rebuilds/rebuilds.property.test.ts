import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment, type Row } from "../../test/rebuilds/Deployment.js";
import { totals } from "../../test/rebuilds/meters.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const tenants = ["acme", "zeta"];
const meters = ["m", "n", "o"];

/** Releases of an app whose first one is inline, or async: with and without the version before in the code. */
const releasesFrom = (from: "inline" | "async") => {
  const first = totals({ delivery: from });
  const second = totals({ version: 2, delivery: from, replaces: first });
  return (["inline", "async"] as const).flatMap((delivery) => [
    first,
    totals({ version: 2, delivery, replaces: first }),
    totals({ version: 2, delivery, replaces: first, partitions: delivery === "async" ? 3 : 1 }),
    totals({ version: 3, delivery, replaces: second }),
    totals({ version: 3, delivery, replaces: first }),
    ...(from === "inline" && delivery === "async" ? [] : [totals({ version: 2, delivery })]),
  ]);
};

type Release = ReturnType<typeof totals>;
/** One thing that happens, by itself or by hand. */
type Step = { name: string; run: (deployment: Deployment) => Promise<unknown> };

const step = (name: string, run: Step["run"]): Step => ({ name, run });
const ignoring =
  (run: Step["run"]): Step["run"] =>
  (deployment) =>
    run(deployment).catch(() => null);

const tenant = fc.constantFrom(...tenants);
const key = fc.constantFrom(...meters);
const scope = fc.oneof(
  fc.constant({}),
  tenant.map((tenant) => ({ tenant })),
  fc.record({ tenant, key }),
);

const reading = fc
  .record({ tenant, meterId: key, units: fc.integer({ min: 1, max: 9 }) })
  .map(({ tenant, ...read }) =>
    step(`read ${tenant}`, (deployment) => deployment.read(tenant, read)),
  );
const passing = fc
  .integer({ min: 1, max: 4 })
  .map((n) => step(`pass ${n}`, (one) => one.pass(50 * n)));
const deploying = (release: fc.Arbitrary<Release>) =>
  release.map((next) => {
    const name = `deploy ${next.version} ${next.delivery} of ${next.partitions}`;
    return step(name, async (one) => one.deployNoticed(next));
  });
const operating = fc.oneof(
  scope.map((asked) =>
    step(
      `start ${JSON.stringify(asked)}`,
      ignoring((one) => one.start(asked)),
    ),
  ),
  scope.map((asked) =>
    step(
      "verify",
      ignoring((one) => one.verify(asked)),
    ),
  ),
  fc.constant(
    step(
      "cancel",
      ignoring((one) => one.operate("cancel")),
    ),
  ),
  fc.constant(step("crash", (one) => one.crash())),
);
/** An app from its first release to its last. */
const lives = fc.constantFrom("inline" as const, "async" as const).chain((from) => {
  const release = fc.constantFrom<Release>(...releasesFrom(from));
  const byItself = [
    { weight: 4, arbitrary: reading },
    { weight: 4, arbitrary: passing },
  ];
  const steps = fc.oneof(...byItself, deploying(release), operating);
  return fc.record({
    first: fc.constant(totals({ delivery: from })),
    steps: fc.array(steps, { minLength: 5, maxLength: 25 }),
    last: release,
  });
});

/** What a tenant's readers would see after so many of its events, if version `version` had made it. */
function folded(events: Awaited<ReturnType<Deployment["log"]>>, version: number): Row[] {
  const rows = new Map<string, Row>();
  for (const { streamId: key, payload } of events) {
    const { units, readings } = rows.get(key) ?? { units: 0, readings: 0 };
    rows.set(key, { key, version, units: units + version * payload.units, readings: readings + 1 });
  }
  return [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** How many events of a tenant its readers see; fails unless what they see is all of them up to there, by one version. */
async function seen(deployment: Deployment, tenant: string): Promise<number> {
  const rows = await deployment.rows(tenant);
  const count = rows.reduce((sum, row) => sum + row.readings, 0);
  const events = (await deployment.log(tenant)).slice(0, count);
  expect(rows).toEqual(folded(events, rows[0]?.version ?? 1));
  return count;
}

describe("whatever is deployed, rebuilt, cancelled or ended when", () => {
  test("RB-2 readers see all events up to some point, made by one version, and never fewer than before", async () => {
    await fc.assert(
      fc.asyncProperty(lives, async ({ first, steps, last }) => {
        const deployment = new Deployment(first);
        const before = new Map<string, number>();
        const look = async () => {
          for (const one of tenants) {
            const count = await seen(deployment, one);
            expect(count).toBeGreaterThanOrEqual(before.get(one) ?? 0);
            before.set(one, count);
          }
        };
        for (const { run } of steps) {
          await run(deployment);
          await look();
        }
        await deployment.deployNoticed(last);
        for (const one of tenants) await deployment.read(one);
        vi.advanceTimersByTime(11_000);
        await deployment.drain();
        await look();
        // A version whose build was cancelled waits until somebody asks for it.
        if ((await deployment.list()).some(({ state }) => state === "cancelled")) {
          await deployment.start().catch(() => null);
          await deployment.drain();
          await look();
        }
        for (const one of tenants) {
          expect(await deployment.rows(one)).toEqual(
            folded(await deployment.log(one), last.version),
          );
        }
        const generations = await deployment.table("generations");
        expect(generations.every(({ state }) => state === "live" || state === "tenantLive")).toBe(
          true,
        );
        const rows = await deployment.table("totals", "");
        const readable = await Promise.all(tenants.map((one) => deployment.rows(one)));
        expect(rows).toHaveLength(readable.flat().length);
      }),
      { numRuns: 40 },
    );
  });
});
