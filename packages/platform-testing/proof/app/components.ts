import { fileURLToPath } from "node:url";
import type { AppSource } from "@convex-es/platform-testing/engine";
import { loadApp } from "@convex-es/platform-testing/node";

/** The platform's components as they are published, loaded into this process. */
export async function loadComponents(): Promise<Omit<AppSource, "">> {
  const { "": _app, ...components } = await loadApp(
    fileURLToPath(new URL("convex", import.meta.url)),
  );
  return components;
}
