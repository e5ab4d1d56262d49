import path from "node:path";
import { describe, expect, test } from "vitest";
import { apiReport } from "./apiReport.mjs";
import { entryPoints } from "./entryPoints.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const all = entryPoints(root);
const isComponent = (/** @type {{ name: string }} */ { name }) => name.includes("/_generated/");

describe("reports", { timeout: 60_000 }, () => {
  test.each(all.filter((entryPoint) => !isComponent(entryPoint)))(
    "PK-3 the API of $name is what its report holds",
    (entryPoint) => {
      const { kept, now } = apiReport(entryPoint);
      expect(now).toBe(kept);
    },
  );

  test.each(all.filter(isComponent))(
    "PK-3 the functions of $packageName are what its report holds",
    (entryPoint) => {
      const { kept, now } = apiReport(entryPoint);
      expect(now).toBe(kept);
      expect(now).toContain('FunctionReference<"mutation", "internal", {');
    },
  );

  test("PK-3 a report holds what a package exports, by name and by type", () => {
    const [fsm] = all.filter(({ name }) => name === "@convex-es/platform-fsm");
    const { now } = apiReport(/** @type {NonNullable<typeof fsm>} */ (fsm));
    expect(now).toContain("export function defineStateMachine<");
  });
});

test("PK-3 every root and every component has a report", () => {
  const names = all.map(({ name }) => name);
  for (const { packageName } of all) expect(names).toContain(packageName);
  expect(all.filter(isComponent).map(({ packageName }) => packageName)).toEqual(
    expect.arrayContaining(["@convex-es/platform-bus", "@convex-es/platform-store"]),
  );
});
