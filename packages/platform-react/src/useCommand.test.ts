import { makeCommandId, type Executed } from "@convex-es/platform-core/client";
import { act, renderHook } from "@testing-library/react";
import { ConvexError } from "convex/values";
import { StrictMode, createElement, type ReactNode } from "react";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { FakeConvex } from "../test/FakeConvex.js";
import { api, executedAt, positionAt, rejected } from "../test/shop.js";
import { useCommand } from "./useCommand.js";

const { submitOrder, cancelOrder } = api.orders;
const lost = new TypeError("fetch failed");
const bug = new ConvexError({
  ...{ kind: "infrastructure", code: "DECIDE_FAILED", message: "m", retryable: false },
});

/** A promise that the test ends. */
function later<T>() {
  const end: { resolve: (value: T) => void; reject: (error: unknown) => void } = {} as never;
  const promise = new Promise<T>((resolve, reject) => Object.assign(end, { resolve, reject }));
  return { promise, ...end };
}

function rendered(options: Parameters<typeof useCommand>[1] = {}) {
  const convex = new FakeConvex();
  convex.mutate.mockResolvedValue(executedAt(7n));
  const { result, rerender } = renderHook(
    (mutation: typeof submitOrder) => useCommand(mutation, { backoffMs: 0, ...options }),
    { wrapper: convex.wrapper, initialProps: submitOrder },
  );
  return {
    convex,
    rerender,
    send: (orderId: string, extra = {}) => result.current[0]({ orderId, ...extra }),
    state: () => result.current[1],
    ids: () => convex.sent.map(({ args }) => args.meta.commandId),
  };
}

