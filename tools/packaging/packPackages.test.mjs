import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { publishedPackages } from "../check/publishedPackages.mjs";
import { packPackages } from "./packPackages.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const dropStale = path.join(import.meta.dirname, "dropStale.mjs");

function scratch() {
  const folder = mkdtempSync(path.join(tmpdir(), "tarballs-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param {string[]} args */
const tar = (...args) => execFileSync("tar", args, { encoding: "utf8" });

describe("tarballs", { timeout: 60_000 }, () => {
  test("PK-1 every public package is packed, with versions in place of workspace: and catalog:", async () => {
    const tarballs = await packPackages(root, scratch());
    const names = publishedPackages(root).map(({ manifest }) => manifest.name);
    expect(tarballs.map(({ name }) => name)).toEqual(names);
    for (const { file } of tarballs)
      expect(tar("xzOf", file, "package/package.json")).not.toMatch(
        /"(workspace|catalog|file|link):/,
      );
  });

  test("PK-1 a tarball holds a README, a licence and what is built, and no tests", async () => {
    for (const { name, file } of await packPackages(root, scratch())) {
      const files = tar("tzf", file).split("\n");
      expect(files, name).toEqual(
        expect.arrayContaining(["package/README.md", "package/LICENSE", "package/package.json"]),
      );
      expect(files.filter((one) => one.startsWith("package/dist/")).length, name).toBeGreaterThan(
        0,
      );
      expect(
        files.filter((one) => /\.test\.|\/node_modules\/|\.tgz$/.test(one)),
        name,
      ).toEqual([]);
    }
  });
});

test("PK-1 what was built from a source that is gone is not packed", () => {
  const folder = scratch();
  for (const dir of ["src", "dist"]) mkdirSync(path.join(folder, dir));
  writeFileSync(path.join(folder, "src/kept.ts"), "");
  for (const file of [
    "kept.js",
    "kept.d.ts",
    "kept.d.ts.map",
    "gone.js",
    "gone.d.ts",
    "gone.js.map",
  ])
    writeFileSync(path.join(folder, "dist", file), "");
  execFileSync(process.execPath, [dropStale], { cwd: folder });
  expect(readdirSync(path.join(folder, "dist")).sort()).toEqual([
    "kept.d.ts",
    "kept.d.ts.map",
    "kept.js",
  ]);
});
