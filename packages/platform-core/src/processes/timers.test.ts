import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  clockOrders,
  confirmationDeadline,
  deadlineOrders,
  faults,
  submitOrder,
  cancelOrder,
  ticking,
} from "../../test/processes/fulfilment.js";
import { ProcessApp } from "../../test/processes/ProcessApp.js";

const noon = 1_800_000_000_000;
const hour = 3_600_000;
beforeEach(() => {
  vi.useFakeTimers({ now: noon });
  faults.throwing.clear();
  faults.returned = null;
});
afterEach(() => {
  vi.useRealTimers();
});

/** An app with an order that was submitted at noon. */
async function submitted(orderId = "o-1"): Promise<ProcessApp> {
  const app = new ProcessApp(deadlineOrders);
  await app.send(submitOrder, { orderId, items: [] });
  await app.pass(2_000);
  return app;
}

/** Lets the clock jump to a time, and everything run that is due then. */
async function jumpTo(app: ProcessApp, at: number): Promise<void> {
  vi.advanceTimersByTime(at - Date.now());
  await app.t.finishInProgressScheduledFunctions();
  await app.pass(2_000);
}
const timers = (app: ProcessApp) =>
  app.t.query((ctx) => app.platform.processes.timers(ctx, { process: confirmationDeadline }));
const statusOf = async (app: ProcessApp, orderId = "o-1") =>
  ((await app.stateOf("eventStore", orderId)) as { status: string }).status;
const steps = async (app: ProcessApp, key = "o-1") => {
  const instance = await app.t.query((ctx) =>
    app.platform.processes.get(ctx, { process: confirmationDeadline, key }),
  );
  return instance?.steps.map(({ input }) => input.type);
};

describe("a timer", () => {
  test("PM-4 is listed until it fires, with when it is due and what caused it", async () => {
    const app = await submitted();
    expect(await timers(app)).toMatchObject([
      { name: "reminder", key: "o-1", isParked: false, attempts: 0, setBy: "Order:o-1:1" },
      { name: "deadline", key: "o-1" },
    ]);
    const [reminder] = await timers(app);
    expect(reminder!.dueAt).toBeGreaterThanOrEqual(noon + hour);
    expect(reminder!.dueAt).toBeLessThan(noon + hour + 1_000);
  });

  test("PM-4 fires at its time, never earlier, and once", async () => {
    const app = await submitted();
    const [, deadline] = await timers(app);
    await jumpTo(app, deadline!.dueAt - 10_000);
    expect(await statusOf(app)).toBe("submitted");
    await jumpTo(app, deadline!.dueAt);
    expect(await statusOf(app)).toBe("cancelled");
    expect(await steps(app)).toEqual([
      "OrderSubmitted",
      "timer:reminder",
      "timer:deadline",
      "OrderCancelled",
    ]);
    await jumpTo(app, deadline!.dueAt + 100 * hour);
    expect(await app.eventTypes("eventStore")).toEqual(["OrderSubmitted", "OrderCancelled"]);
    expect(await timers(app)).toEqual([]);
  });

  test("PM-4 goes with its instance", async () => {
    const app = await submitted();
    await app.send(cancelOrder, { orderId: "o-1", reason: "changed my mind" });
    await app.pass(2_000);
    expect(await timers(app)).toEqual([]);
    await jumpTo(app, noon + 48 * hour);
    expect(await app.eventTypes("eventStore")).toEqual(["OrderSubmitted", "OrderCancelled"]);
  });

  test("PM-4 set again counts anew: there is one of each name", async () => {
    const app = await submitted("patient-1");
    await jumpTo(app, noon + hour + 1_000);
    expect(await timers(app)).toMatchObject([{ name: "deadline" }]);
    await jumpTo(app, noon + 25 * hour);
    expect(await statusOf(app, "patient-1")).toBe("submitted");
    await jumpTo(app, noon + 51 * hour);
    expect(await statusOf(app, "patient-1")).toBe("cancelled");
  });

  test("OR-5 its commands keep the correlation of what set it", async () => {
    const app = new ProcessApp(deadlineOrders);
    const meta = { commandId: "c-1", correlationId: "k-1" };
    await app.send(submitOrder, { orderId: "o-1", items: [] }, meta);
    await app.pass(2_000);
    await jumpTo(app, noon + 25 * hour);
    const [, cancelled] = await app.rows("eventStore", "events");
    expect(cancelled).toMatchObject({ type: "OrderCancelled", correlationId: "k-1" });
  });

  test("PM-4 many due at one time all fire, some hundred in each transaction", async () => {
    const app = await submitted();
    const [reminder] = await timers(app);
    const [step] = await app.rows("platformCore", "processSteps");
    const { _id, _creationTime, ...first } = step as Record<string, never>;
    await app.inside("platformCore", async ({ db }) => {
      const [row] = await db.query("timers").take(1);
      const { _id: _row, _creationTime: _at, ...timer } = row as Record<string, never>;
      for (let n = 0; n < 1_200; n++) {
        const key = `many-${n}`;
        await db.insert("processSteps", { ...first, key });
        await db.insert("timers", { ...timer, key });
      }
    });
    await jumpTo(app, reminder!.dueAt);
    const fired = (await app.rows("platformCore", "processSteps")).filter(({ n }) => n === 2);
    expect(fired).toHaveLength(1_201);
    const transactions = new Set(fired.map(({ _creationTime: at }) => Math.floor(at as number)));
    expect(transactions.size).toBeLessThanOrEqual(8);
    expect(fired.every(({ at }) => (at as number) >= reminder!.dueAt)).toBe(true);
    expect(await timers(app)).toMatchObject([{ name: "deadline" }]);
  });
});

