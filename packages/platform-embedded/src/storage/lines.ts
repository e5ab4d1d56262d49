import { trusted } from "../boundary.js";
import { createReadStream } from "node:fs";
import { crc32 } from "node:zlib";

/** A line of a log file: what it says, and a checksum by which a torn or damaged one is known. */
export function encodeLine(text: string): string {
  return `${checksum(text)} ${text}\n`;
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, "0");

/** What reading a file has found, up to the first line that is not whole. */
export type LinesRead = {
  /** Bytes that are whole lines. */
  intact: number;
  /** Bytes after them. */
  dropped: number;
};

/** Reads whole lines one by one, and stops at the first that is torn or damaged: what follows may build on it. */
export async function readLines(file: string, onLine: (text: string) => void): Promise<LinesRead> {
  const read: LinesRead = { intact: 0, dropped: 0 };
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    if (read.dropped > 0) {
      read.dropped += trusted<Buffer>(chunk).length;
      continue;
    }
    rest = takeLines(Buffer.concat([rest, trusted<Buffer>(chunk)]), read, onLine);
  }
  read.dropped += rest.length;
  return read;
}

function takeLines(bytes: Buffer, read: LinesRead, onLine: (text: string) => void): Buffer {
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const line = bytes.toString("utf8", start, end);
    const text = line.slice(9);
    if (line.slice(0, 9) !== `${checksum(text)} `) {
      read.dropped = bytes.length - start;
      return Buffer.alloc(0);
    }
    onLine(text);
    read.intact += end + 1 - start;
    start = end + 1;
  }
  return bytes.subarray(start);
}
