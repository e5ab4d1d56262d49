import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  cancelOrder,
  game,
  hitBall,
  orders,
  plainOrders,
  receiveStock,
  strictOrders,
  submitOrder,
} from "../../test/processes/fulfilment.js";
import { ProcessApp } from "../../test/processes/ProcessApp.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const letters = (app: ProcessApp) => app.rows("platformCore", "letters");
const items = [{ productId: "tea", quantity: 2 }];

async function stocked(): Promise<ProcessApp> {
  const app = new ProcessApp();
  await app.send(receiveStock, { productId: "tea", quantity: 10 });
  await app.drain();
  return app;
}

describe("bad input", () => {
  test("PM-1 a strict process puts an event aside that comes after the end of its instance", async () => {
    const app = new ProcessApp(strictOrders);
    await app.send(submitOrder, { orderId: "o-1", items: [] });
    await app.send(cancelOrder, { orderId: "o-1", reason: "r" });
    await app.drain();
    await app.inside("eventStore", async ({ db }) => {
      const [submitted] = await db.query("events").collect();
      const { _id, _creationTime, ...row } = submitted as Record<string, never>;
      const late = { ...row, eventId: "late", version: 3, position: 1_800_000_900_000_000_000n };
      await db.insert("events", late);
    });
    await app.t.mutation((ctx) => app.platform.consumers.wake(ctx));
    await app.pass(1_000);
    const [letter] = await letters(app);
    expect(letter).toMatchObject({
      error: {
        code: "PROCESS_STRICT",
        message:
          "strictFollower is strict and cannot handle OrderSubmitted (id late): its instance is completed.",
      },
    });
  });

  test("PM-1 two processes that start each other come to an end where an operator sees it", async () => {
    const app = new ProcessApp(game);
    await app.send(hitBall, { ballId: "b", by: "pong" });
    await app.pass(60_000);
    const [letter] = await letters(app);
    expect(letter).toMatchObject({ error: { code: "PROCESS_FAILED" } });
    expect((letter!["error"] as { message: string }).message).toContain(
      "is the end of a chain of 100 commands of processes",
    );
    expect(await app.eventTypes("eventStore")).toHaveLength(101);
  });

  test("RB-1 a process is never rebuilt", async () => {
    const app = await stocked();
    const start = app.t.mutation((ctx) => app.platform.rebuilds.start(ctx, "orderFulfilment"));
    await expect(start).rejects.toThrow(/orderFulfilment is a process/);
  });

  test("PM-7 a process removed from the code it waits, and goes on where it was when it comes back", async () => {
    const app = await stocked();
    app.deploy(plainOrders);
    await app.send(submitOrder, { orderId: "o-1", items });
    await app.pass(5_000);
    expect(await app.stateOf("eventStore", "o-1")).toEqual({ status: "submitted" });
    app.deploy(orders);
    await app.send(submitOrder, { orderId: "o-2", items });
    await app.pass(20_000);
    expect(await app.stateOf("eventStore", "o-1")).toEqual({ status: "confirmed" });
    expect(await app.stateOf("eventStore", "o-2")).toEqual({ status: "confirmed" });
  });
});
