import { rmSync } from "node:fs";
import path from "node:path";
import { makeOutsideApp } from "./makeOutsideApp.mjs";
import { proveSteps } from "./proveSteps.mjs";

/** @typedef {import("./combinations.mjs").Combination} Combination */
/** @typedef {import("./packPackages.mjs").Tarball} Tarball */

/**
 * Installs the tarballs into a new app outside the workspace, which then generates, typechecks,
 * tests, pushes and runs. The app is deleted unless `keep`.
 * @param {{ root: string, combination: Combination, tarballs: Tarball[], keep?: boolean | undefined }} options
 */
export async function proveOutside({ root, combination, tarballs, keep = false }) {
  const folder = makeOutsideApp(root, combination, tarballs);
  if (keep) process.stderr.write(`${folder}\n`);
  try {
    return await proveSteps(folder, stepsOf(root, combination, folder));
  } finally {
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {Combination} combination
 * @param {string} folder
 */
function stepsOf(root, { manager, everything }, folder) {
  const offline = path.join(root, "tools/convex-offline/src/cli.ts");
  const install = {
    npm: ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"],
    pnpm: [workspacePnpm(root), "install", "--no-frozen-lockfile", "--prefer-offline"],
  };
  return [
    { name: "install", command: install[manager] },
    { name: "codegen", command: ["node", offline, "codegen", "--root", folder] },
    { name: "types", command: ["tsc", "--project", "tsconfig.json"] },
    { name: "tests", command: ["vitest", "run"] },
    { name: "push", command: ["node", offline, "deploy-check", "--root", folder] },
    {
      name: "run",
      command: ["node", ...(everything ? ["--import=./everySubpath.mjs"] : []), "run.mjs"],
    },
  ];
}

/** Outside, no tool of the workspace is on the path. @param {string} root */
const workspacePnpm = (root) => path.join(root, "node_modules/.bin/pnpm");
