import { expect, test } from "vitest";
import {
  cursorAt,
  earliest,
  encodeCursor,
  furthest,
  hasReached,
  narrowCursor,
} from "./logCursors.js";

const at = (...places: [store: string, commitTs: bigint, ordinal: number][]) =>
  encodeCursor(
    places.map(([store, commitTs, ordinal]) => ({ store, place: { commitTs, ordinal } })),
  );

test("PR-7 a cursor has reached itself and what lies before it", () => {
  const cursor = at(["a", 7n, 2]);
  expect(hasReached(cursor, cursor)).toBe(true);
  expect(hasReached(cursor, at(["a", 7n, 1]))).toBe(true);
  expect(hasReached(cursor, at(["a", 6n, 9]))).toBe(true);
  expect(hasReached(cursor, { commitTs: 7n, ordinal: 2, store: "a" })).toBe(true);
});

test("PR-7 a cursor has not reached what lies behind it, in any of its stores", () => {
  const cursor = at(["a", 7n, 2], ["b", 3n, 1]);
  expect(hasReached(cursor, at(["a", 7n, 3]))).toBe(false);
  expect(hasReached(cursor, at(["a", 8n, 1]))).toBe(false);
  expect(hasReached(cursor, at(["a", 7n, 2], ["b", 3n, 2]))).toBe(false);
  expect(hasReached(cursor, { commitTs: 4n, ordinal: 1, store: "b" })).toBe(false);
});

test("PR-7 a store that was never read is read from its beginning", () => {
  expect(hasReached(at(["a", 7n, 2]), { commitTs: 1n, ordinal: 1, store: "b" })).toBe(false);
  expect(hasReached(null, { commitTs: 1n, ordinal: 1, store: "a" })).toBe(false);
});

test("PR-7 a cursor over several stores is narrowed to those of one reader", () => {
  const narrowed = narrowCursor(at(["a", 7n, 2], ["b", 3n, 1]), ["b"]);
  expect(narrowed).toBe(at(["b", 3n, 1]));
  const widened = narrowCursor(narrowed, ["b", "c"]);
  expect(hasReached(widened, { commitTs: 1n, ordinal: 1, store: "c" })).toBe(false);
  expect(hasReached(widened, narrowed)).toBe(true);
});

test("PR-6 a cursor at an event of one store lies right before or after it in every other", () => {
  const cursor = cursorAt({ commitTs: 7n, ordinal: 2, store: "b" }, ["a", "b", "c"]);
  expect(hasReached(cursor, { commitTs: 7n, ordinal: 2, store: "a" })).toBe(true);
  expect(hasReached(cursor, { commitTs: 7n, ordinal: 2, store: "b" })).toBe(true);
  expect(hasReached(cursor, { commitTs: 7n, ordinal: 2, store: "c" })).toBe(false);
  expect(hasReached(cursor, { commitTs: 7n, ordinal: 1, store: "c" })).toBe(true);
});

test("PR-3 the furthest of two cursors is as far as either in every store", () => {
  const both = furthest(at(["a", 7n, 2], ["b", 3n, 1]), at(["a", 7n, 1], ["b", 4n, 1]));
  expect(both).toBe(at(["a", 7n, 2], ["b", 4n, 1]));
  expect(furthest(both, at(["a", 1n, 1]))).toBe(both);
});

test("PR-9 the earliest of two cursors is behind both in every store, and has read none that one of them has not", () => {
  const both = earliest(at(["a", 7n, 2], ["b", 3n, 1]), at(["a", 7n, 1], ["b", 4n, 1]));
  expect(both).toBe(at(["a", 7n, 1], ["b", 3n, 1]));
  expect(earliest(both, at(["a", 9n, 1]))).toBe(at(["a", 7n, 1]));
});
