import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runStep } from "./runStep.mjs";
import { hashFiles, stamp } from "./stamp.mjs";

/**
 * Installs the locked dependencies when node_modules is missing or belongs to another lockfile;
 * otherwise returns at once, without the network.
 * @param {string} root
 */
export async function ensureInstalled(root) {
  const hash = hashFiles(root, ["pnpm-lock.yaml", "pnpm-workspace.yaml"]);
  const done = stamp(root, "install");
  if (done.matches(hash) && existsSync(path.join(root, "node_modules/.bin/node"))) return;
  done.clear();
  const [command, ...args] = packageManager(root);
  await runStep("Installing packages", {
    command,
    args: [...args, "install", "--frozen-lockfile"],
    // Without a terminal pnpm would otherwise refuse to replace an old node_modules.
    env: { CI: "true" },
    cwd: root,
  });
  done.write(hash);
}

/**
 * pnpm comes from npm until the first install has put it into node_modules.
 * @param {string} root
 * @returns {[string, ...string[]]}
 */
function packageManager(root) {
  const local = path.join(root, "node_modules/.bin/pnpm");
  if (existsSync(local)) return [local];
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return ["npx", "-y", manifest.packageManager];
}
