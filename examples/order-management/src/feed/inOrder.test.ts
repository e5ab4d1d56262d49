// @vitest-environment node
import { expect, test } from "vitest";
import { inOrder } from "./inOrder.ts";

const never = new AbortController().signal;

test("results come in the order of the items, whatever ends first", async () => {
  const gates = [1, 2, 3].map(() => Promise.withResolvers<null>());
  const running = inOrder([0, 1, 2], async (i) => (await gates[i]?.promise, `done ${i}`), {
    atOnce: 3,
    signal: never,
  });
  for (const gate of gates.toReversed()) gate.resolve(null);
  expect(await running).toEqual(["done 0", "done 1", "done 2"]);
});

test("no more than so many are under way at once", async () => {
  const under = new Set<number>();
  const most: number[] = [];
  const work = async (i: number) => {
    most.push(under.add(i).size);
    await Promise.resolve();
    under.delete(i);
  };
  await inOrder([1, 2, 3, 4, 5], work, { atOnce: 2, signal: never });
  expect(Math.max(...most)).toBe(2);
  expect(most).toHaveLength(5);
});

test("once stopped nothing more is begun, and what was begun ends", async () => {
  const controller = new AbortController();
  const work = async (i: number) => {
    if (i === 2) controller.abort();
    await Promise.resolve();
    return i;
  };
  const { signal } = controller;
  expect(await inOrder([1, 2, 3, 4], work, { atOnce: 2, signal })).toEqual([1, 2]);
});
