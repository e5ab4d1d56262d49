import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hashFiles, stamp } from "./stamp.mjs";

function folder() {
  const root = mkdtempSync(path.join(tmpdir(), "stamp-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  /** @param {string} name @param {string} text */
  const write = (name, text) => writeFileSync(path.join(root, name), text);
  return { root, write };
}

test("the same files give the same hash, whatever their order", () => {
  const { root, write } = folder();
  write("a", "1");
  write("b", "2");
  expect(hashFiles(root, ["a", "b"])).toBe(hashFiles(root, ["b", "a"]));
});

test("a changed content, a renamed file and a missing file each give another hash", () => {
  const { root, write } = folder();
  write("a", "1");
  const before = hashFiles(root, ["a"]);
  const missing = hashFiles(root, ["b"]);
  write("b", "1");
  const renamed = hashFiles(root, ["b"]);
  write("a", "2");
  expect(new Set([before, missing, renamed, hashFiles(root, ["a"])]).size).toBe(4);
});

test("content that moves from one file to the next gives another hash", () => {
  const { root, write } = folder();
  write("a", "12");
  write("b", "3");
  const before = hashFiles(root, ["a", "b"]);
  write("a", "1");
  write("b", "23");
  expect(hashFiles(root, ["a", "b"])).not.toBe(before);
});

test("a stamp matches only the hash it was written for", () => {
  const { root } = folder();
  const build = stamp(root, "build");
  build.write("one");
  expect([build.matches("one"), build.matches("two")]).toEqual([true, false]);
});

test("a step that never succeeded, or was interrupted, matches nothing", () => {
  const { root } = folder();
  const build = stamp(root, "build");
  expect(build.matches("one")).toBe(false);
  build.write("one");
  build.clear();
  expect(build.matches("one")).toBe(false);
});
