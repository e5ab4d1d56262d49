import { trusted } from "../boundary.js";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const lockPattern = /^lock\.(\d+)$/;
const mostAttempts = 5;
const held = new Set<string>();

/** A data directory that no running process holds. */
export type FreeDirectory = {
  readonly directory: string;
  /** Whoever takes the directory from here on makes this file; only one can. */
  readonly next: string;
};

/** Takes a data directory for this process; returns how to give it back. Throws when another process has it. */
export function lockDirectory(directory: string): () => void {
  fs.mkdirSync(directory, { recursive: true });
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const unlock = takeDirectory(findFree(directory));
    if (unlock) return unlock;
  }
  throw new Error(`data directory ${directory} cannot be locked; try again`);
}

/** Looks whether a directory can be taken. Throws when a process has it. */
export function findFree(directory: string): FreeDirectory {
  refuseWhenHeld(directory, null);
  const last = Math.max(
    0,
    ...locksIn(directory).map((file) => Number(lockPattern.exec(file)?.[1])),
  );
  return { directory, next: `lock.${last + 1}` };
}

/**
 * Takes a directory that was found free; null when another process was faster. A lock has its owner's number in it from
 * the moment it is there, and has a new name each time: one that is stale is never taken over, so no two can do that.
 */
export function takeDirectory({ directory, next }: FreeDirectory): (() => void) | null {
  const file = path.join(directory, next);
  if (!createWhole(file, String(process.pid))) return null;
  held.add(file);
  const unlock = () => {
    held.delete(file);
    fs.rmSync(file, { force: true });
  };
  try {
    refuseWhenHeld(directory, next);
  } catch (error) {
    unlock();
    throw error;
  }
  for (const old of locksIn(directory)) {
    if (old !== next) fs.rmSync(path.join(directory, old), { force: true });
  }
  return unlock;
}

function createWhole(file: string, content: string): boolean {
  const own = `${file}.${randomUUID()}`;
  fs.writeFileSync(own, content);
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (trusted<NodeJS.ErrnoException>(error).code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function refuseWhenHeld(directory: string, own: string | null): void {
  for (const name of locksIn(directory)) {
    if (name === own) continue;
    const file = path.join(directory, name);
    const owner = ownerOf(file);
    // A container may give every process the same number.
    if (owner === process.pid ? held.has(file) : isRunning(owner)) {
      throw new Error(
        `The data directory ${directory} is in use by process ${owner}. Stop it, or use another directory with --data-dir.`,
      );
    }
  }
}

const locksIn = (directory: string): string[] =>
  fs.readdirSync(directory).filter((name) => lockPattern.test(name));

function ownerOf(file: string): number {
  try {
    return Number(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (trusted<NodeJS.ErrnoException>(error).code === "ENOENT") return 0;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return trusted<NodeJS.ErrnoException>(error).code === "EPERM";
  }
}
