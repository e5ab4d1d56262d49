// @vitest-environment node
import { expect, test } from "vitest";
import { lastLine, start } from "./launch.fixture.ts";

test.each(["demo", "cost", "bench"] as const)("npm run %s explains itself", async (name) => {
  const { stdout, code } = await start(name, "--help");
  expect([stdout, code]).toEqual([expect.stringContaining(`npm run ${name} -- `), 0]);
});

test("npm run bench -- --json prints one line of JSON with both sides, machine and seed", async () => {
  const { stdout, code } = await start("bench", "--json", "--n", "3", "--seed", "5");
  expect([stdout, code]).toEqual([`${lastLine(stdout)}\n`, 0]);
  const side = { p50Ms: expect.any(Number), p95Ms: expect.any(Number) };
  expect(JSON.parse(stdout)).toMatchObject({
    commands: [
      { name: "createOrder", n: 3, platform: side, control: side, ratioP50: expect.any(Number) },
      { name: "addOrderItem", n: 3 },
      { name: "submitOrder", n: 3 },
    ],
    seed: 5,
    machine: { cores: expect.any(Number), node: process.version, memoryGiB: expect.any(Number) },
  });
});

test("npm run cost -- --json prints the ledger as one line of JSON", async () => {
  const { stdout, stderr, code } = await start("cost", "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`${lastLine(stdout)}\n`);
  expect(JSON.parse(stdout)).toMatchObject({
    commands: expect.arrayContaining([
      {
        name: "createOrder",
        path: "executed",
        calls: expect.any(Number),
        indexRanges: expect.any(Number),
        allRanges: 6,
        docsRead: expect.any(Number),
        docsWritten: 3,
        inlineRows: 1,
        tags: 1,
        bytesWritten: expect.any(Number),
        scheduled: 0,
        loadReads: 0,
        rateLimitCalls: 0,
        rateLimitReads: 0,
        rateLimitWrites: 0,
        wakeCalls: 0,
        wakeReads: 1,
        wakeWrites: 0,
      },
    ]),
    flatness: { length: 40 },
    wakeUp: { wakeCalls: 1, scheduled: 2 },
  });
});
