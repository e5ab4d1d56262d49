import { createHash, randomUUID } from "node:crypto";
import { createReadStream, mkdirSync, openSync, readdirSync } from "node:fs";
import { closeSync, fsyncSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import type { FileSource, KeptFile } from "@convex-es/platform-testing/engine";

/** A stretch of a file, in bytes, both ends included. */
export type ByteRange = {
  readonly start: number;
  readonly end: number;
};

/** Bytes that have come and can be kept. */
export type ReceivedFile = KeptFile & {
  readonly settle: () => void;
};

/** Contents of files by their digest; the same bytes are there once. */
export type FileBytes = {
  /** Takes bytes in; they are kept, as durably as the log, once `settle` was called. */
  receive(source: FileSource): Promise<ReceivedFile>;
  read(digest: string, range?: ByteRange): Readable;
  remove(digest: string): void;
  digests(): string[];
};

/** Keeps contents in a directory, one file each. */
export class BytesInDirectory implements FileBytes {
  readonly #directory: string;

  readonly #fsync: boolean;

  /** @param fsync whether received bytes must survive a power cut */
  constructor(dataDirectory: string, fsync = true) {
    this.#fsync = fsync;
    const directory = path.join(dataDirectory, "files");
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
    for (const name of readdirSync(directory)) {
      if (name.endsWith(".new")) rmSync(path.join(directory, name));
    }
  }

  async receive(source: FileSource): Promise<ReceivedFile> {
    const temporary = path.join(this.#directory, `${randomUUID()}.new`);
    const file = openSync(temporary, "w");
    try {
      const kept = await hashed(source, (chunk) => writeFileSync(file, chunk));
      if (this.#fsync) fsyncSync(file);
      return { ...kept, settle: () => renameSync(temporary, this.#file(kept.digest)) };
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
  }

  read(digest: string, range?: ByteRange): Readable {
    return createReadStream(this.#file(digest), range);
  }

  remove(digest: string): void {
    rmSync(this.#file(digest), { force: true });
  }

  digests(): string[] {
    return readdirSync(this.#directory).map((name) => recoded(name, "hex", "base64"));
  }

  #file(digest: string): string {
    return path.join(this.#directory, recoded(digest, "base64", "hex"));
  }
}

/** Keeps contents until the process ends. */
export class BytesInMemory implements FileBytes {
  readonly #contents = new Map<string, Buffer>();

  async receive(source: FileSource): Promise<ReceivedFile> {
    const chunks: Uint8Array[] = [];
    const kept = await hashed(source, (chunk) => void chunks.push(chunk));
    return { ...kept, settle: () => this.#contents.set(kept.digest, Buffer.concat(chunks)) };
  }

  read(digest: string, { start, end }: ByteRange = { start: 0, end: Infinity }): Readable {
    const bytes = this.#contents.get(digest);
    if (!bytes) throw new Error("the bytes of this file were deleted");
    return Readable.from([bytes.subarray(start, end + 1)]);
  }

  remove(digest: string): void {
    this.#contents.delete(digest);
  }

  digests(): string[] {
    return [...this.#contents.keys()];
  }
}

async function hashed(source: FileSource, onChunk: (chunk: Uint8Array) => void): Promise<KeptFile> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of source.stream()) {
    hash.update(chunk);
    onChunk(chunk);
    size += chunk.length;
  }
  return { digest: hash.digest("base64"), size };
}

const recoded = (text: string, from: BufferEncoding, to: BufferEncoding): string =>
  Buffer.from(text, from).toString(to);
