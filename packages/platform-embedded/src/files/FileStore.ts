import { trusted } from "../boundary.js";
import { buffer } from "node:stream/consumers";
import type { Readable } from "node:stream";
import type { Document, FileSource, KeptFile, FileHost } from "@convex-es/platform-testing/engine";
import type { Change, DocumentChange } from "../storage/Change.js";
import type { Contents } from "../storage/Contents.js";
import type { ByteRange, FileBytes, ReceivedFile } from "./FileBytes.js";
import type { FileLinks } from "./FileLinks.js";

/** The files of a deployment: their bytes, which stay as long as a row of some component refers to them. */
export class FileStore {
  readonly #digests = new Map<string, string>();
  readonly #references = new Map<string, number>();

  readonly #bytes: FileBytes;

  /** Takes over what `bytes` has, and clears away what no row of `contents` refers to. */
  constructor(bytes: FileBytes, contents: Contents) {
    this.#bytes = bytes;
    for (const component of contents.componentPaths) {
      for (const document of contents.of(component).documents) {
        this.#note({ component, id: document._id, document });
      }
    }
    for (const digest of bytes.digests()) {
      if (!this.#references.has(digest)) bytes.remove(digest);
    }
  }

  /** Keeps bytes while `refer` makes a row for them; without one they go again. */
  async keep<T>(source: FileSource, refer: (file: KeptFile) => Promise<T>): Promise<T> {
    const received = await this.#bytes.receive(source);
    return this.#keeping([received], () => refer({ ...received }));
  }

  /** The same for many files at once. */
  async keepAll<T>(sources: readonly FileSource[], refer: () => Promise<T>): Promise<T> {
    return this.#keeping(await Promise.all(sources.map((one) => this.#bytes.receive(one))), refer);
  }

  async #keeping<T>(received: readonly ReceivedFile[], refer: () => Promise<T>): Promise<T> {
    // Referred to first: the last row of the same bytes may go at any time.
    for (const { digest } of received) this.#refer(digest);
    try {
      for (const { settle } of received) settle();
      return await refer();
    } finally {
      for (const { digest } of received) this.#release(digest);
    }
  }

  /** Takes note of rows that come and go. */
  follow(change: Change): void {
    for (const entry of change.documents) this.#note(entry);
  }

  /** The bytes of a row. */
  read({ sha256 }: Document, range?: ByteRange): Readable {
    return this.#bytes.read(trusted<string>(sha256), range);
  }

  /** The same in one piece, with its type. */
  async blob(row: Document): Promise<Blob> {
    const content = await buffer(this.read(row));
    return new Blob([new Uint8Array(content)], { type: trusted<string>(row["contentType"]) ?? "" });
  }

  #note({ component, id, document }: DocumentChange): void {
    if (!isFile(id)) return;
    const key = `${component}|${id}`;
    const before = this.#digests.get(key);
    const digest = trusted<string | undefined>(document?.["sha256"]);
    if (digest === before) return;
    if (digest !== undefined) {
      this.#digests.set(key, digest);
      this.#refer(digest);
    } else this.#digests.delete(key);
    if (before !== undefined) this.#release(before);
  }

  #refer(digest: string): void {
    this.#references.set(digest, (this.#references.get(digest) ?? 0) + 1);
  }

  #release(digest: string): void {
    const left = (this.#references.get(digest) ?? 0) - 1;
    if (left > 0) return void this.#references.set(digest, left);
    this.#references.delete(digest);
    this.#bytes.remove(digest);
  }
}

/** Says whether an id is that of a file. */
export const isFile = (id: string): boolean => id.endsWith("_storage");

/** Where an engine finds the files of a deployment. */
export function fileHost(files: FileStore, links: FileLinks): FileHost {
  return {
    keep: (source, refer) => files.keep(source, refer),
    read: (row) => files.blob(row),
    url: (component, id) => links.of({ component, id }),
    uploadUrl: (component) => links.forUpload(component),
  };
}
