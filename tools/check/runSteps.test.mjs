import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runSteps } from "./runSteps.mjs";

/** @param {string} name @param {string} script @param {boolean} [alone] */
const step = (name, script, alone = false) => ({
  name,
  about: "",
  command: [process.execPath, "-e", script],
  alone,
});

/** @param {...import("./stepList.mjs").Step} steps */
const outcomes = async (...steps) =>
  (await runSteps(tmpdir(), steps)).map(({ step: { name }, outcome }) => [name, outcome]);

function logFile() {
  const folder = mkdtempSync(path.join(tmpdir(), "steps-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "log");
  appendFileSync(file, "");
  return file;
}

test("a failing step stops no other, and outcomes keep the order of the steps", async () => {
  const found = await outcomes(
    step("alone", "process.exit(1)", true),
    step("slow", "setTimeout(() => {}, 100)"),
    step("fails", "process.exit(1)"),
    step("last", "", true),
  );
  expect(found).toEqual([
    ["alone", "failed"],
    ["slow", "ok"],
    ["fails", "failed"],
    ["last", "ok"],
  ]);
});

test("a failing step keeps its output", async () => {
  const [found] = await runSteps(tmpdir(), [step("a", "console.error('why'); process.exit(1)")]);
  expect(found?.output).toContain("why");
});

test("a step marked alone overlaps no other", async () => {
  const log = logFile();
  /** @param {string} name */
  const script = (name) => `
    const { appendFileSync } = require("node:fs");
    appendFileSync(${JSON.stringify(log)}, "+${name}");
    setTimeout(() => appendFileSync(${JSON.stringify(log)}, "-${name}"), 50);
  `;
  await outcomes(step("a", script("a")), step("x", script("x"), true), step("b", script("b")));
  expect(readFileSync(log, "utf8")).toBe("+a-a+x-x+b-b");
});
