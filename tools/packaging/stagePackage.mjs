import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { climbsOut } from "./climbsOut.mjs";
import { pnpmSettings } from "./outsideManifest.mjs";
import { workspaceVersions } from "./workspaceVersions.mjs";

/** @typedef {import("./packPackages.mjs").Tarball} Tarball */
/** @typedef {{ [name: string]: string }} Dependencies */

const notSource = new Set(["node_modules", "dist", ".turbo", "coverage"]);

/**
 * Copies the sources of one package to a temporary folder where it finds only what it declares: the
 * other packages as tarballs, the rest from the registry. Returns the copy.
 * @param {string} root
 * @param {string} folder of the package
 * @param {Tarball[]} tarballs
 */
export async function stagePackage(root, folder, tarballs) {
  const stage = mkdtempSync(path.join(realpathSync(tmpdir()), "alone-"));
  const copy = path.join(stage, path.relative(root, folder));
  mkdirSync(copy, { recursive: true });
  cpSync(path.join(root, "tsconfig.base.json"), path.join(stage, "tsconfig.base.json"));
  cpSync(folder, copy, { recursive: true, filter: (file) => !notSource.has(path.basename(file)) });
  const packed = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]));
  writeFileSync(path.join(copy, "package.json"), manifestOf(root, folder, packed));
  writeFileSync(path.join(copy, "pnpm-workspace.yaml"), pnpmSettings(packed));
  writeFileSync(path.join(copy, "vitest.config.mjs"), await vitestConfigOf(root, folder));
  return copy;
}

/**
 * The manifest without `workspace:` and `catalog:`.
 * @param {string} root
 * @param {string} folder
 * @param {Dependencies} packed
 */
function manifestOf(root, folder, packed) {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const versions = workspaceVersions(root);
  /** @param {Dependencies} dependencies */
  const resolved = (dependencies = {}) =>
    Object.fromEntries(
      Object.entries(dependencies).map(([name, range]) => {
        if (range === "catalog:") return [name, versions[name]];
        if (!range.startsWith("workspace:")) return [name, range];
        // What is not packed is a private tool of the build.
        return [
          name,
          packed[name] ?? `link:${realpathSync(path.join(folder, "node_modules", name))}`,
        ];
      }),
    );
  const { dependencies, devDependencies } = manifest;
  return JSON.stringify({
    ...manifest,
    dependencies: resolved(dependencies),
    devDependencies: resolved(devDependencies),
  });
}

/**
 * The package's own suite, without tests that are about other parts of the repository.
 * @param {string} root
 * @param {string} folder
 */
async function vitestConfigOf(root, folder) {
  const { default: config } = await import(path.join(root, "vitest.workspace.ts"));
  /** @type {{ projects: { root: string, test: { exclude: string[] } }[] }} */
  const { projects, ...shared } = config.test;
  const ours = projects.find((project) => path.resolve(root, project.root) === folder);
  if (ours === undefined) throw new Error(`vitest.workspace.ts has no project in ${folder}.`);
  const { test } = ours;
  const tests = globSync("**/*.test.ts", { cwd: folder, exclude: [...notSource] });
  const elsewhere = tests.filter((file) => climbsOut(folder, file));
  const exclude = [...test.exclude, ...elsewhere];
  // Several suites run at once here, on however few cores.
  const testTimeout = 60_000;
  return `export default ${JSON.stringify({ test: { ...shared, ...test, exclude, testTimeout } })};\n`;
}
