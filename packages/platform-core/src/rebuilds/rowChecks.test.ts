import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { metersWith, misshaping, schema, totals } from "../../test/rebuilds/meters.js";
import { componentsGeneric } from "convex/server";
import { createPlatform, type PlatformComponents } from "../platform/createPlatform.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

/** Five units, and then a reading whose row the table refuses, mended by the next one. */
async function withBadRow(delivery: "inline" | "async", together: boolean) {
  const deployment = new Deployment(totals({ delivery }));
  await deployment.read("", { units: 5 });
  await deployment.drain();
  if (together) await deployment.read("", { units: misshaping, times: 2 });
  else {
    await deployment.read("", { units: misshaping });
    await deployment.pass(2_000);
    await deployment.read("", { units: misshaping });
  }
  await deployment.pass(400_000 / 100);
  return deployment;
}

describe("an event whose row its table refuses, though the next event mends it", () => {
  test.each([
    ["in one page", true],
    ["in pages of their own", false],
  ])("PR-11 is put aside alike, both %s", async (_name, together) => {
    const deployment = await withBadRow("async", together);
    expect(await deployment.rows()).toMatchObject([{ units: 5, readings: 1 }]);
    const letters = await deployment.table("letters");
    expect(letters.map(({ version }) => version)).toEqual([2, 3]);
    expect(letters[0]).toMatchObject({
      error: { code: "PROJECTION_FAILED", message: expect.stringContaining("units") as string },
    });
  });

  test("PR-11 is put aside by a rebuild too", async () => {
    const deployment = new Deployment(totals({ isSafe: true }));
    await deployment.read("", { units: 5 });
    await deployment.read("", { units: misshaping, times: 2 });
    await deployment.drain();
    expect(await deployment.table("letters")).toEqual([]);
    deployment.deploy(totals());
    await deployment.start();
    await deployment.pass(4_000);
    const letters = await deployment.table("letters");
    expect(letters.map(({ version, generation }) => ({ version, generation }))).toEqual([
      { version: 2, generation: 2 },
      { version: 3, generation: 2 },
    ]);
  });

  test("PR-11 fails its command, where commands keep the row", async () => {
    const deployment = new Deployment(totals({ delivery: "inline" }));
    await deployment.read("", { units: 5 });
    await expect(deployment.read("", { units: misshaping, times: 2 })).rejects.toMatchObject({
      data: { code: "PROJECTION_FAILED" },
    });
    expect(await deployment.rows()).toMatchObject([{ units: 5, readings: 1 }]);
  });
});

describe("the schema", () => {
  const components = componentsGeneric() as unknown as PlatformComponents;
  const contexts = [metersWith([totals()])];

  test("PR-11 is needed with the first read model, and names its table", () => {
    expect(() => createPlatform(components, { contexts })).toThrow(
      'createPlatform: pass your schema; the rows of the read model "totals"',
    );
    const { totals: _gone, ...tables } = schema.tables;
    const without = { tables } as unknown as typeof schema;
    expect(() => createPlatform(components, { contexts, schema: without })).toThrow(
      'createPlatform: the schema has no table "totals"; declare it with projectionTable.',
    );
  });
});
