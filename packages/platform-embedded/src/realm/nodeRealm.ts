import { createRequire } from "node:module";
import type vm from "node:vm";
import { createRuntimeRealm } from "./createRuntimeRealm.js";

const nodeGlobals = ["Buffer", "setImmediate", "clearImmediate", "global"] as const;

/** Where actions marked "use node" run: everything of Node, and the deployment's variables instead of the machine's. */
export function createNodeRealm(env: Readonly<Record<string, string>>): vm.Context {
  const realm = createRuntimeRealm(env);
  const host = globalThis as unknown as Record<string, unknown>;
  for (const name of nodeGlobals) realm[name] = name === "global" ? realm : host[name];
  realm["process"] = Object.assign(Object.create(process) as NodeJS.Process, { env });
  realm["crypto"] = host["crypto"];
  return realm;
}

/** Gives Node's own modules, and packages that are installed beside the app. */
export function nodeModulesOf(directory: string): (specifier: string) => unknown {
  return createRequire(`${directory}/package.json`);
}
