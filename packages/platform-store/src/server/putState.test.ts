import { expect, test } from "vitest";
import {
  append,
  appended,
  eventsOf,
  initConvexTest,
  loadState,
  orderKey,
  refusalOf,
  store,
  storeWith,
  stream,
  toOrder,
  type App,
} from "./setup.test.js";

const state = (value: unknown, shape = 1) => ({ shape, value });
const putArgs = (version: number, value: unknown) => ({
  ...orderKey(),
  version,
  state: state(value, 2),
});
const put = (t: App, version: number, value: unknown = "new") =>
  t.mutation((ctx) => store.putState(ctx, putArgs(version, value)));

test("AG-4 a state is replaced at exactly the version of its stream, without an event", async () => {
  const t = initConvexTest();
  await appended(t, toOrder({ events: eventsOf(3), state: state("old") }));
  const before = await stream(t);
  expect(await put(t, 3)).toEqual({ status: "put", version: 3 });
  expect(await loadState(t)).toEqual({ version: 3, state: state("new", 2) });
  expect(await stream(t)).toEqual(before);
});

test("AG-4 a missing state is put", async () => {
  const t = initConvexTest();
  await appended(t, toOrder());
  await put(t, 1);
  expect(await loadState(t)).toEqual({ version: 1, state: state("new", 2) });
});

test.each([2, 4])("AG-4 a state for version %i of a stream at 3 is refused", async (version) => {
  const t = initConvexTest();
  await appended(t, toOrder({ events: eventsOf(3), state: state("old") }));
  expect(await put(t, version)).toEqual({ status: "conflict", version: 3 });
  expect(await loadState(t)).toEqual({ version: 3, state: state("old") });
});

test("AG-4 a stream without events takes no state", async () => {
  const t = initConvexTest();
  expect(await put(t, 1)).toEqual({ status: "conflict", version: 0 });
  expect(await loadState(t)).toBeNull();
  expect(await refusalOf(put(t, 0))).toMatchObject({ code: "NUMBER_INVALID", path: "version" });
});

test("AG-4 a state over the limit is not put", async () => {
  const t = initConvexTest();
  await appended(t, toOrder());
  const small = storeWith({ limits: { maxStateBytes: 10 } });
  const refused = t.mutation((ctx) => small.putState(ctx, putArgs(1, "x".repeat(20))));
  expect(await refusalOf(refused)).toMatchObject({ code: "VALUE_TOO_LARGE", path: "state.value" });
});

test("AG-4 a closed stream whose state is put stays closed", async () => {
  const t = initConvexTest();
  await appended(t, toOrder());
  await t.mutation((ctx) => store.closeStream(ctx, { ...orderKey(), reason: "sold", actor: "a" }));
  await put(t, 1);
  expect(await loadState(t)).toMatchObject({ closed: { reason: "sold" } });
  expect(await append(t, toOrder())).toMatchObject({ status: "closed" });
});
