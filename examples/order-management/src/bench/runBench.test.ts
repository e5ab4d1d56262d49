// @vitest-environment node
import { expect, test } from "vitest";
import { benchReport } from "./benchReport.ts";
import { runBench } from "./runBench.ts";

test("every command is run as often as asked on both sides, what warms up not counted", async () => {
  const timings = await runBench({ n: 4, warmUp: 2, seed: 1 });
  expect(
    timings.map(({ name, platform, control }) => [name, platform.length, control.length]),
  ).toEqual([
    ["createOrder", 4, 4],
    ["addOrderItem", 4, 4],
    ["submitOrder", 4, 4],
  ]);
  expect(timings.flatMap(({ platform, control }) => [...platform, ...control])).not.toContain(0);
});

test("percentiles are by nearest rank, and ratios those of the platform to the control", () => {
  const control = Array.from({ length: 100 }, (_, i) => 100 - i);
  const platform = control.map((ms) => ms * 3);
  const { commands, seed, warmUp } = benchReport([{ name: "createOrder", platform, control }], {
    seed: 7,
    warmUp: 5,
  });
  expect([seed, warmUp]).toEqual([7, 5]);
  expect(commands).toEqual([
    {
      name: "createOrder",
      n: 100,
      platform: { p50Ms: 150, p95Ms: 285 },
      control: { p50Ms: 50, p95Ms: 95 },
      ratioP50: 3,
      ratioP95: 3,
    },
  ]);
});
