import { expect, test, vi } from "vitest";
import { Watchdog } from "./Watchdog.js";

test("work that does not end is reported again and again, by its name", async () => {
  const reports: [string, number][] = [];
  const watchdog = new Watchdog((...report) => void reports.push(report), 20);
  const { promise, resolve } = Promise.withResolvers<number>();
  const watched = watchdog.watch("messages:send", promise);
  await vi.waitUntil(() => reports.length >= 2);
  resolve(7);
  expect(await watched).toBe(7);
  expect(reports[1]).toEqual(["messages:send", 0.04]);
});

test("work that ends in time is not", async () => {
  const reports: unknown[] = [];
  const watchdog = new Watchdog((what) => void reports.push(what), 20);
  await watchdog.watch("a", Promise.resolve());
  await expect(watchdog.watch("b", Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(reports).toEqual([]);
});
