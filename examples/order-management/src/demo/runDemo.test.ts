// @vitest-environment node
import { readFileSync } from "node:fs";
import picocolors from "picocolors";
import { expect } from "vitest";
import type { DeployedExample } from "../deployed/DeployedExample.ts";
import { deployedTest as test } from "../deployed/deployedTest.fixture.ts";
import { readFolder } from "../import/readFolder.ts";
import { jsonLine } from "../summary/jsonLine.ts";
import { isGood } from "../summary/Report.ts";
import { demoOptions } from "./demoOptions.ts";
import { inputFolder } from "./inputFolder.fixture.ts";
import { runDemo } from "./runDemo.ts";

const never = new AbortController().signal;

const run = async (example: DeployedExample, args: readonly string[], signal = never) => {
  const lines: string[] = [];
  const print = (...printed: string[]) => void lines.push(...printed);
  const terminal = { print, colors: picocolors.createColors(false), live: null };
  const options = demoOptions(args);
  const input = { ...options, folder: readFolder(options.input) };
  const report = await runDemo(example, input, { terminal, signal });
  return { report, text: lines.join("\n") };
};

/** The text without what differs from run to run. */
const steady = (text: string) =>
  text
    .replace(/\d{19}·/g, "COMMIT-TIME-IN-NANO·")
    .replace(/^(Speed|\s*96 commands in) .*$/gm, "$1 …")
    .trimEnd();

const readme = new URL("../../README.md", import.meta.url);

