import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { createEngine } from "../engine/createEngine.js";
import { loadApp } from "./loadApp.js";

const convexDir = fileURLToPath(new URL("../../test/nodeFixture/convex", import.meta.url));
const cache = fileURLToPath(new URL("../../node_modules/.cache/platform-testing", import.meta.url));

afterEach(() => {
  vi.useRealTimers();
});

test("an app is loaded with every component its definition installs, children under their parents", async () => {
  const app = await loadApp(convexDir);
  expect(Object.keys(app)).toEqual(["", "jobs", "jobs/batchWorker", "counter", "spare"]);
});

test("only what the CLI pushes becomes a module: no tests, no definitions, no other component's folder", async () => {
  const app = await loadApp(convexDir);
  const modules = Object.keys(app[""]!.modules).filter((path) => !path.includes("_generated"));
  expect(modules).toEqual(["./model/text.ts", "./notes.ts", "./schema.ts"]);
});

test("schemas are found for the app and its components", async () => {
  const app = await loadApp(convexDir);
  const tables = Object.entries(app).map(([name, { schema }]) => [
    name,
    Object.keys(schema?.tables ?? {}),
  ]);
  expect(tables).toContainEqual(["", ["notes"]]);
  expect(tables).toContainEqual(["counter", ["marks"]]);
  expect(Object.keys(app["jobs"]!.schema!.tables)).toContain("work");
});

test("a component that is installed twice has two databases", async () => {
  const engine = await createEngine(await loadApp(convexDir));
  await engine.call({ fn: "notes:add", args: { text: "a" } });
  expect((await engine.call({ fn: "notes:counted" })).value).toEqual([1, 0]);
});

test("the loaded app runs, through a package's component and its child", async () => {
  vi.useFakeTimers();
  const engine = await createEngine(await loadApp(convexDir));
  const { footprint } = await engine.call({ fn: "notes:addLater", args: { text: "later" } });
  expect(Object.keys(footprint.byTable)).toContain("jobs.work");
  await engine.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100), 1000);
  expect((await engine.call({ fn: "notes:list" })).value).toEqual(["LATER"]);
});

test("nothing that was built for loading stays behind", async () => {
  await loadApp(convexDir);
  expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
});

test("a folder that is not there is reported by name", async () => {
  await expect(loadApp(`${convexDir}/nowhere`)).rejects.toThrow("nowhere");
});
