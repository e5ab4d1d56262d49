import { fileURLToPath } from "node:url";
import { convexIn, type CliTarget } from "./convexIn.ts";

const directory = fileURLToPath(new URL("../fixture", import.meta.url));

/** Pushes the fixture's app with the official CLI. */
export function pushFixture({ url, adminKey }: Omit<CliTarget, "directory">): Promise<void> {
  const args = ["deploy", "-y", "--typecheck", "disable", "--codegen", "disable"];
  return convexIn({ url, adminKey, directory }, ...args);
}