describe("a timer whose reaction fails", () => {
  test("PM-4 is tried again, then waits for an operator, who retries it", async () => {
    faults.throwing.add("o-1");
    const app = await submitted();
    await jumpTo(app, noon + hour + 1_000);
    expect(await timers(app)).toMatchObject([
      { name: "reminder", isParked: false, error: { code: "PROCESS_FAILED" } },
      { name: "deadline" },
    ]);
    await app.pass(120_000);
    expect((await timers(app)).at(-1)).toMatchObject({
      name: "reminder",
      isParked: true,
      attempts: 5,
    });
    faults.throwing.clear();
    const retry = () =>
      app.t.mutation((ctx) =>
        app.platform.processes.retryTimer(ctx, {
          process: confirmationDeadline,
          key: "o-1",
          name: "reminder",
        }),
      );
    expect(await retry()).toBe(true);
    await app.pass(3_000);
    expect(await steps(app)).toEqual(["OrderSubmitted", "timer:reminder"]);
    expect(await retry()).toBe(false);
  });

  test("PM-4 fails alone: others that are due fire", async () => {
    faults.throwing.add("o-1");
    const app = await submitted();
    await app.send(submitOrder, { orderId: "o-2", items: [] });
    await app.pass(2_000);
    await jumpTo(app, noon + 2 * hour);
    expect(await steps(app, "o-2")).toEqual(["OrderSubmitted", "timer:reminder"]);
    expect(await steps(app)).toEqual(["OrderSubmitted"]);
  });
});

describe("bad input", () => {
  test.each([
    ["NaN", { after: Number.NaN }],
    ["a hundred years", { after: 100 * 366 * 24 * hour }],
    ["before 1970", { at: -1 }],
    ["a text", { after: "soon" as never }],
  ])("PM-4 a timer due at %s fails the reaction, which says what to do", async (_what, due) => {
    ticking.due = due;
    const app = new ProcessApp(clockOrders);
    await app.send(submitOrder, { orderId: "o-1", items: [] });
    await app.pass(500);
    const [letter] = await app.rows("platformCore", "letters");
    expect((letter!["error"] as { message: string }).message).toMatch(
      /sets the timer "tick" to a time that is none/,
    );
  });

  test("PM-4 a timer in the past fires at once, and one that sets itself again at once comes to an end", async () => {
    ticking.due = { at: noon - hour };
    const app = new ProcessApp(clockOrders);
    await app.send(submitOrder, { orderId: "o-1", items: [] });
    await app.pass(30_000);
    expect(await app.eventTypes("eventStore")).toEqual(["OrderSubmitted", "OrderCancelled"]);
    const listed = await app.t.query((ctx) =>
      app.platform.processes.timers(ctx, { process: "clock" }),
    );
    expect(listed).toMatchObject([{ name: "tick", error: { code: "PROCESS_FAILED" } }]);
    expect(listed[0]!.error!.message).toContain("is the end of a chain of 100");
  });
});
