import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The content of every file of some directories, by path. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** Reads all files of directories that may not exist. */
export function readGeneratedFiles(directories: readonly string[]): GeneratedFiles {
  const files = directories.flatMap((directory) =>
    globSync("**/*.*", { cwd: directory }).map((file) => path.join(directory, file)),
  );
  return new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
}

/** Puts directories back to what they held: writes only what differs, deletes what was not there, empty directories too. */
export function restoreGeneratedFiles(
  directories: readonly string[],
  before: GeneratedFiles,
): void {
  const now = readGeneratedFiles(directories);
  for (const file of now.keys()) if (!before.has(file)) rmSync(file);
  for (const directory of directories) {
    if (readGeneratedFiles([directory]).size === 0)
      rmSync(directory, { recursive: true, force: true });
  }
  for (const [file, content] of before) {
    if (now.get(file) === content) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
