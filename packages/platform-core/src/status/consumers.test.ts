import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MallApp } from "../../test/staged/MallApp.js";
import { days, poison, prices, receipts, sales, tags } from "../../test/staged/mall.js";
import type { MutationCtx } from "../component/_generated/server.js";
import { markDue } from "../server/tables/cursors.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

type Run = (component: string, work: (ctx: MutationCtx) => Promise<void>) => Promise<void>;

const listed = (app: MallApp) => app.ask((platform, ctx) => platform.consumers.list(ctx));
const lag = (app: MallApp, projection: Parameters<MallApp["operate"]>[1]) =>
  app.ask((platform, ctx) => platform.consumers.lag(ctx, projection));
const idle = { behind: 0, oldest: null, aside: 0 };

async function served(app: MallApp, name: string) {
  const all = await listed(app);
  return all.find(({ consumer, state }) => consumer === name && state === "live");
}

/** What happened to a read model, oldest first. */
async function happened(app: MallApp, projection: Parameters<MallApp["operate"]>[1]) {
  const query = { consumer: projection };
  const { entries } = await app.ask((platform, ctx) => platform.consumers.history(ctx, query));
  return entries.toReversed().map(({ what, by, reason }) => ({
    what,
    ...(by && { by }),
    ...(reason && { reason }),
  }));
}

describe("the list of consumers", () => {
  test("PR-9 tells of every read model, also before anybody has begun to keep it", async () => {
    const app = new MallApp();
    const states = (await listed(app)).map(({ consumer, state }) => [consumer, state]);
    expect(Object.fromEntries(states)).toEqual({
      ...{ prices: "new", tags: "live", sales: "new", receipts: "new", days: "new" },
    });
  });

  test("PR-9 tells what is served, how it is kept and how far it is", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.sell("o1", "pen");
    await app.drain();
    expect(await served(app, receipts.name)).toMatchObject({
      ...{ version: 1, delivery: "async", status: { kind: "running" }, partitions: 2 },
      ...{ category: "view", strategy: { strategy: "byStream" } },
      ...{ handled: 1, aside: 0, failures: [], waitsFor: [], build: null, isShadow: false },
    });
    expect((await served(app, receipts.name))?.movedAt).toBeGreaterThan(0);
    expect(await served(app, tags.name)).toMatchObject({ delivery: "inline", generation: 0 });
  });

  test("PR-9 tells why workers stand still", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    await app.operate("pause", days);
    await app.setPrice("pen", poison);
    await app.drain();
    expect(await served(app, days.name)).toMatchObject({ status: { kind: "paused" } });
    expect(await served(app, prices.name)).toMatchObject({
      status: { kind: "halted", reason: expect.stringContaining("no such price") as string },
      aside: 1,
    });
  });

  test("PR-9 tells how far a build is", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    await app.t.mutation((ctx) => app.platform.rebuilds.start(ctx as never, days, { by: "ann" }));
    const building = (await listed(app)).find(({ state }) => state === "building");
    expect(building).toMatchObject({
      consumer: "days",
      kind: "readModel",
      build: { percent: 0, remainingMs: null },
    });
    await app.drain();
    expect((await listed(app)).filter(({ state }) => state === "building")).toEqual([]);
  });
});

describe("the lag of a consumer", () => {
  test("PR-9 is empty when it is idle, and for what commands keep", async () => {
    const app = new MallApp();
    expect(await lag(app, days)).toEqual(idle);
    await app.setPrice("pen", 3);
    expect(await lag(app, tags)).toEqual(idle);
    await app.drain();
    expect(await lag(app, days)).toEqual(idle);
  });

  test("PR-9 counts what has been committed in every store since, and tells since when", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    await app.operate("pause", days);
    vi.advanceTimersByTime(1_000);
    const before = Date.now();
    await app.setPrice("pen", 4);
    await app.sell("o1", "pen");
    await app.drain();
    const { behind, oldest, aside } = await lag(app, days);
    expect({ behind, aside }).toEqual({ behind: 2, aside: 0 });
    expect(oldest).toBeGreaterThanOrEqual(before);
    expect(oldest).toBeLessThan(before + 1_000);
    await app.operate("resume", days);
    await app.drain();
    expect(await lag(app, days)).toEqual(idle);
  });

  test("PR-9 tells what is aside apart from what is behind", async () => {
    const app = new MallApp();
    await app.setPrice("pen", poison);
    await app.drain();
    await app.setPrice("pen", 4);
    await app.drain();
    expect(await lag(app, prices)).toMatchObject({ behind: 1, aside: 1 });
    const letters = await app.ask((platform, ctx) => platform.consumers.letters(ctx, prices));
    expect(letters).toEqual({ retrying: 0, waiting: 0, parked: 1, skipped: 0, discarded: 0 });
  });

  test("PR-9 is refused for a read model that the code does not declare", async () => {
    const app = new MallApp();
    const asked = app.ask((platform, ctx) => platform.consumers.lag(ctx, "trips"));
    await expect(asked).rejects.toMatchObject({ data: { code: "UNDECLARED_CONSUMER" } });
  });
});

