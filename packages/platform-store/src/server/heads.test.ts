import { expect, test } from "vitest";
import { appended, eventsOf, initConvexTest, loadState, store, toOrder } from "./setup.test.js";

const state = (value: unknown) => ({ shape: 1, value });

test("the state is stored with the version of the events it was folded from", async () => {
  const t = initConvexTest();
  await appended(t, toOrder({ events: eventsOf(3), state: state({ status: "draft" }) }));
  expect(await loadState(t)).toEqual({ version: 3, state: state({ status: "draft" }) });
});

test("a later state replaces the one before", async () => {
  const t = initConvexTest();
  await appended(t, toOrder({ state: state({ status: "draft", items: [1, 2] }) }));
  await appended(t, toOrder({ state: { shape: 2, value: { status: "submitted" } } }));
  expect(await loadState(t)).toEqual({
    version: 2,
    state: { shape: 2, value: { status: "submitted" } },
  });
});

test("an append without a state drops the stored one, which would be of an older version", async () => {
  const t = initConvexTest();
  await appended(t, toOrder({ state: state("old") }));
  await appended(t, toOrder());
  expect(await loadState(t)).toEqual({ version: 2, state: null });
});

test("a state written earlier in the same mutation is read back there", async () => {
  const t = initConvexTest();
  const seen = await t.mutation(async (ctx) => {
    await store.append(ctx, toOrder({ state: state("written here") }));
    return await store.loadState(ctx, { tenant: "", streamType: "Order", streamId: "o-1" });
  });
  expect(seen).toEqual({ version: 1, state: state("written here") });
});
