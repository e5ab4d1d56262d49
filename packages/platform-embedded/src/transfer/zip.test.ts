import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { ZipFile } from "yazl";
import { ImportRefused } from "./ImportRefused.js";
import { readZip, writeZip } from "./zip.js";

const entries = new Map([
  ["a/documents.jsonl", Buffer.from('{"text":"grün"}\n'.repeat(100))],
  ["empty", Buffer.alloc(0)],
  ["ünïcode/näme", Buffer.from([0, 255, 10, 13])],
]);

test("what is packed is unpacked", async () => {
  expect(await readZip(await buffer(writeZip(entries)))).toEqual(entries);
});

test("a file that is opened when its turn comes is packed like any other", async () => {
  const streamed = [...entries].map(
    ([path, content]) => [path, () => Readable.from([content])] as const,
  );
  expect(await readZip(await buffer(writeZip(streamed)))).toEqual(entries);
});

test("a file that cannot be read ends the archive with its error", async () => {
  const broken = () =>
    Readable.from(
      (async function* () {
        yield Buffer.from("a");
        throw new Error("disk gone");
      })(),
    );
  await expect(buffer(writeZip([["a", broken]]))).rejects.toThrow("disk gone");
});

test("a file that cannot be opened ends the archive with its error", async () => {
  const gone = () => {
    throw new Error("no such file");
  };
  await expect(buffer(writeZip([["a", gone]]))).rejects.toThrow("no such file");
});

test("more than 65,535 files fit", async () => {
  const count = 65_600;
  const numbered = Array.from({ length: count }, (_, i) => [`${i}`, Buffer.alloc(0)] as const);
  const unpacked = await readZip(await buffer(writeZip(numbered)));
  expect([unpacked.size, unpacked.has(`${count - 1}`)]).toEqual([count, true]);
});

test("an archive in the format for more than 4 GB is read", async () => {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from("x"), "a", { forceZip64Format: true });
  zip.end({ forceZip64Format: true, comment: "" });
  expect(await readZip(await buffer(zip.outputStream))).toEqual(new Map([["a", Buffer.from("x")]]));
});

test("a damaged archive is refused", async () => {
  const damaged = await buffer(writeZip(entries));
  damaged.writeUInt8((damaged[60] ?? 0) ^ 1, 60);
  await expect(readZip(damaged)).rejects.toThrow(ImportRefused);
  await expect(readZip(Buffer.from("not an archive"))).rejects.toThrow(ImportRefused);
});

test("a path out of the archive is refused", async () => {
  const archive = await buffer(writeZip([["aaaaaa", Buffer.from("x")]]));
  const text = archive.toString("latin1").replaceAll("aaaaaa", "../../");
  await expect(readZip(Buffer.from(text, "latin1"))).rejects.toThrow(ImportRefused);
});
