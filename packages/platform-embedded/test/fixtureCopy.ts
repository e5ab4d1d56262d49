import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { fixtureFolder } from "./pushFixture.js";

/** Copies the fixture, for tests that change it, to where it finds its packages; it goes with its owner. */
export function fixtureCopy(): Disposable & { readonly folder: string } {
  const cache = path.join(fixtureFolder, "../../node_modules/.cache/platform-embedded");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "fixture-"));
  cpSync(fixtureFolder, folder, { recursive: true });
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
