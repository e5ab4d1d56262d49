import fs from "node:fs";
import path from "node:path";

/** Keeps a data directory out of every repository: it holds a signing key and an admin secret. */
export function keepOutOfGit(directory: string): void {
  const file = path.join(directory, ".gitignore");
  if (!fs.existsSync(file)) fs.writeFileSync(file, "*\n");
}
