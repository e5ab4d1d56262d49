import { makeFunctionReference } from "convex/server";
import { ConvexClient } from "convex/browser";
import { ConvexError } from "convex/values";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import type { Freshness, FreshnessQuery } from "./Freshness.js";
import { tokenOf } from "./tokenOf.js";
import { waitForFresh, type QuerySubscriber } from "./waitForFresh.js";

const freshness: FreshnessQuery = makeFunctionReference<"query">("sales:freshness");
const position = { commitTs: 7n, ordinal: 1, store: "eventStore" };
const executed = {
  ...({ status: "executed", commandId: "c", version: 1, events: [] } as const),
  position,
};

/** A client whose subscriptions are told what the test says. */
function scripted() {
  type Subscription = Parameters<QuerySubscriber["onUpdate"]>;
  const open = new Set<Subscription>();
  const client: QuerySubscriber = {
    onUpdate: (...subscription) => {
      open.add(subscription);
      return () => open.delete(subscription);
    },
  };
  return {
    client,
    open,
    tell: (now: Freshness) => open.forEach(([, , callback]) => callback(now)),
    fail: (error: Error) => open.forEach(([, , , onError]) => onError(error)),
    asked: () => [...open].map(([query, args]) => [query, args]),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settled = async (promise: Promise<unknown>) => {
  const state = { value: "waiting" as unknown };
  void promise.then(
    (value) => (state.value = value),
    (error: unknown) => (state.value = error),
  );
  await vi.advanceTimersByTimeAsync(0);
  return state;
};

describe("waitForFresh", () => {
  test("PR-7 asks once for the position of the outcome and answers when it is fresh", async () => {
    const { client, open, tell, asked } = scripted();
    const state = await settled(waitForFresh(client, { freshness, after: executed }));
    expect(asked()).toEqual([[freshness, { position }]]);
    tell("stale");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state.value).toBe("waiting");
    tell("fresh");
    await vi.advanceTimersByTimeAsync(0);
    expect(state.value).toBe("fresh");
    expect(open.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("PR-7 answers stale at the timeout and ends its subscription", async () => {
    const { client, open, tell } = scripted();
    const waiting = waitForFresh(client, { freshness, after: position }, { timeoutMs: 300 });
    const state = await settled(waiting);
    tell("stale");
    await vi.advanceTimersByTimeAsync(299);
    expect(state.value).toBe("waiting");
    await vi.advanceTimersByTimeAsync(1);
    expect(state.value).toBe("stale");
    expect(open.size).toBe(0);
  });

  test("PR-7 throws at the timeout when that is asked for", async () => {
    const { client, open } = scripted();
    const options = { timeoutMs: 300, onTimeout: "error" } as const;
    const state = await settled(waitForFresh(client, { freshness, after: position }, options));
    await vi.advanceTimersByTimeAsync(300);
    expect(state.value).toMatchObject({ data: { code: "FRESHNESS_TIMEOUT", retryable: true } });
    expect(open.size).toBe(0);
  });

  test("PR-7 throws what the query throws, such as a position of another deployment", async () => {
    const { client, open, fail } = scripted();
    const state = await settled(waitForFresh(client, { freshness, after: position }));
    const error = new ConvexError({ kind: "infrastructure", code: "POSITION_UNKNOWN" });
    fail(error);
    await vi.advanceTimersByTimeAsync(0);
    expect(state.value).toBe(error);
    expect([open.size, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("PR-7 ends with the reason of an abort, before and while it waits", async () => {
    const { client, open } = scripted();
    const controller = new AbortController();
    const waiting = () =>
      waitForFresh(client, { freshness, after: position }, { signal: controller.signal });
    const state = await settled(waiting());
    controller.abort("left the page");
    await vi.advanceTimersByTimeAsync(0);
    expect(state.value).toBe("left the page");
    expect([open.size, vi.getTimerCount()]).toEqual([0, 0]);
    await expect(waiting()).rejects.toBe("left the page");
  });

  test("PR-7 leaves nothing listening to a signal once it has ended", async () => {
    const { client, tell } = scripted();
    const { signal } = new AbortController();
    const listening = new Set<unknown>();
    vi.spyOn(signal, "addEventListener").mockImplementation(
      (_type, one) => void listening.add(one),
    );
    vi.spyOn(signal, "removeEventListener").mockImplementation(
      (_type, one) => void listening.delete(one),
    );
    const state = await settled(waitForFresh(client, { freshness, after: position }, { signal }));
    expect(listening.size).toBe(1);
    tell("fresh");
    await vi.advanceTimersByTimeAsync(0);
    expect(state.value).toBe("fresh");
    expect(listening.size).toBe(0);
  });

  test("PR-7 a client that answers at once ends no wait", async () => {
    const ended = vi.fn();
    const client: QuerySubscriber = {
      onUpdate: (_query, _args, callback) => {
        callback("fresh");
        return ended;
      },
    };
    expect(await waitForFresh(client, { freshness, after: position })).toBe("fresh");
    expect(ended).toHaveBeenCalledOnce();
  });

  test.each([
    ["nothing", null],
    ["nothing yet", undefined],
    ["a command that changed nothing", { ...executed, position: null }],
    ["a rejection", { status: "rejected", commandId: "c", code: "X", message: "", details: null }],
  ])("PR-7 there is nothing to wait for after %s", async (_what, after) => {
    const { client, open } = scripted();
    expect(tokenOf(after)).toBeNull();
    expect(await waitForFresh(client, { freshness, after })).toBe("fresh");
    expect(open.size).toBe(0);
  });

  test("PR-7 takes the official client", () => {
    expectTypeOf<ConvexClient>().toExtend<QuerySubscriber>();
    expect(ConvexClient.prototype).toHaveProperty("onUpdate");
  });
});
