import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Hash of the paths and contents of `files` (relative to `root`, order irrelevant, missing ones
 * count as absent).
 * @param {string} root
 * @param {string[]} files
 */
export function hashFiles(root, files) {
  const hash = createHash("sha256");
  for (const file of [...files].sort()) {
    const full = path.join(root, file);
    hash.update(`${file}\0`);
    hash.update(existsSync(full) ? createHash("sha256").update(readFileSync(full)).digest() : "-");
  }
  return hash.digest("hex");
}

/**
 * A note in `node_modules/.cache` of the hash for which a step last succeeded; it goes when
 * node_modules goes.
 * @param {string} root
 * @param {string} name
 */
export function stamp(root, name) {
  const file = path.join(root, "node_modules", ".cache", "convex-es", `${name}.stamp`);
  return {
    /** True when the step last succeeded for exactly this hash. @param {string} hash */
    matches: (hash) => existsSync(file) && readFileSync(file, "utf8") === hash,
    /**
     * Call it after the step succeeded, with the hash taken before it began.
     * @param {string} hash
     */
    write: (hash) => {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, hash);
    },
    /** Call it before the step begins, so that an interrupted one runs again. */
    clear: () => rmSync(file, { force: true }),
  };
}
