import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const cucumber = path.join(root, "node_modules/@cucumber/cucumber/bin/cucumber.js");
const world = { folder: "" };

beforeAll(() => {
  world.folder = mkdtempSync(path.join(tmpdir(), "convex-es-features-"));
});
afterAll(() => rmSync(world.folder, { recursive: true, force: true }));

/** @param {string[]} steps @param {...string} more what of specs/ is imported beside the steps */
function runScenario(steps, ...more) {
  const feature = path.join(world.folder, "one.feature");
  writeFileSync(feature, ["Feature: f", "Scenario: s", ...steps].join("\n"));
  const config = path.join(world.folder, "cucumber.json");
  const profile = {
    // As in the project's own profiles: loops of the app may still be scheduled.
    forceExit: true,
    import: ["steps.mjs", ...more].map((file) => path.join(root, "specs", file)),
    worldParameters: { convexDir: path.join(root, "examples/order-management/convex") },
  };
  writeFileSync(config, JSON.stringify({ default: profile }));
  const args = [cucumber, "--config", path.relative(root, config), feature];
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}

const create = 'When createOrder is sent with {"orderId": "o-1", "customerId": "ana"}';

test("TE-3 a feature needs no glue of its own", () => {
  expect(runScenario([create, "Then it is executed"]).status).toBe(0);
});

test("TE-3 an unbound step fails the run", () => {
  const run = runScenario([create, "Then the moon is full"]);
  expect(run.status).not.toBe(0);
  expect(run.stdout).toContain("the moon is full");
});

test("TE-3 a step that does not hold fails the run and shows both values", () => {
  const run = runScenario([create, "Then it is rejected with ORDER_EMPTY"]);
  expect(run.status).not.toBe(0);
  expect(run.stdout).toContain("ORDER_EMPTY");
  expect(run.stdout).toContain("executed");
});

test("on the embedded deployment a step that does not hold fails the run as well", () => {
  const nobody = ["Given nobody is signed in", create, "Then it is executed"];
  const run = runScenario(nobody, "onDeployment.mjs");
  expect(run.status).not.toBe(0);
  expect(run.stdout).toContain("UNAUTHENTICATED");
});
