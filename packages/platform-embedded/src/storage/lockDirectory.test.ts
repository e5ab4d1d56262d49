import fs from "node:fs";
import path from "node:path";
import { expect, test as base } from "vitest";
import { scratchDirectory } from "../../test/scratchDirectory.js";
import { findFree, lockDirectory, takeDirectory } from "./lockDirectory.js";

const unusedPid = "999999999";

const test = base.extend<{ directory: string }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
  directory: async ({}, use) => {
    using scratch = scratchDirectory();
    await use(scratch.path);
  },
});

const leaveLock = (directory: string, owner: string) =>
  fs.writeFileSync(path.join(directory, "lock.7"), owner);

test("a directory is taken once, and again when it was given back", ({ directory }) => {
  const unlock = lockDirectory(directory);
  expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.pid}`);
  unlock();
  lockDirectory(directory)();
  expect(fs.readdirSync(directory)).toEqual([]);
});

test("the lock of a process that is gone holds nobody up, and is cleared away", ({ directory }) => {
  leaveLock(directory, unusedPid);
  const unlock = lockDirectory(directory);
  expect(fs.readdirSync(directory)).toEqual(["lock.8"]);
  unlock();
});

test("the lock of a process that runs is respected", ({ directory }) => {
  leaveLock(directory, String(process.ppid));
  expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.ppid}`);
});

test("of two that find the same stale lock at the same moment, one gets the directory", ({
  directory,
}) => {
  leaveLock(directory, unusedPid);
  const [one, other] = [findFree(directory), findFree(directory)];
  expect(takeDirectory(one)).toBeTypeOf("function");
  expect(takeDirectory(other)).toBeNull();
  expect(() => lockDirectory(directory)).toThrow("in use");
});

test("one that has looked before another came, took it and cleared away does not get it too", ({
  directory,
}) => {
  const early = findFree(directory);
  leaveLock(directory, unusedPid);
  lockDirectory(directory);
  expect(() => takeDirectory(early)).toThrow("in use");
  expect(fs.readdirSync(directory)).toEqual(["lock.8"]);
});
