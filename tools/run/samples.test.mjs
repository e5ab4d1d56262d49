import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { taskList } from "./taskList.mjs";

const root = path.join(import.meta.dirname, "../..");
const place = { folder: "" };
beforeEach(() => {
  place.folder = mkdtempSync(path.join(tmpdir(), "samples-"));
});
afterEach(() => rmSync(place.folder, { recursive: true }));

/** @param {string[]} args */
function samples(...args) {
  const [, ...command] = taskList["samples"]?.command ?? [];
  const run = spawnSync(process.execPath, [...command, ...args], { cwd: root, encoding: "utf8" });
  return { status: run.status, output: run.stdout + run.stderr };
}

test("UP-3 the example's samples are complete, read, and describe today's schema", () => {
  const { status, output } = samples();
  expect(output).toBe(
    "orders\n  unchanged, every sample reads\nsales\n  unchanged, every sample reads\ninventory\n  unchanged, every sample reads\n",
  );
  expect(status).toBe(0);
}, 60_000);

test("UP-3 the command says what is missing of the context it is asked about, and writes it", () => {
  const elsewhere = ["--samples", place.folder, "--context", "orders"];
  const before = samples(...elsewhere);
  expect(before.output).toContain("missing    OrderCreated version 1");
  expect([before.output.includes("inventory"), before.status]).toEqual([false, 1]);
  const written = samples(...elsewhere, "--write");
  expect(written.output).toContain("wrote      OrderCreated version 1");
  expect(readdirSync(path.join(place.folder, "orders"))).toContain("OrderCreated.v1.json");
}, 60_000);

test("UP-3 a context that the platform does not have is refused by name", () => {
  const { status, output } = samples("--context", "billing");
  expect(output).toContain('unknown context "billing"; known: orders, sales, inventory');
  expect(status).toBe(1);
}, 60_000);
