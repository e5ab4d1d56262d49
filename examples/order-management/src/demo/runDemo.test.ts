// @vitest-environment node
import { readFileSync } from "node:fs";
import picocolors from "picocolors";
import { expect, test } from "vitest";
import { jsonLine } from "../summary/jsonLine.ts";
import { isGood } from "../summary/Report.ts";
import { demoOptions } from "./demoOptions.ts";
import { inputFolder } from "./inputFolder.fixture.ts";
import { runDemo } from "./runDemo.ts";

const run = async (args: readonly string[], signal = new AbortController().signal) => {
  const lines: string[] = [];
  const print = (...printed: string[]) => void lines.push(...printed);
  const terminal = { print, colors: picocolors.createColors(false), live: null };
  const report = await runDemo(demoOptions(args), { terminal, signal });
  return { report, text: lines.join("\n") };
};

/** The text without what differs from run to run. */
const steady = (text: string) =>
  text
    .replace(/\d{19}·/g, "COMMIT-TIME-IN-NANO·")
    .replace(/^(Speed|\s*52 commands in) .*$/gm, "$1 …")
    .trimEnd();

const readme = new URL("../../README.md", import.meta.url);

/** The summary as the README shows it. */
const sampleOf = (page: URL) =>
  /```text\n(Accepted[^`]*)```/.exec(readFileSync(page, "utf8"))?.[1] ?? "no sample";

test("the shipped data set, fed twice: imported, verified, and the second time nothing is written", async () => {
  const { report, text } = await run(["--repeat", "2"]);
  expect(JSON.parse(jsonLine(report!))).toEqual({
    orders: 12,
    lines: 28,
    refused: 8,
    grossValue: 3940.5,
    commands: 52,
    commandsPerSecond: expect.any(Number),
    p50Ms: expect.any(Number),
    p95Ms: expect.any(Number),
    p99Ms: expect.any(Number),
    secondPassWrites: 0,
  });
  expect(isGood(report!)).toBe(true);
  expect(steady(text)).toContain(steady(sampleOf(readme)));
});

test("an order that the app refuses half-way is taken back and counts as refused, its lines too", async () => {
  const longId = "x".repeat(240);
  const lines = Array.from({ length: 250 }, (_, i) => `big,${longId}${i},1.00,1`);
  const input = inputFolder(
    ["big,C,1,1996-07-04", "small,C,1,1996-07-04"],
    [...lines, "small,p,2.50,2"],
  );
  const { report, text } = await run(["--input", input, "--repeat", "2"]);
  expect(text).toContain("submitOrder: EVENT_TOO_LARGE");
  expect(report?.costs).toContainEqual(expect.objectContaining({ name: "cancelOrder", sent: 1 }));
  expect(report).toMatchObject({ refused: { length: 251 }, imported: [{ orderId: "small" }] });
  expect(report?.verification).toMatchObject({ input: 500n, readModel: 500n, streams: 500n });
  expect(isGood(report!)).toBe(true);
});

test("hostile order, customer and product ids are ids like any other", async () => {
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
  const { report, text } = await run(["--input", input]);
  expect(report).toMatchObject({ imported: { length: ids.length }, refused: [] });
  expect(report?.verification).toMatchObject({ streams: 900n, isEqual: true });
  expect(text).not.toContain("\u001b");
});

test("where nothing can be imported the report says why and is not good", async () => {
  const { report, text } = await run(["--input", inputFolder(["1,C,1,never"], [])]);
  expect(text).toContain('orderDate "never" is not a date');
  expect([isGood(report!), report?.imported]).toEqual([false, []]);
  expect(JSON.parse(jsonLine(report!))).toMatchObject({
    orders: 0,
    refused: 1,
    secondPassWrites: null,
  });
});

test("a stopped run ends between two orders and has no report", async () => {
  const { report, text } = await run([], AbortSignal.abort());
  expect(report).toBeNull();
  expect(text).toContain("Stopped: 0 orders imported.");
});
