import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { publishedPackages } from "../check/publishedPackages.mjs";
import { stopGroups } from "../run/processGroups.mjs";
import { importsOf, leavesPackage, packageOf } from "./importsOf.mjs";
import { packPackages } from "./packPackages.mjs";
import { proveAlone } from "./proveAlone.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const packages = publishedPackages(root).map(({ folder, manifest }) => ({
  name: manifest.name,
  folder,
}));

/**
 * @param {string} folder
 * @returns {{ name: string } & { [kind: `${string}ependencies`]: Record<string, string> }}
 */
const manifestOf = (folder) => JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));

/** What those who install the package get, too. @param {string} folder */
function runtimeOf(folder) {
  const { name, dependencies, peerDependencies } = manifestOf(folder);
  return new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })]);
}

const sources = "{src,test,test-types,fixture}/**/*.ts";
const shipped = "{dist/**/*.{js,d.ts},src/test.ts}";

describe.each(packages)("$name", ({ name, folder }) => {
  const imports = importsOf(folder, sources);
  const declared = new Set([
    ...runtimeOf(folder),
    ...Object.keys(manifestOf(folder).devDependencies ?? {}),
  ]);

  test(`PK-2 ${name} imports no file of another package`, () => {
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter(leavesPackage)).toEqual([]);
  });

  test(`PK-2 ${name} imports only packages that it declares`, () => {
    const hidden = imports.filter((one) => !declared.has(packageOf(one) ?? name));
    expect(hidden).toEqual([]);
  });

  test(`PK-2 what ${name} ships imports only what is installed with it`, () => {
    const installed = runtimeOf(folder);
    const imported = importsOf(folder, shipped);
    const missing = imported.filter((one) => !installed.has(packageOf(one) ?? name));
    expect(missing).toEqual([]);
  });
});

describe("alone", { timeout: 180_000 }, () => {
  afterAll(stopGroups);

  // One library and one component stand for all here; `npm run packaging` proves every package.
  test.each(packages.filter(({ name }) => /-(fsm|bus)$/.test(name)))(
    "PK-2 $name builds, typechecks and tests alone, with nothing but what it declares",
    async ({ folder }) => {
      const destination = mkdtempSync(path.join(tmpdir(), "tarballs-"));
      try {
        const tarballs = await packPackages(root, destination);
        const proofs = await proveAlone({ root, folder, tarballs });
        const failed = proofs.filter(({ outcome }) => outcome !== "ok");
        expect(failed.map(({ step, output }) => `${step}: ${output}`).join("\n")).toBe("");
        expect(proofs.map(({ step }) => step)).toEqual(["install", "build", "types", "tests"]);
      } finally {
        rmSync(destination, { recursive: true, force: true });
      }
    },
  );
});
