import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

/** The files in an archive, by their paths. */
export type ZipEntries = ReadonlyMap<string, Buffer>;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x800;
const STORED = 0;
const DEFLATED = 8;
const MIDNIGHT_1980 = (1 << 21) | (1 << 16);

/** Packs files into a zip archive. */
export function writeZip(entries: ZipEntries): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of entries) {
    const name = Buffer.from(path);
    const data = deflateRawSync(content);
    const facts = factsOf(name, content, data);
    const local = Buffer.concat([uint32(LOCAL), uint16(VERSION), facts, name]);
    const where = Buffer.concat([uint16(0), uint16(0), uint16(0), uint32(0), uint32(offset)]);
    directory.push(uint32(CENTRAL), uint16(VERSION), uint16(VERSION), facts, where, name);
    parts.push(local, data);
    offset += local.length + data.length;
  }
  const central = Buffer.concat(directory);
  const counts = [uint16(0), uint16(0), uint16(entries.size), uint16(entries.size)];
  const end = [uint32(END), ...counts, uint32(central.length), uint32(offset), uint16(0)];
  return Buffer.concat([...parts, central, ...end]);
}

function factsOf(name: Buffer, content: Buffer, data: Buffer): Buffer {
  const how = [uint16(UTF8_NAMES), uint16(DEFLATED), uint32(MIDNIGHT_1980)];
  const sizes = [uint32(crc32(content)), uint32(data.length), uint32(content.length)];
  return Buffer.concat([...how, ...sizes, uint16(name.length), uint16(0)]);
}

/** Unpacks a zip archive, without its folders. Throws when it is none, is damaged, or larger than 4 GB. */
export function readZip(archive: Buffer): ZipEntries {
  const end = archive.lastIndexOf(uint32(END));
  if (end === -1) throw new Error("The file is no zip archive");
  const entries = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== CENTRAL) throw new Error("The zip archive is damaged");
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const path = archive.toString("utf8", at + 46, nameEnd);
    if (!path.endsWith("/")) entries.set(path, contentOf(archive, at, path));
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(archive: Buffer, at: number, path: string): Buffer {
  const method = archive.readUInt16LE(at + 10);
  const local = archive.readUInt32LE(at + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const data = archive.subarray(start, start + archive.readUInt32LE(at + 20));
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(`${path} in the zip archive is packed in a way that is not supported`);
  }
  const content = method === STORED ? data : inflateRawSync(data);
  if (crc32(content) !== archive.readUInt32LE(at + 16)) {
    throw new Error(`${path} in the zip archive is damaged`);
  }
  return content;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
