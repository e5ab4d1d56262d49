// @vitest-environment node
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const fileOf = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

async function start(name: "demo" | "cost", ...args: string[]) {
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

test("npm run demo and npm run cost explain themselves", async () => {
  const [demo, cost] = await Promise.all([start("demo", "--help"), start("cost", "--help")]);
  expect([demo.code, cost.code]).toEqual([0, 0]);
  expect([demo.stdout, cost.stdout]).toEqual([
    expect.stringContaining("npm run demo -- "),
    expect.stringContaining("npm run cost -- "),
  ]);
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
