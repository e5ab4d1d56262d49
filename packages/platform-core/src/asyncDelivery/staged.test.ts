import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MallApp } from "../../test/staged/MallApp.js";
import * as mall from "../../test/staged/mall.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const { prices, receipts, sales } = mall;

const waitsOf = async (app: MallApp) => {
  const listed = await app.ask((platform, ctx) => platform.consumers.list(ctx));
  return listed.find(({ consumer }) => consumer === "sales")?.waitsFor;
};

describe("a read model that is made of another one's rows", () => {
  test("PR-6 sees the row that belongs to its event, of the read model of another store", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.sell("o1", "pen", { units: 2 });
    await app.drain();
    expect(await app.rows(sales)).toEqual({ pen: { cents: 6, changesSeen: [1] } });
  });

  test("PR-6 sees no row where there is none", async () => {
    const app = new MallApp();
    await app.sell("o1", "pen", { units: 2 });
    await app.drain();
    expect(await app.rows(sales)).toEqual({ pen: { cents: 0, changesSeen: [0] } });
  });

  test("PR-6 waits for the other one, up to the very event, and then goes on by itself", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.sell("o1", "pen");
    await app.drain();
    await app.operate("pause", prices);
    await app.sell("o2", "pen");
    await app.setPrice("pen", 5);
    await app.sell("o3", "pen");
    await app.drain();
    expect(await app.rows(sales)).toEqual({ pen: { cents: 6, changesSeen: [1, 1] } });
    await app.operate("resume", prices);
    await app.drain();
    expect(await app.rows(sales)).toEqual({ pen: { cents: 11, changesSeen: [1, 1, 2] } });
  });

  test("PR-6 says what it waits for, and why", async () => {
    const app = new MallApp();
    await app.sell("o1", "pen");
    await app.drain();
    expect(await waitsOf(app)).toEqual([]);
    await app.operate("pause", prices);
    await app.setPrice("pen", mall.poison);
    await app.sell("o2", "pen");
    await app.drain();
    expect(await waitsOf(app)).toEqual(["the rows of prices, which is paused"]);
    await app.operate("resume", prices);
    await app.drain();
    await app.setPrice("pen", 4);
    await app.sell("o3", "pen");
    await app.drain();
    expect(await waitsOf(app)).toEqual([
      expect.stringMatching(/^the rows of prices, which has halted: PriceSet .* no such price$/),
    ]);
  });

  test("PR-6 schedules nothing while it waits", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    await app.operate("pause", prices);
    await app.setPrice("pen", 4);
    await app.sell("o1", "pen");
    await app.drain();
    const scheduled = await app.t.run((ctx) =>
      ctx.db.system.query("_scheduled_functions").collect(),
    );
    expect(scheduled.filter(({ state }) => state.kind === "pending")).toEqual([]);
    expect(await waitsOf(app)).toHaveLength(1);
  });

  test("PR-6 never waits for one that commands keep; a key of null belongs to no row", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.sell("o1", "pen", { units: 2 });
    await app.sell("o2", "gift", { units: 2 });
    await app.drain();
    expect(await app.rows(receipts)).toEqual({
      o1: { cents: 6, changesSeen: [1] },
      o2: { cents: 0, changesSeen: [0] },
    });
  });

  test("PR-6 sees the rows of its event's tenant alone", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3, "a");
    await app.setPrice("pen", 50, "b");
    await app.sell("o1", "pen", { tenant: "a" });
    await app.sell("o1", "pen", { tenant: "b" });
    await app.drain();
    expect(await app.rows(sales)).toMatchObject({ "a/pen": { cents: 3 }, "b/pen": { cents: 50 } });
    expect(await app.rows(receipts)).toMatchObject({ "a/o1": { cents: 3 }, "b/o1": { cents: 50 } });
  });

  test("PR-6 is rebuilt with the rows of today", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.sell("o1", "pen");
    await app.drain();
    await app.setPrice("pen", 5);
    await app.drain();
    await app.t.mutation((ctx) => app.platform.rebuilds.start(ctx as never, sales, { by: "ann" }));
    await app.drain();
    expect(await app.rows(sales)).toEqual({ pen: { cents: 5, changesSeen: [2] } });
  });
});

type Step = "price" | "sell" | "run" | "pause" | "resume";

test("PR-6 however commands and workers take turns, an event is never counted before the other read model shows all that was before it", async () => {
  const steps = fc.array(fc.constantFrom<Step>("price", "sell", "run", "run", "pause", "resume"), {
    minLength: 4,
    maxLength: 20,
  });
  const check = async (program: Step[]) => {
    const app = new MallApp();
    // Operators know what has begun.
    await app.setPrice("pen", 1);
    await app.drain();
    let changes = 1;
    const least: number[] = [];
    for (const step of program) {
      if (step === "price") await app.setPrice("pen", ++changes);
      else if (step === "sell") {
        await app.sell("o1", "pen");
        least.push(changes);
      } else if (step === "run") await app.runALittle();
      else await app.operate(step, prices);
    }
    await app.operate("resume", prices);
    await app.drain();
    const rows = await app.rows<{ changesSeen: number[] }>(sales);
    const seen = rows["pen"]?.changesSeen ?? [];
    expect(seen).toHaveLength(least.length);
    expect(seen.filter((change, index) => change < (least[index] ?? 0))).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(steps, check), { numRuns: 15 });
});
