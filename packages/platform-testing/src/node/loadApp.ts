import path from "node:path";
import type { AppSource, ComponentSource } from "../engine/createEngine.js";
import { Definitions } from "./definitions.js";
import { loadModules } from "./loadModules.js";

/**
 * Loads the TypeScript of a `convex/` folder and of every component its `convex.config.ts` installs, for `createEngine` in
 * plain Node (scripts, cucumber) where there is no `import.meta.glob`. Everything is loaded before it returns; no file stays
 * behind. Needs Node's own globals: not for vitest's edge-runtime environment.
 *
 * @example
 * const engine = await createEngine(await loadApp("./convex"));
 */
export async function loadApp(convexDir: string): Promise<AppSource> {
  const root = path.resolve(convexDir);
  const definitions = new Definitions();
  // A component that is installed twice is the same code with two databases.
  const sources = new Map<string, Promise<ComponentSource>>();
  const app: AppSource = {};
  const visit = async (dir: string, mount: string): Promise<void> => {
    const source = sources.get(dir) ?? loadModules(dir, root);
    sources.set(dir, source);
    app[mount] = await source;
    for (const child of await definitions.children(dir)) {
      await visit(child.dir, mount === "" ? child.name : `${mount}/${child.name}`);
    }
  };
  await visit(root, "");
  return app;
}
