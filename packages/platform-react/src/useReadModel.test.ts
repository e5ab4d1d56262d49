import { act, renderHook } from "@testing-library/react";
import { ConvexError } from "convex/values";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { FakeConvex } from "../test/FakeConvex.js";
import { api, executedAt, positionAt, rejected } from "../test/shop.js";
import { useReadModel, type UseReadModelOptions } from "./useReadModel.js";

const { get, freshness } = api.sales;
const args = { key: "tea" };
const row = (cents: number) => ({ key: "tea", cents });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function rendered(options: Omit<UseReadModelOptions, "freshness"> = {}) {
  const convex = new FakeConvex();
  const { result, rerender, unmount } = renderHook(
    (given: typeof options) => useReadModel(get, { ...args }, { freshness, ...given }),
    { wrapper: convex.wrapper, initialProps: options },
  );
  const answer = (...answers: Parameters<FakeConvex["answer"]>) =>
    act(async () => convex.answer(...answers));
  return { convex, rerender, unmount, answer, state: () => result.current };
}

const at = (commitTs: bigint) => ({ position: positionAt(commitTs) });
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe("without a token", () => {
  test.each([
    ["none", undefined],
    ["no outcome yet", null],
    ["a no-op", executedAt(null)],
    ["a rejection", rejected],
  ])("PR-7 what is there is fresh at once: %s", async (_what, after) => {
    const { convex, answer, state } = rendered({ after });
    expect(state()).toEqual({ status: "loading", value: undefined, error: null });
    await answer([get, args, row(1)]);
    expect(state()).toEqual({ status: "fresh", value: row(1), error: null });
    expect(convex.subscriptionsTo(freshness)).toBe(0);
    expectTypeOf(state().value).toEqualTypeOf<{ key: string; cents: number } | null | undefined>();
  });

  test("PR-7 a row that does not exist is a value", async () => {
    const { answer, state } = rendered();
    await answer([get, args, null]);
    expect(state()).toEqual({ status: "fresh", value: null, error: null });
  });
});

describe("with a token", () => {
  test("PR-7 it waits by subscription, shows what there is meanwhile, and is fresh when it is", async () => {
    const { convex, answer, state } = rendered({ after: executedAt(7n) });
    await answer([get, args, row(1)], [freshness, at(7n), "stale"]);
    expect(state()).toEqual({ status: "loading", value: row(1), error: null });
    await pass(9_999);
    expect(state().status).toBe("loading");
    await answer([get, args, row(2)], [freshness, at(7n), "fresh"]);
    expect(state()).toEqual({ status: "fresh", value: row(2), error: null });
    expect(convex.subscriptionsTo(freshness)).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("PR-7 it is never fresh without the value of the same moment", async () => {
    const { answer, state } = rendered({ after: positionAt(7n) });
    await answer([freshness, at(7n), "fresh"]);
    expect(state().status).toBe("loading");
    await answer([get, args, row(2)]);
    expect(state()).toMatchObject({ status: "fresh", value: row(2) });
  });

  test("PR-7 a stopped projection is stale after the timeout, and fresh once it goes on", async () => {
    const { answer, state } = rendered({ after: positionAt(7n), timeoutMs: 500 });
    await answer([get, args, row(1)], [freshness, at(7n), "stale"]);
    await pass(500);
    expect(state()).toEqual({ status: "stale", value: row(1), error: null });
    await answer([get, args, row(2)], [freshness, at(7n), "fresh"]);
    expect(state()).toEqual({ status: "fresh", value: row(2), error: null });
  });

  test("PR-7 or an error, when stale data must not be shown", async () => {
    const options = { after: positionAt(7n), timeoutMs: 500, onTimeout: "error" } as const;
    const { answer, state } = rendered(options);
    await answer([get, args, row(1)], [freshness, at(7n), "stale"]);
    await pass(500);
    const error = { code: "FRESHNESS_TIMEOUT", retryable: true };
    expect(state()).toMatchObject({ status: "error", value: undefined, error });
    await answer([freshness, at(7n), "fresh"]);
    expect(state()).toMatchObject({ status: "fresh", value: row(1) });
  });

  test("PR-7 the timeout counts without a connection too", async () => {
    const { state } = rendered({ after: positionAt(7n), timeoutMs: 500, onTimeout: "error" });
    await pass(500);
    expect(state().error?.code).toBe("FRESHNESS_TIMEOUT");
  });

  test("PR-7 a newer token is waited for again, with a time of its own", async () => {
    const { answer, state, rerender } = rendered({ after: positionAt(7n), timeoutMs: 500 });
    await answer([get, args, row(1)], [freshness, at(7n), "fresh"]);
    rerender({ after: positionAt(9n), timeoutMs: 500 });
    await answer([freshness, at(9n), "stale"]);
    await pass(499);
    expect(state()).toMatchObject({ status: "loading", value: row(1) });
    await pass(1);
    expect(state().status).toBe("stale");
    rerender({ after: positionAt(11n), timeoutMs: 500 });
    expect(state().status).toBe("loading");
  });

  test("PR-7 new objects for the same token and arguments change nothing", async () => {
    const { convex, answer, rerender } = rendered({ after: positionAt(7n), timeoutMs: 500 });
    await answer([get, args, row(1)], [freshness, at(7n), "stale"]);
    await pass(400);
    rerender({ after: positionAt(7n), timeoutMs: 500 });
    expect([convex.subscriptionsTo(get), convex.subscriptionsTo(freshness)]).toEqual([1, 1]);
    expect(vi.getTimerCount()).toBe(1);
  });

  test("PR-7 a position of another deployment is a typed error", async () => {
    const { answer, state } = rendered({ after: positionAt(7n) });
    const data = { kind: "infrastructure", code: "POSITION_UNKNOWN", message: "m" };
    await answer([get, args, row(1)], [freshness, at(7n), new ConvexError(data)]);
    expect(state()).toMatchObject({ status: "error", error: { code: "POSITION_UNKNOWN" } });
  });

  test("PR-7 leaving ends the wait", async () => {
    const { convex, unmount } = rendered({ after: positionAt(7n) });
    expect(vi.getTimerCount()).toBe(1);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
    expect([convex.subscriptionsTo(get), convex.subscriptionsTo(freshness)]).toEqual([0, 0]);
  });
});

test("PR-7 an error of the query itself is classified", async () => {
  const { answer, state } = rendered();
  await answer([get, args, new Error("[Request ID: 1] Server Error")]);
  expect(state()).toMatchObject({ status: "error", error: { code: "SERVER_ERROR" } });
});

test('PR-7 "skip" reads nothing', () => {
  const convex = new FakeConvex();
  const { result } = renderHook(() => useReadModel(get, "skip", { freshness }), {
    wrapper: convex.wrapper,
  });
  expect(result.current.status).toBe("loading");
  expect(convex.subscriptionsTo(get)).toBe(0);
});
