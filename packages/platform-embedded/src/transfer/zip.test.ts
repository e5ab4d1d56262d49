import { expect, test } from "vitest";
import { readZip, writeZip } from "./zip.js";

const ENTRIES = new Map([
  ["a/documents.jsonl", Buffer.from('{"text":"grün"}\n'.repeat(100))],
  ["empty", Buffer.alloc(0)],
  ["ünïcode/näme", Buffer.from([0, 255, 10, 13])],
]);

test("what is packed is unpacked", () => {
  expect(readZip(writeZip(ENTRIES))).toEqual(ENTRIES);
});

test("a damaged archive is refused", () => {
  const archive = writeZip(ENTRIES);
  const damaged = Buffer.from(archive);
  damaged.writeUInt8((damaged[60] ?? 0) ^ 1, 60);
  expect(() => readZip(damaged)).toThrow();
  expect(() => readZip(Buffer.from("no archive"))).toThrow("is no zip archive");
});
