// @vitest-environment node
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const fileOf = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

async function start(name: "demo" | "cost" | "bench", ...args: string[]) {
  const child = spawn(process.execPath, [fileOf(name), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { stdout, stderr, code: Number(code) };
}

const lastLine = (output: string) => output.trimEnd().split("\n").at(-1) ?? "";

test("npm run demo ends with 0, prints its summary without colors into a pipe, and leaves stderr alone", async () => {
  const { stdout, stderr, code } = await start("demo", "--once");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Gross value  $3,940.50");
  expect(stdout).not.toContain("\u001b");
});

test("npm run demo -- --json prints exactly one line of JSON on stdout, its keys in order", async () => {
  const { stdout, stderr, code } = await start("demo", "--json", "--repeat", "2");
  expect(code).toBe(0);
  expect(stdout).toBe(`${lastLine(stdout)}\n`);
  const figures: unknown = JSON.parse(stdout);
  expect(figures).toMatchObject({
    orders: 12,
    refused: 8,
    grossValue: 3940.5,
    secondPassWrites: 0,
  });
  expect(Object.keys(figures ?? {}).join()).toBe(
    "orders,lines,refused,grossValue,commands,commandsPerSecond,p50Ms,p95Ms,p99Ms,secondPassWrites",
  );
  expect(stderr).toContain("Gross value");
});

test.each([
  [["--unknown"], "Unknown option '--unknown'. --help lists the options.\n"],
  [["--input", "/does/not/exist"], "The folder /does/not/exist does not exist.\n"],
])("npm run demo -- %j ends with 1 and one sentence", async (args, message) => {
  expect(await start("demo", ...args)).toEqual({ stdout: "", stderr: message, code: 1 });
});

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

test("US-4 npm run cost -- --json prints the ledger as one line of JSON", async () => {
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
      },
    ]),
    flatness: { length: 40 },
  });
});
