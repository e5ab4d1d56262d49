import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const toolDirectory = path.resolve(import.meta.dirname, "..");

/** A directory for one test, with the tool's installed packages; disposing deletes it. */
export type ScratchDirectory = Disposable & {
  readonly path: string;
  /** Writes files by relative path; objects become JSON. */
  write(files: Readonly<Record<string, string | object>>): void;
};

/** Makes an empty scratch directory outside the repository. */
export function scratchDirectory(): ScratchDirectory {
  const directory = mkdtempSync(path.join(tmpdir(), "convex-offline-"));
  symlinkSync(path.join(toolDirectory, "node_modules"), path.join(directory, "node_modules"));
  return {
    path: directory,
    write: (files) => {
      for (const [name, content] of Object.entries(files)) {
        const file = path.join(directory, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
      }
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
