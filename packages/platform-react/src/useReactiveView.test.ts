import { act, renderHook } from "@testing-library/react";
import { expect, expectTypeOf, test } from "vitest";
import { FakeConvex } from "../test/FakeConvex.js";
import { api } from "../test/shop.js";
import { useReactiveView } from "./useReactiveView.js";

const args = { key: "tea" };
const row = { key: "tea", cents: 5 };

function rendered(given: typeof args | "skip" = args) {
  const convex = new FakeConvex();
  const { result } = renderHook(() => useReactiveView(api.sales.getNow, given), {
    wrapper: convex.wrapper,
  });
  const answer = (value: unknown) =>
    act(async () => convex.answer([api.sales.getNow, args, value]));
  return { convex, answer, state: () => result.current };
}

test("PR-8 the row of a reactive view is there as soon as it has arrived", async () => {
  const { answer, state } = rendered();
  expect(state()).toEqual({ status: "loading", value: undefined, error: null });
  await answer({ row, freshness: "fresh", parked: false });
  expect(state()).toEqual({ status: "fresh", value: row, error: null });
  expectTypeOf(state().value).toEqualTypeOf<{ key: string; cents: number } | null | undefined>();
});

test("PR-8 a row that lacks events says so", async () => {
  const { answer, state } = rendered();
  await answer({ row: null, freshness: "stale", parked: true });
  expect(state()).toEqual({ status: "stale", value: null, error: null });
});

test("PR-8 an error of the query is classified", async () => {
  const { answer, state } = rendered();
  await answer(new Error("Server Error"));
  expect(state()).toMatchObject({ status: "error", error: { code: "SERVER_ERROR" } });
});

test('PR-8 "skip" reads nothing', () => {
  const { convex, state } = rendered("skip");
  expect(state().status).toBe("loading");
  expect(convex.subscriptionsTo(api.sales.getNow)).toBe(0);
});
