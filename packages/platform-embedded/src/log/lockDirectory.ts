import fs from "node:fs";
import path from "node:path";

const held = new Set<string>();

/** Takes a data directory for this process; returns how to give it back. Throws when another process has it. */
export function lockDirectory(directory: string): () => void {
  fs.mkdirSync(directory, { recursive: true });
  const file = path.join(directory, "lock");
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
      held.add(file);
      return () => {
        held.delete(file);
        fs.rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const owner = Number(fs.readFileSync(file, "utf8"));
      // A container may give every process the same number.
      if (owner === process.pid ? held.has(file) : isRunning(owner)) {
        throw new Error(
          `The data directory ${directory} is in use by process ${owner}. Stop it, or use another directory with --data-dir.`,
        );
      }
      fs.rmSync(file, { force: true });
    }
  }
  throw new Error(`The data directory ${directory} cannot be locked`);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
