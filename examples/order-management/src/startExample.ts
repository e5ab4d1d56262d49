import { fileURLToPath } from "node:url";
import { createEngine, type AppSource, type Engine } from "@convex-es/platform-testing/engine";
import { loadApp } from "@convex-es/platform-testing/node";

const convexDir = fileURLToPath(new URL("../convex", import.meta.url));

/** The example's Convex app, loaded and running in this process, with an empty database. */
export type Example = { app: AppSource; engine: Engine };

/** Loads the example's Convex app and starts it; every call starts with an empty database. */
export async function startExample(): Promise<Example> {
  const app = await loadApp(convexDir);
  return { app, engine: await createEngine(app, { mirror: true }) };
}