describe("the history of a consumer", () => {
  test("PR-9 tells how it began, and nothing of what goes well", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    await app.setPrice("pen", 4);
    await app.drain();
    expect(await happened(app, days)).toEqual([{ what: "begun" }, { what: "cutOver" }]);
  });

  test("OP-1 PR-9 tells what operators did, who they were, and what it led to", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    await app.operate("pause", days);
    await app.operate("resume", days);
    await app.t.mutation((ctx) => app.platform.rebuilds.start(ctx as never, days, { by: "olga" }));
    await app.drain();
    expect((await happened(app, days)).slice(2)).toEqual([
      { what: "paused", by: "ann" },
      { what: "resumed", by: "ann" },
      { what: "begun", by: "olga" },
      { what: "cutOver" },
    ]);
  });

  test("PR-9 tells that a build was given up, and by whom", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    const by = { by: "olga" };
    await app.t.mutation((ctx) => app.platform.rebuilds.start(ctx as never, days, by));
    await app.t.mutation((ctx) => app.platform.rebuilds.cancel(ctx as never, days, by));
    const [last] = (await happened(app, days)).slice(-1);
    expect(last).toEqual({ what: "abandoned", by: "olga", reason: "cancelled" });
  });

  test("PR-9 tells of dead letters, and why it halted", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    await app.setPrice("pen", poison);
    await app.drain();
    const reason = expect.stringMatching(/^PriceSet .*no such price$/) as string;
    expect((await happened(app, prices)).slice(2)).toEqual([
      { what: "parked", reason },
      { what: "halted", reason },
    ]);
  });

  test("PR-9 tells that the code has lost it, and has it again", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.sell("o1", "pen");
    await app.drain();
    app.deploy({ withPrices: false });
    await app.sell("o2", "pen");
    await app.drain();
    expect((await happened(app, sales)).at(-1)).toEqual({ what: "removed" });
    app.deploy({ withPrices: true });
    await app.sell("o3", "pen");
    await app.drain();
    expect((await happened(app, sales)).at(-1)).toEqual({ what: "revived" });
    expect(await app.rows(sales)).toMatchObject({ pen: { changesSeen: [1, 1, 1] } });
  });

  test("PR-9 tells of wake-ups that failed, ever more rarely", async () => {
    const app = new MallApp();
    const { runInComponent } = app.t as unknown as { runInComponent: Run };
    for (let n = 0; n < 5; n++) {
      await runInComponent("platformCore", (ctx) =>
        markDue(ctx, { worker: "days/1/0", upTo: "somewhere", woken: "failed" }),
      );
    }
    const what = "wakeFailed";
    expect(await happened(app, days)).toEqual([
      { what, reason: "once" },
      { what, reason: "2 times" },
      { what, reason: "4 times" },
    ]);
  });

  test("PR-9 comes in pages, newest first", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    for (let n = 0; n < 3; n++) await app.operate("pause", days);
    const page = (cursor: number | null) =>
      app.ask((platform, ctx) =>
        platform.consumers.history(ctx, { consumer: days, limit: 4, cursor }),
      );
    const first = await page(null);
    const second = await page(first.cursor);
    const all = [...first.entries, ...second.entries].map(({ what }) => what);
    expect(all).toEqual(["paused", "paused", "paused", "cutOver", "begun"]);
    expect(second.cursor).toBeNull();
  });

  test("PR-9 is forgotten after ninety days", async () => {
    const app = new MallApp();
    await app.setPrice("pen", 3);
    await app.drain();
    vi.advanceTimersByTime(91 * 24 * 60 * 60_000);
    await app.operate("pause", days);
    expect(await happened(app, days)).toEqual([{ what: "paused", by: "ann" }]);
  });
});
