import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { runStep } from "./runStep.mjs";
import { hashFiles, stamp } from "./stamp.mjs";

const shared = ["pnpm-lock.yaml", "tsconfig.base.json", "turbo.json"];

/**
 * Builds the packages whose sources changed since the last build; unchanged sources cost one hash
 * of them and start nothing.
 * @param {string} root
 */
export async function ensureBuilt(root) {
  const packages = builtPackages(root);
  const hash = hashFiles(root, [...shared, ...packages.flatMap((dir) => sourcesOf(root, dir))]);
  const done = stamp(root, "build");
  const complete = packages.every((dir) => existsSync(path.join(root, dir, "dist")));
  if (done.matches(hash) && complete) return;
  done.clear();
  await runStep("Building packages", {
    command: "turbo",
    args: ["run", "build", "--output-logs=errors-only", "--log-order=grouped"],
    cwd: root,
  });
  done.write(hash);
}

/** Folders of the workspace whose package.json has a build script. @param {string} root */
function builtPackages(root) {
  return readdirSync(path.join(root, "packages"))
    .map((name) => `packages/${name}`)
    .filter((dir) => manifestOf(root, dir)?.scripts?.build !== undefined);
}

/**
 * @param {string} root
 * @param {string} dir
 * @returns {{ scripts?: Record<string, string> } | undefined}
 */
function manifestOf(root, dir) {
  const file = path.join(root, dir, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** @param {string} root @param {string} dir */
function sourcesOf(root, dir) {
  const full = path.join(root, dir);
  const configs = readdirSync(full).filter((name) =>
    /^(package|tsconfig.*)\.json$|\.config\.ts$/.test(name),
  );
  const sources = existsSync(path.join(full, "src"))
    ? readdirSync(path.join(full, "src"), { recursive: true, withFileTypes: true })
    : [];
  return [
    ...configs.map((name) => path.join(dir, name)),
    ...sources
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  ];
}
