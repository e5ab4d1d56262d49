import type { Value } from "convex/values";
import type { FileStore } from "../files/FileStore.js";
import type { Contents } from "../storage/Contents.js";
import { buffer } from "node:stream/consumers";
import { exportZip } from "./exportZip.js";

/** What `convex export` asks for and gets: the newest archive. */
export class Exports {
  #latest: { ts: bigint; archive: Buffer } | null = null;

  readonly #contents: Contents;
  readonly #files: FileStore;

  constructor(contents: Contents, files: FileStore) {
    this.#contents = contents;
    this.#files = files;
  }

  /** Makes an archive of all current documents. */
  async request(includeStorage: boolean): Promise<void> {
    const { ts } = this.#contents;
    const archive = await buffer(exportZip(this.#contents, includeStorage ? this.#files : null));
    this.#latest = { ts, archive };
  }

  /** Where the newest export is, as `convex export` asks for it. */
  get state(): Value {
    if (!this.#latest) return null;
    const { ts } = this.#latest;
    return { state: "completed", start_ts: ts, complete_ts: ts, zip_object_key: "" };
  }

  /** The archive of a timestamp; null when it is not the newest. */
  archive(ts: string): Buffer | null {
    return this.#latest?.ts === BigInt(ts) ? this.#latest.archive : null;
  }
}