/** The summary as the README shows it. */
const sampleOf = (page: URL) =>
  /```text\n(Accepted[^`]*)```/.exec(readFileSync(page, "utf8"))?.[1] ?? "no sample";

test("the shipped data set, fed twice: imported, verified, and the second time nothing is written", async ({
  example,
}) => {
  const { report, text } = await run(example, ["--repeat", "2"]);
  expect(JSON.parse(jsonLine(report!))).toEqual({
    orders: 12,
    lines: 28,
    refused: 8,
    grossValue: 3940.5,
    commands: 96,
    commandsPerSecond: expect.any(Number),
    p50Ms: expect.any(Number),
    p95Ms: expect.any(Number),
    p99Ms: expect.any(Number),
    secondPassWrites: 0,
  });
  expect(isGood(report!)).toBe(true);
  expect(steady(text)).toContain(steady(sampleOf(readme)));
});

test("an order that the app refuses half-way is taken back and counts as refused, its lines too", async ({
  example,
}) => {
  const input = inputFolder(
    ["big,LONG,1,1996-07-04", "small,C,1,1996-07-04"],
    ["big,p,1.00,1", "big,q,1.00,1", "small,p,2.50,2"],
    {
      "customers.csv": [`LONG,${"x".repeat(70_000)}`],
      "products.csv": ["p,Pear,,,,2.50,3", "q,Quince,,,,1.00,0"],
    },
  );
  const { report, text } = await run(example, ["--input", input, "--repeat", "2"]);
  expect(text).toContain("submitOrder: EVENT_TOO_LARGE");
  expect(report?.costs).toContainEqual(expect.objectContaining({ name: "cancelOrder", sent: 1 }));
  expect(report).toMatchObject({ refused: { length: 3 }, imported: [{ orderId: "small" }] });
  expect(report?.verification).toMatchObject({ input: 500n, readModel: 500n, streams: 500n });
  expect(report?.stock).toMatchObject({ outcomes: 2, reservations: [{ orderId: "small" }] });
  expect(isGood(report!)).toBe(true);
});

test("hostile order, customer and product ids are ids like any other", async ({ example }) => {
  const ids = [
    "__proto__",
    "constructor",
    "a.b",
    "a_2eb",
    "😀",
    "../../x",
    "\u0000",
    "\u001b[2J",
    "x".repeat(256),
  ];
  const input = inputFolder(
    ids.map((id) => `${id},${id},1,1996-07-04`),
    ids.map((id) => `${id},${id},1.00,1`),
  );
  const { report, text } = await run(example, ["--input", input]);
  expect(report).toMatchObject({ imported: { length: ids.length }, refused: [] });
  expect(report?.verification).toMatchObject({ streams: 900n, isEqual: true });
  expect(text).not.toContain("\u001b");
});

test("what cannot be reserved is told, product by product, and is not an error", async ({
  example,
}) => {
  const input = inputFolder(
    ["1,C,1,1996-07-04", "2,C,1,1996-07-04"],
    ["1,p,1.00,2", "1,stray,1.00,1", "2,p,1.00,2", "2,q,1.00,5"],
    { "products.csv": ["p,Pear,,,,1.00,3", "q,Quince,,,,1.00,0", "r,Rhubarb,,,,-1.00,3"] },
  );
  const { report, text } = await run(example, ["--input", input, "--repeat", "2"]);
  expect(report?.refused).toEqual([
    {
      file: "products.csv",
      line: 4,
      reason: 'unitPrice "-1.00" is not an amount like 14.00',
      isCause: true,
    },
  ]);
  expect(report?.stock?.reservations.map(({ sku, result }) => [sku, result])).toEqual([
    ["p", "reserved"],
    ["stray", "unknown"],
    ["p", "short"],
    ["q", "short"],
  ]);
  expect(text).toContain("1 of 4 lines reserved, 2 pieces");
  expect(text).toContain("1 line of products that are not in the catalogue");
  expect(isGood(report!)).toBe(true);
});

test("tenants with equal ids: each holds what it was fed, the figures are sums", async ({
  example,
}) => {
  const { report, text } = await run(example, ["--tenants", "3", "--repeat", "2"]);
  expect(JSON.parse(jsonLine(report!))).toMatchObject({
    orders: 36,
    lines: 84,
    refused: 24,
    grossValue: 11821.5,
    commands: 288,
    secondPassWrites: 0,
  });
  expect(report!.tenants.map(({ tenant, orders, events }) => [tenant, orders, events])).toEqual([
    ["tenant-1", 12, 96],
    ["tenant-2", 12, 96],
    ["tenant-3", 12, 96],
  ]);
  expect(text).toContain("each holds what it was fed, and nothing of another");
  expect(isGood(report!)).toBe(true);
  expect(isGood({ ...report!, strayEvents: 1 })).toBe(false);
});

test("where nothing can be imported the report says why and is not good", async ({ example }) => {
  const { report, text } = await run(example, ["--input", inputFolder(["1,C,1,never"], [])]);
  expect(text).toContain('orderDate "never" is not a date');
  expect([isGood(report!), report?.imported]).toEqual([false, []]);
  expect(JSON.parse(jsonLine(report!))).toMatchObject({
    orders: 0,
    refused: 1,
    secondPassWrites: null,
  });
});

test("the same input another time executes nothing, and it is said in words", async ({
  example,
}) => {
  const first = await run(example, []);
  expect(first.report?.fedBefore).toEqual({ executed: 96, duplicates: 0, writes: 411 });
  expect(first.text).not.toContain("Fed before");
  const { report, text } = await run(example, []);
  expect(report?.fedBefore).toEqual({ executed: 0, duplicates: 96, writes: 0 });
  expect(text).toContain("Fed before  96 commands sent, 0 executed");
  expect(text).toContain("nothing was executed, nothing was written");
  expect(JSON.parse(jsonLine(report!))).toMatchObject({
    orders: 12,
    lines: 28,
    refused: 8,
    grossValue: 3940.5,
    commands: 96,
    secondPassWrites: null,
  });
  expect(isGood(report!)).toBe(true);
});

test("a run goes on where an earlier one was stopped", async ({ example }) => {
  const orders = ["1,C,1,1996-07-04", "2,C,1,1996-07-04"];
  const lines = ["1,p,1.00,2", "2,p,1.00,2"];
  await run(example, ["--input", inputFolder(orders.slice(0, 1), lines.slice(0, 1))]);
  const { report, text } = await run(example, ["--input", inputFolder(orders, lines)]);
  expect(report?.fedBefore).toMatchObject({ executed: 3, duplicates: 3 });
  expect(text).toContain("3 had been sent by an earlier run and got their first outcome back");
  expect(isGood(report!)).toBe(true);
});

test.for([["1,p,1.00,3"], ["1,p,1.00,2", "1,q,1.00,1"]])(
  "rows of an imported order that were changed to %j are told, and the order stays as it was",
  async (lines, { example }) => {
    const orders = ["1,C,1,1996-07-04"];
    await run(example, ["--input", inputFolder(orders, ["1,p,1.00,2"])]);
    const { report } = await run(example, ["--input", inputFolder(orders, lines)]);
    const reason = "an earlier run imported the order with other rows; --reset forgets it";
    expect(report?.refused).toContainEqual({ file: "orders.csv", line: 2, reason, isCause: true });
    expect(report?.verification).toMatchObject({ input: 0n, readModel: 200n, streams: 200n });
    expect(isGood(report!)).toBe(false);
  },
);

test("a stopped run ends between two orders and has no report", async ({ example }) => {
  const { report, text } = await run(example, [], AbortSignal.abort());
  expect(report).toBeNull();
  expect(text).toContain("Stopped: 0 orders imported.");
});
