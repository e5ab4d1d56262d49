import type { AppSource } from "../engine/createEngine.js";

/** How an app is loaded. */
export type LoadOptions = { cacheDir?: string };

/** Loads a Convex app folder. */
export async function loadApp(convexDir: string, _options: LoadOptions = {}): Promise<AppSource> {
  throw new Error(`not ready: ${convexDir}`);
}
