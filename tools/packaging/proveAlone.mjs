import { rmSync } from "node:fs";
import path from "node:path";
import { proveSteps } from "./proveSteps.mjs";
import { stagePackage } from "./stagePackage.mjs";

/** @typedef {import("./packPackages.mjs").Tarball} Tarball */

/**
 * Builds, typechecks and tests one package in a folder where nothing exists but its sources and
 * what it declares.
 * @param {{ root: string, folder: string, tarballs: Tarball[], keep?: boolean | undefined }} options
 */
export async function proveAlone({ root, folder, tarballs, keep = false }) {
  const copy = await stagePackage(root, folder, tarballs);
  if (keep) process.stderr.write(`${copy}\n`);
  const pnpm = path.join(root, "node_modules/.bin/pnpm");
  try {
    return await proveSteps(copy, [
      { name: "install", command: [pnpm, "install", "--no-frozen-lockfile", "--prefer-offline"] },
      { name: "build", command: [pnpm, "run", "build"] },
      { name: "types", command: [pnpm, "run", "typecheck"] },
      { name: "tests", command: ["vitest", "run"] },
    ]);
  } finally {
    if (!keep) rmSync(path.resolve(copy, "../.."), { recursive: true, force: true });
  }
}
