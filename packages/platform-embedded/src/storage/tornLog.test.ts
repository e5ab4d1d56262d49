import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test as base } from "vitest";
import { noChange, type Change } from "./Change.js";
import { Log } from "./Log.js";
import { seededRandom } from "@convex-es/platform-testing/engine";
import { scratchDirectory } from "../../test/scratchDirectory.js";

const recordCount = 12;

const test = base.extend<{ directory: string; whole: Buffer }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
  directory: async ({}, use) => {
    using scratch = scratchDirectory();
    await use(scratch.path);
  },
  whole: async ({ directory }, use) => {
    const { log, contents } = await Log.open({ directory, fsync: "never" });
    for (let i = 0; i < recordCount; i++) {
      log.append(insertion(i));
      contents.apply(insertion(i));
    }
    log.close();
    await use(readFileSync(fileIn(directory)));
  },
});

const insertion = (i: number): Change => {
  const id = `${10_000 + i}notes`;
  const document = { _id: id, _creationTime: i, text: `Zeile ${i}: ü\n"` };
  const request = { session: "s", id: i, value: null, ts: BigInt(i) };
  const documents = [{ component: "", id, document }];
  return { ...noChange, ts: BigInt(i), documents, idsUsed: { "": i + 1 }, request };
};

const fileIn = (directory: string): string => {
  const [name = "none"] = readdirSync(directory).filter((one) => /^data\.\d+\.log$/.test(one));
  return path.join(directory, name);
};

/** Opens a log that holds these bytes; returns how many records it has read, and what it warned of. */
async function reopened(directory: string, bytes: Buffer) {
  const file = fileIn(directory);
  writeFileSync(file, bytes);
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const { log, contents } = await Log.open({ directory, fsync: "never", warn });
  log.close();
  return { file, contents, warnings, records: contents.documentCount };
}

test("cut off after every byte of the last record, it has all records before, and the last one whole or not at all", async ({
  directory,
  whole,
}) => {
  const lastStart = whole.lastIndexOf(10, whole.length - 2) + 1;
  const records: number[] = [];
  for (let size = lastStart; size <= whole.length; size++) {
    const {
      records: read,
      contents,
      warnings,
    } = await reopened(directory, whole.subarray(0, size));
    const isClean = size === lastStart || size === whole.length;
    expect(warnings).toHaveLength(isClean ? 0 : 1);
    expect(contents.answerTo("s", recordCount - 2)).toBeDefined();
    records.push(read);
  }
  expect(new Set(records.slice(0, -1))).toEqual(new Set([recordCount - 1]));
  expect(records.at(-1)).toBe(recordCount);
});

test("a torn end is gone after it was reported: what is written later is read again", async ({
  directory,
  whole,
}) => {
  await reopened(directory, whole.subarray(0, -3));
  const { log } = await Log.open({ directory, fsync: "never" });
  log.append(insertion(recordCount + 5));
  log.close();
  const { contents } = await Log.open({ directory, fsync: "never" });
  expect(contents.documentCount).toBe(recordCount);
});

test("a damaged record in the middle is named with its file and its place, and the file is kept as it was", async ({
  directory,
  whole,
}) => {
  const damaged = Buffer.from(whole);
  const start = whole.indexOf('"10005notes"');
  damaged.write("X", start + 3);
  const lineStart = whole.lastIndexOf(10, start) + 1;
  const { file, warnings, records } = await reopened(directory, damaged);
  expect(records).toBe(5);
  expect(warnings).toEqual([expect.stringContaining(`after ${lineStart} bytes`)]);
  expect(warnings[0]).toContain(`the last ${whole.length - lineStart} bytes were left out`);
  const [, aside = ""] = /kept as (\S+)/.exec(warnings[0] ?? "") ?? [];
  expect(aside.startsWith(file)).toBe(true);
  expect(readFileSync(aside)).toEqual(damaged);
});

test.for([1, 2, 3])(
  "any byte changed anywhere never shows a wrong record (seed %i)",
  async (seed, { directory, whole }) => {
    const random = seededRandom(seed);
    for (let i = 0; i < 40; i++) {
      const bytes = Buffer.from(whole);
      const at = Math.floor(random() * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      const { contents, records, warnings } = await reopened(directory, bytes);
      const read = [...contents.of("").documents];
      const intact = Array.from({ length: records }, (_, n) => insertion(n).documents[0]?.document);
      expect(read).toEqual(intact);
      expect(warnings).toHaveLength(records === recordCount ? 0 : 1);
    }
  },
);

test("the character between a checksum and its record may not change either", async ({
  directory,
  whole,
}) => {
  const changed = Buffer.from(whole);
  changed.write("_", whole.lastIndexOf(10, whole.length - 2) + 9);
  const { records, warnings } = await reopened(directory, changed);
  expect([records, warnings.length]).toEqual([recordCount - 1, 1]);
});
