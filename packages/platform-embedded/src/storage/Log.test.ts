import fs from "node:fs";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { scratchDirectory } from "../../test/scratchDirectory.js";
import { noChange, type Change } from "./Change.js";
import { Log } from "./Log.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const insert = (place: number, text: string): Change => {
  const id = `${10_000 + place}notes`;
  const document = { _id: id, _creationTime: place, text, at: BigInt(place) };
  const idsUsed = { "": place + 1 };
  return { ...noChange, ts: BigInt(place), idsUsed, documents: [{ component: "", id, document }] };
};

const textsIn = async (directory: string, warn = vi.fn()) => {
  const { log, contents } = await Log.open({ directory, warn });
  log.close();
  return [...contents.of("").documents].map(({ text }) => text);
};

const keep = ({ log, contents }: Awaited<ReturnType<typeof Log.open>>, ...changes: Change[]) => {
  for (const change of changes) {
    log.append(change);
    contents.apply(change);
  }
};

test("what was appended is there when it is opened again", async () => {
  using scratch = scratchDirectory();
  const opened = await Log.open({ directory: scratch.path });
  keep(opened, insert(0, "a"), insert(1, "b"), {
    ...noChange,
    ts: 2n,
    documents: [{ component: "", id: "10000notes", document: null }],
  });
  opened.log.close();
  expect(await textsIn(scratch.path)).toEqual(["b"]);
});

test("scheduled functions stay until they are over, and answers of requests stay", async () => {
  using scratch = scratchDirectory();
  const first = await Log.open({ directory: scratch.path });
  const job = (id: string) => ({ component: "jobs", id, request: { name: "a:b", ts: 1 } });
  const request = { session: "s", id: 3, value: { $integer: "AQAAAAAAAAA=" }, ts: 5n };
  keep(
    first,
    { ...noChange, ts: 4n, scheduled: [job("1"), job("2")] },
    { ...noChange, ts: 5n, ended: [{ component: "jobs", id: "1" }], request },
  );
  first.log.close();
  const { log, contents } = await Log.open({ directory: scratch.path });
  log.close();
  expect([...contents.of("jobs").jobs]).toEqual([{ id: "2", request: { name: "a:b", ts: 1 } }]);
  expect(contents.answerTo("s", 3)).toEqual(request);
  expect(contents.ts).toBe(5n);
});

test("a file that has grown is rewritten with what is held, and goes on", async () => {
  using scratch = scratchDirectory();
  const opened = await Log.open({ directory: scratch.path, compactAtBytes: 1_000 });
  for (let i = 0; i < 100; i++) {
    keep(opened, insert(0, `version ${i}`));
    opened.log.compactIfLarge();
  }
  keep(opened, insert(1, "after"));
  opened.log.close();
  const files = fs.readdirSync(scratch.path);
  expect(files).toHaveLength(1);
  expect(fs.statSync(path.join(scratch.path, files[0]!)).size).toBeLessThan(2_000);
  expect(await textsIn(scratch.path)).toEqual(["version 99", "after"]);
});

test("a disk that is full refuses the change, and hides none that follows", async () => {
  using scratch = scratchDirectory();
  const opened = await Log.open({ directory: scratch.path });
  keep(opened, insert(0, "before"));
  const write = fs.writeSync.bind(fs) as (...args: unknown[]) => number;
  vi.spyOn(fs, "writeSync").mockImplementationOnce((...args: unknown[]) => {
    const [file, data, , , position] = args as [number, Buffer, number, number, number];
    write(file, data, 0, 10, position);
    throw new Error("ENOSPC");
  });
  expect(() => opened.log.append(insert(1, "lost"))).toThrow("ENOSPC");
  keep(opened, insert(1, "after"));
  opened.log.close();
  const warn = vi.fn();
  expect(await textsIn(scratch.path, warn)).toEqual(["before", "after"]);
  expect(warn).not.toHaveBeenCalled();
});

test("with fsync always every change is forced to the disk", async () => {
  using scratch = scratchDirectory();
  const { log } = await Log.open({ directory: scratch.path, fsync: "always" });
  const sync = vi.spyOn(fs, "fsyncSync");
  log.append(insert(0, "a"));
  log.append(insert(1, "b"));
  expect(sync).toHaveBeenCalledTimes(2);
  log.close();
});
