import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MallApp } from "../../test/staged/MallApp.js";
import { days, sales } from "../../test/staged/mall.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

type Lines = { lines: string[] };

describe("a read model over two contexts, each with a store of its own", () => {
  test("PR-6 is given the events of both in the order in which they were committed, however workers take turns", async () => {
    const steps = fc.array(fc.constantFrom("price", "sell", "run"), {
      minLength: 3,
      maxLength: 15,
    });
    const check = async (program: string[]) => {
      const app = new MallApp();
      const expected: string[] = [];
      for (const [n, step] of program.entries()) {
        if (step === "price") {
          await app.setPrice("pen", n);
          expected.push(`pen costs ${n}`);
        } else if (step === "sell") {
          await app.sell(`o${n % 3}`, "pen", { units: n });
          expected.push(`${n} × pen`);
        } else await app.runALittle();
      }
      await app.drain();
      expect((await app.rows<Lines>(days))["all"]?.lines ?? []).toEqual(expected);
    };
    await fc.assert(fc.asyncProperty(steps, check), { numRuns: 15 });
  });

  test("PR-6 gives an event to each of its rows, once", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.setPrice("ink", 4);
    await app.sell("o1", "ink");
    await app.drain();
    expect(await app.rows(days)).toEqual({
      pen: { lines: ["pen costs 3"] },
      ink: { lines: ["ink costs 4", "1 × ink"] },
      all: { lines: ["pen costs 3", "ink costs 4", "1 × ink"] },
    });
  });

  test("PR-6 is given the events of a store that is mounted later, and loses none of those before", async () => {
    const app = new MallApp({ withPrices: false });
    await app.sell("o1", "pen");
    await app.drain();
    app.deploy({ withPrices: true });
    await app.setPrice("pen", 3);
    await app.sell("o2", "pen", { units: 2 });
    await app.drain();
    const lines = ["1 × pen", "pen costs 3", "2 × pen"];
    expect(await app.rows(days)).toEqual({ pen: { lines }, all: { lines } });
    expect(await app.rows(sales)).toMatchObject({ pen: { changesSeen: [1, 1] } });
  });

  test("PR-6 is given nothing twice of a store that was away for a while", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    app.deploy({ withPrices: false });
    await app.sell("o1", "pen");
    await app.drain();
    expect(await app.rows(days)).toMatchObject({ pen: { lines: ["pen costs 3", "1 × pen"] } });
    app.deploy({ withPrices: true });
    await app.setPrice("pen", 4);
    await app.drain();
    const lines = ["pen costs 3", "1 × pen", "pen costs 4"];
    expect(await app.rows(days)).toEqual({ pen: { lines }, all: { lines } });
  });
});

test("PR-2 PR-6 a read model that is behind in a store loses nothing of it while that is away", async () => {
  const app = new MallApp();
  await app.setPrice("pen", 3);
  await app.drain();
  await app.operate("pause", days);
  await app.setPrice("pen", 4);
  await app.drain();
  app.deploy({ withPrices: false });
  await app.operate("resume", days);
  await app.runALittle();
  await app.sell("o1", "pen");
  await app.drain();
  app.deploy({ withPrices: true });
  await app.setPrice("pen", 5);
  await app.drain();
  const lines = ["pen costs 3", "1 × pen", "pen costs 4", "pen costs 5"];
  expect(await app.rows(days)).toEqual({ pen: { lines }, all: { lines } });
});

describe("equal keys of two tenants", () => {
  test("PR-9 LC-5 are two rows, of which each shows its own tenant's events alone", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3, "a");
    await app.setPrice("pen", 4, "b");
    await app.sell("o1", "pen", { tenant: "b" });
    await app.drain();
    const [a, b] = [["pen costs 3"], ["pen costs 4", "1 × pen"]];
    expect(await app.rows(days)).toEqual({
      ...{ "a/pen": { lines: a }, "a/all": { lines: a } },
      ...{ "b/pen": { lines: b }, "b/all": { lines: b } },
    });
  });

  test("PR-9 LC-5 are as fresh as their own tenant's events", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3, "a");
    await app.drain();
    await app.operate("pause", days);
    const own = await app.setPrice("pen", 5, "a");
    const other = await app.setPrice("pen", 4, "b");
    await app.drain();
    const freshness = (tenant: string, position: typeof own) =>
      app.ask((platform, ctx) => platform.freshness(ctx, days, { position, tenant }), tenant);
    expect(await freshness("a", own)).toBe("stale");
    expect(await freshness("b", own)).toBe("fresh");
    expect(await freshness("b", other)).toBe("stale");
    expect(await freshness("c", other)).toBe("fresh");
  });

  test("PR-9 LC-5 are both counted by the lag, each event once", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    await app.operate("pause", days);
    await app.setPrice("pen", 4, "a");
    await app.setPrice("pen", 4, "b");
    await app.drain();
    const lag = () => app.ask((platform, ctx) => platform.consumers.lag(ctx, days));
    expect(await lag()).toMatchObject({ behind: 2 });
    await app.operate("resume", days);
    await app.drain();
    expect(await lag()).toEqual({ behind: 0, oldest: null, aside: 0 });
  });
});