describe("an intent", () => {
  test("OR-2 has one command id, made by the hook", async () => {
    const { convex, send, ids } = rendered();
    await act(() => send("o1"));
    expect(ids()[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(convex.sent[0]).toMatchObject({ name: "orders:submitOrder", args: { orderId: "o1" } });
  });

  test("CB-1 clicked twice is one intent: sent once", async () => {
    const { convex, send } = rendered();
    const [first, second] = await act(async () => Promise.all([send("o1"), send("o1")]));
    expect(convex.sent).toHaveLength(1);
    expect(second).toBe(first);
  });

  test("CB-1 keeps its id when it is tried again after a failure", async () => {
    const { convex, send, ids } = rendered();
    convex.mutate.mockRejectedValueOnce(bug);
    await act(() => send("o1"));
    await act(() => send("o1", { note: undefined }));
    expect(ids()).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
  });

  test("OR-2 keeps its id over the retries of what may pass", async () => {
    const { convex, send, ids, state } = rendered();
    convex.mutate.mockRejectedValueOnce(lost).mockRejectedValueOnce(lost);
    await act(() => send("o1"));
    expect(ids()).toHaveLength(3);
    expect(new Set(ids()).size).toBe(1);
    expect(state().outcome?.status).toBe("executed");
  });

  test.each([
    ["the same again after its outcome", ["o1", "o1"]],
    ["other fields", ["o1", "o2"]],
  ] as const)("CB-1 ends: %s are a new one", async (_what, [first, second]) => {
    const { send, ids } = rendered();
    await act(() => send(first));
    await act(() => send(second));
    expect(new Set(ids()).size).toBe(2);
  });

  test("CB-1 ends with a rejection too: the next click decides again", async () => {
    const { convex, send, ids } = rendered();
    convex.mutate.mockResolvedValueOnce(rejected);
    await act(() => send("o1"));
    await act(() => send("o1"));
    expect(new Set(ids()).size).toBe(2);
  });

  test("CB-1 that failed is given up with reset, or when something else is wanted", async () => {
    const { convex, send, ids, state } = rendered();
    convex.mutate.mockRejectedValue(bug);
    await act(() => send("o1"));
    await act(async () => state().reset());
    await act(() => send("o1"));
    await act(() => send("o2"));
    await act(() => send("o1"));
    expect(new Set(ids()).size).toBe(4);
  });

  test("CB-1 of another command with the same fields is another one", async () => {
    const { convex, send, ids, rerender } = rendered();
    convex.mutate.mockRejectedValueOnce(bug);
    await act(() => send("o1"));
    rerender(cancelOrder);
    await act(() => send("o1"));
    expect(convex.sent[1]?.name).toBe("orders:cancelOrder");
    expect(new Set(ids()).size).toBe(2);
  });

  test("CB-1 sends the caller's id and meta", async () => {
    const { convex, send } = rendered();
    const meta = { commandId: makeCommandId(), correlationId: "form-7" };
    await act(() => send("o1", { meta }));
    expect(convex.sent[0]?.args.meta).toEqual(meta);
  });

  test("CB-1 is one under StrictMode, which runs effects and state twice", async () => {
    const convex = new FakeConvex();
    convex.mutate.mockResolvedValue(executedAt(7n));
    const wrapper = ({ children }: { children: ReactNode }) =>
      createElement(StrictMode, null, createElement(convex.wrapper, null, children));
    const { result } = renderHook(() => useCommand(submitOrder), { wrapper });
    await act(() => result.current[0]({ orderId: "o1" }));
    expect(convex.sent).toHaveLength(1);
    expect(result.current[1]).toMatchObject({ pending: false, position: positionAt(7n) });
  });
});

describe("the state of a command", () => {
  test("OR-6 is pending from the click to the outcome", async () => {
    const { convex, send, state } = rendered();
    const answer = later<unknown>();
    convex.mutate.mockReturnValueOnce(answer.promise);
    const sent = await act(async () => ({ done: send("o1") }));
    expect(state()).toMatchObject({ pending: true, outcome: null });
    answer.resolve(executedAt(7n));
    await act(() => sent.done);
    expect(state()).toMatchObject({ pending: false, outcome: executedAt(7n), error: null });
  });

  test("OR-6 is pending while one of several is on its way", async () => {
    const { convex, send, state } = rendered();
    const answer = later<unknown>();
    convex.mutate.mockReturnValueOnce(answer.promise);
    const slow = await act(async () => ({ done: send("o1") }));
    await act(() => send("o2"));
    expect(state()).toMatchObject({ pending: true, outcome: { status: "executed" } });
    answer.resolve(rejected);
    await act(() => slow.done);
    expect(state()).toMatchObject({ pending: false, outcome: { status: "rejected" } });
  });

  test("OR-6 has the typed outcome, and so has the promise", async () => {
    const { convex, send, state } = rendered();
    convex.mutate.mockResolvedValueOnce(rejected);
    const outcome = await act(() => send("o1"));
    expect(outcome).toBe(rejected);
    expect(state()).toMatchObject({ outcome: rejected, error: null, position: null });
    type Status = "executed" | "rejected" | "refused" | "failed";
    expectTypeOf(outcome.status).toEqualTypeOf<Status>();
    const last = state().outcome;
    if (last?.status === "executed") expectTypeOf(last).toExtend<Executed>();
  });

  test("OR-2 says why there is no outcome, classified, and never rejects", async () => {
    const { convex, send, state } = rendered();
    convex.mutate.mockRejectedValue(lost);
    const result = await act(() => send("o1"));
    expect(result).toMatchObject({ status: "failed", error: { code: "NETWORK", retryable: true } });
    expect(state()).toMatchObject({ outcome: null, error: { code: "NETWORK" }, pending: false });
    expect(convex.sent).toHaveLength(5);
  });

  test("OR-2 repeats nothing that a repeat cannot mend", async () => {
    const { convex, send, state } = rendered();
    convex.mutate.mockRejectedValue(bug);
    await act(() => send("o1"));
    expect(convex.sent).toHaveLength(1);
    expect(state().error?.code).toBe("DECIDE_FAILED");
  });

  test("PR-7 keeps the latest token: no-ops, rejections and late answers do not move it back", async () => {
    const { convex, send, state } = rendered();
    const tokens: unknown[] = [];
    for (const end of [
      executedAt(7n),
      executedAt(null),
      rejected,
      executedAt(9n),
      executedAt(8n),
    ]) {
      convex.mutate.mockResolvedValueOnce(end);
      await act(() => send("o1"));
      tokens.push(state().position?.commitTs);
    }
    await act(async () => state().reset());
    expect(tokens).toEqual([7n, 7n, 7n, 9n, 9n]);
    expect(state()).toMatchObject({ outcome: null, position: positionAt(9n) });
  });

  test("OR-6 does not change between renders without a reason", async () => {
    const { send, state, rerender } = rendered();
    await act(() => send("o1"));
    const before = [state(), state().reset];
    rerender(submitOrder);
    expect([state(), state().reset]).toEqual(before);
    expect(state()).toBe(before[0]);
  });
});

test("PR-8 the optimistic step is handed to the client, for every attempt", async () => {
  const optimistic = vi.fn();
  const { convex, send } = rendered({ optimistic });
  convex.mutate.mockRejectedValueOnce(lost);
  await act(() => send("o1"));
  expect(convex.sent.map((sent) => sent.optimistic)).toEqual([optimistic, optimistic]);
});
