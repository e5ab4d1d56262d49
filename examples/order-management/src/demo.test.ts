// @vitest-environment node
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { inputFolder } from "./demo/inputFolder.fixture.ts";
import { lastLine, launch, start } from "./launch.fixture.ts";

/** A data directory for one test, gone after it. */
function dataOption(): ["--data-dir", string] {
  const directory = mkdtempSync(path.join(tmpdir(), "demo-data-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return ["--data-dir", directory];
}

/** What runs in a process group; what has ended and only waits for its parent does not run. */
const processesOf = (group: number | undefined) =>
  execFileSync("ps", ["-eo", "pgid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.trim().startsWith(`${group} `) && !line.includes("<defunct>"));

const patient = { timeout: 20_000, interval: 50 };

/** Orders that take some seconds to import. */
const manyOrders = (count: number) =>
  inputFolder(
    Array.from({ length: count }, (_, i) => `${i},C,1,1996-07-04`),
    Array.from({ length: count }, (_, i) => `${i},p,1.00,1`),
  );

const numberIn = (output: string, pattern: RegExp) =>
  Number(pattern.exec(output)?.[1]?.replaceAll(",", ""));

test("npm run demo ends with 0, prints its summary without colors into a pipe, and leaves stderr alone", async () => {
  const { stdout, stderr, code } = await start("demo", "--once", ...dataOption());
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Gross value  $3,940.50");
  expect(stdout).not.toContain("\u001b");
});

test("npm run demo -- --json prints exactly one line of JSON on stdout, its keys in order", async () => {
  const { stdout, stderr, code } = await start("demo", "--json", "--repeat", "2", ...dataOption());
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

test("npm run demo again, another day: nothing is executed until --reset forgets the data", async () => {
  const data = dataOption();
  await start("demo", "--once", ...data);
  const again = await start("demo", "--once", ...data);
  expect(again).toMatchObject({ code: 0, stderr: "" });
  expect(again.stdout).toContain("Fed before  96 commands sent, 0 executed");
  expect(again.stdout).toContain("nothing was executed, nothing was written");
  const { stdout, code } = await start("demo", "--once", "--reset", ...data);
  expect([stdout, code]).toEqual([expect.not.stringContaining("Fed before"), 0]);
});

test("npm run demo while another one has the data ends with 1 and says which process has it", async () => {
  const data = dataOption();
  const { child, ended } = launch("demo", "--once", ...data, "--input", manyOrders(100));
  await once(child.stdout, "data");
  while (!existsSync(path.join(data[1], "issuer.pem"))) await once(child.stdout, "data");
  const { stderr, code } = await start("demo", "--once", ...data);
  expect([stderr, code]).toEqual([
    `The data directory ${data[1]} is in use by process ${child.pid}. Stop it, or use another directory with --data-dir.\n`,
    1,
  ]);
  expect((await ended).code).toBe(0);
});

test("Ctrl+C while it feeds leaves nothing running and the data intact: the next run goes on", async () => {
  const args = ["--once", ...dataOption(), "--input", manyOrders(160)];
  const { child, ended } = launch("demo", ...args);
  child.stdout.on("data", (printed: Buffer) => {
    if (String(printed).includes("Importing:")) child.kill("SIGINT");
  });
  const { stdout, stderr, code } = await ended;
  expect([stderr, code]).toEqual(["", 130]);
  await vi.waitFor(() => expect(processesOf(child.pid)).toEqual([]), patient);
  const imported = numberIn(stdout, /Stopped: ([\d,]+) orders imported/);
  expect(imported).toBeGreaterThanOrEqual(40);
  const next = await start("demo", ...args);
  expect(next.code).toBe(0);
  expect(next.stdout).toContain("Accepted  160 orders");
  expect(numberIn(next.stdout, /([\d,]+) had been sent by an earlier run/)).toBe(3 * imported);
});

test("Ctrl+C while it pushes leaves nothing running", async () => {
  const { child, ended } = launch("demo", "--once", "--push", ...dataOption());
  await vi.waitFor(() => expect(processesOf(child.pid).join()).toContain("deploy"), patient);
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 130, stderr: "" });
  await vi.waitFor(() => expect(processesOf(child.pid)).toEqual([]), patient);
});
