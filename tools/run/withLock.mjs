import { createHash } from "node:crypto";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { statusLine } from "./statusLine.mjs";

const retryMs = 100;
const staleMs = 15 * 60_000;
const takeOverMs = 60_000;

/**
 * Runs `work` while no other process prepares the same folder, so that two first commands at once
 * do not install or build over each other; a dead holder's lock is taken over.
 * @param {string} root
 * @param {() => Promise<void>} work
 */
export async function withLock(root, work) {
  const name = createHash("sha256").update(root).digest("hex").slice(0, 16);
  const file = path.join(tmpdir(), `convex-es-${name}.lock`);
  if (!take(file)) await waitFor(file);
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    await work();
  } finally {
    release();
    process.off("exit", release);
  }
}

/** @param {string} file */
async function waitFor(file) {
  const line = statusLine(() => "Waiting for another command to finish its set-up");
  while (!take(file)) await new Promise((resolve) => setTimeout(resolve, retryMs));
  line.end();
}

/** @param {string} file */
function take(file) {
  if (create(file)) return true;
  if (!holderIsAlive(file)) takeOver(file);
  return false;
}

/**
 * Removes the lock of a dead holder. Whoever removes it looks once more while nobody else may: of two that found it dead, the
 * second would otherwise remove the lock that the first has taken meanwhile.
 * @param {string} file
 */
function takeOver(file) {
  const guard = `${file}.takeover`;
  if (!create(guard)) return assertMoving(guard);
  try {
    if (!holderIsAlive(file)) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

/** @param {string} guard */
function assertMoving(guard) {
  const since = statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
  if (Date.now() - since < takeOverMs || since === Infinity) return;
  throw new Error(`${guard} was left by a command that died; delete it and try again.`);
}

/** @param {string} file @returns {boolean} false: it exists already */
function create(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return false;
  }
}

/**
 * A process id may have been given to another process since, hence the age. A lock that is gone meanwhile counts as alive: the next
 * attempt creates it.
 * @param {string} file
 */
function holderIsAlive(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > staleMs) return false;
    return process.kill(Number(readFileSync(file, "utf8")), 0);
  } catch (error) {
    return codeOf(error) === "EPERM" || codeOf(error) === "ENOENT";
  }
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && "code" in error ? error.code : undefined);
