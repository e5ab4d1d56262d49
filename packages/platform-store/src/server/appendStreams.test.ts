import { expect, test } from "vitest";
import {
  appended,
  conflicted,
  costOf,
  eventsOf,
  eventWith,
  initConvexTest,
  loadState,
  log,
  metadata,
  store,
  stream,
  toOrder,
  type Args,
} from "./setup.test.js";

const orders = (...streams: [id: string, expected: number | "none"][]): Args => ({
  tenant: "",
  streams: streams.map(([streamId, expected]) => ({
    ...{ streamType: "Order", streamId, expected, events: [eventWith()] },
  })),
  metadata,
});

const asserting = (args: Args, streamId: string, expected: number | "none"): Args => ({
  ...args,
  asserts: [{ streamType: "Order", streamId, expected }],
});

test("ST-4 one call appends to several streams, each at its own version", async () => {
  const t = initConvexTest();
  await appended(t, toOrder({ id: "o-1", events: eventsOf(3) }));
  const result = await appended(t, orders(["o-1", 3], ["o-2", "none"]));
  expect(result.streams.map(({ streamId, version }) => [streamId, version])).toEqual([
    ["o-1", 4],
    ["o-2", 1],
  ]);
});

test("ST-4 one stale expectation stops the append to every stream", async () => {
  const t = initConvexTest();
  await appended(t, toOrder({ id: "o-1" }));
  const before = await log(t);
  const conflicts = await conflicted(t, orders(["o-2", "none"], ["o-1", 0], ["o-3", "none"]));
  expect(conflicts.map(({ streamId, version }) => [streamId, version])).toEqual([["o-1", 1]]);
  expect(await log(t)).toEqual(before);
  expect(await loadState(t, "o-2")).toBeNull();
});

test("ST-4 every expectation that does not hold is returned", async () => {
  const t = initConvexTest();
  await appended(t, orders(["o-1", "none"], ["o-2", "none"]));
  const conflicts = await conflicted(t, asserting(orders(["o-1", 5], ["o-3", "none"]), "o-2", 9));
  expect(conflicts.map(({ streamId, expected }) => [streamId, expected])).toEqual([
    ["o-1", 5],
    ["o-2", 9],
  ]);
});

test("ST-4 an append is written when the stream it asserts is at the version", async () => {
  const t = initConvexTest();
  await appended(t, toOrder({ id: "customer", events: eventsOf(2) }));
  await appended(t, asserting(orders(["o-1", "none"]), "customer", 2));
  expect(await stream(t, "customer")).toHaveLength(2);
  expect(await stream(t, "o-1")).toHaveLength(1);
});

test("ST-4 nothing is written when the stream it asserts is at another version", async () => {
  const t = initConvexTest();
  await appended(t, toOrder({ id: "customer", events: eventsOf(2) }));
  const conflicts = await conflicted(t, asserting(orders(["o-1", "none"]), "customer", 1));
  expect(conflicts).toMatchObject([{ streamId: "customer", version: 2, eventsBetween: 1 }]);
  expect(await stream(t, "o-1")).toEqual([]);
});

test("ST-4 an assertion that no stream exists holds and fails like an expectation", async () => {
  const t = initConvexTest();
  await appended(t, asserting(orders(["o-1", "none"]), "o-9", "none"));
  expect(await conflicted(t, asserting(orders(["o-2", "none"]), "o-1", "none"))).toHaveLength(1);
});

test("ST-4 an assertion costs one document read and writes none", async () => {
  const t = initConvexTest();
  await appended(t, toOrder({ id: "customer", events: eventsOf(50) }));
  const cost = await costOf(t, (ctx) =>
    store.append(ctx, asserting(orders(["o-1", "none"]), "customer", 50)),
  );
  expect(cost).toEqual({ read: 1, written: 2 });
});
