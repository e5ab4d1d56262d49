import path from "node:path";
import { describe, expect, test } from "vitest";
import { bundle } from "./bundle.mjs";
import { bundleOutsideApp } from "./bundleOutsideApp.mjs";
import { bundleSizes } from "./bundleSizes.mjs";
import { entryPoints } from "./entryPoints.mjs";
import { readSizes } from "./sizeTable.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const core = "@convex-es/platform-core";
const tolerance = 1.1;
const slackBytes = 256;

/** @param {string} name */
function codeOf(name) {
  const found = entryPoints(root).find((entryPoint) => entryPoint.name === name);
  return /** @type {string} */ (found?.code);
}

/** Names that a subpath exports at run time. @param {string} name @returns {Promise<string[]>} */
const exportsOf = async (name) => Object.keys(await import(codeOf(name)));

/** Those of the names that the code declares. @param {string} code @param {string[]} names */
const declaredIn = (code, names) =>
  names.filter((name) => new RegExp(`\\b(?:function|var|let|const|class) ${name}\\b`).test(code));

const readable = /** @type {const} */ ({ minify: false, external: "none" });

describe("bundles", { timeout: 60_000 }, () => {
  test("PK-2 every subpath is as large as docs/bundle-sizes.md says, within 10 %", async () => {
    const kept = readSizes(root);
    const sizes = await bundleSizes(root);
    expect([...kept.keys()].sort()).toEqual(sizes.map(({ name }) => name).sort());
    const off = sizes.filter(({ name, ours, whole }) => {
      const row = kept.get(name);
      return !isNear(ours, row?.ours ?? 0) || !isNear(whole ?? 0, row?.whole ?? 0);
    });
    expect(off, "npm run sizes -- --write, if it is worth it").toEqual([]);
  });

  test.each([
    ["/upcast", core],
    ["/zod", core],
    ["/upcast", `${core}/client`],
  ])("PK-2 what %s exports stays out of %s", async (subpath, importer) => {
    const names = await exportsOf(`${core}${subpath}`);
    const own = await bundle([codeOf(`${core}${subpath}`)], readable);
    expect(declaredIn(own.code, names)).toEqual(names);
    const { code } = await bundle([codeOf(importer)], readable);
    expect(declaredIn(code, names)).toEqual([]);
  });

  test("PK-2 zod comes with /zod only", async () => {
    const usesZod = async (/** @type {string} */ name) =>
      (await bundle([codeOf(name)])).inputs.some((file) => file.includes("node_modules/zod/"));
    expect(await usesZod(`${core}/zod`)).toBe(true);
    for (const name of [core, `${core}/client`, `${core}/upcast`])
      expect(await usesZod(name), name).toBe(false);
  });

  test("PK-2 a browser that imports /client gets no server code", async () => {
    const { inputs } = await bundle([codeOf(`${core}/client`)]);
    expect(inputs.filter((file) => /platform-(store|bus)\//.test(file))).toEqual([]);
    const { code } = await bundle([codeOf(`${core}/client`)], readable);
    expect(declaredIn(code, ["createPlatform", "executeCommand", "CommandBus"])).toEqual([]);
  });

  test("PK-2 an app's functions contain no testing code, no zod and no upcasters it does not import", async () => {
    const { inputs, code } = await bundleOutsideApp(root, readable);
    expect(inputs.some((file) => file.includes("platform-core/dist/"))).toBe(true);
    const strangers = /platform-(testing|embedded|fsm)\/|node_modules\/(zod|convex-test|vitest)\//;
    expect(inputs.filter((file) => strangers.test(file))).toEqual([]);
    expect(declaredIn(code, await exportsOf(`${core}/upcast`))).toEqual([]);
  });
});

/** @param {number} a @param {number} b */
const isNear = (a, b) =>
  Math.abs(a - b) <= slackBytes || Math.max(a, b) / Math.min(a, b) <= tolerance;
