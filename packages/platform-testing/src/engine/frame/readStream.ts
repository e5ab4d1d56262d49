import { indexKey, type Document } from "../documents/document.js";
import type { Read } from "../documents/read.js";

type StreamSource = {
  /** The rows, where the mirror answers; null where convex-test does. */
  rows: Iterator<Document, undefined> | null;
  limit: number | null;
  report: (read: Read) => void;
};

/** A query that is being consumed: knows how far it got, and reports what it read when it ends. */
export class ReadStream {
  #delivered = 0;
  #last: Document | null = null;
  #ended = false;

  readonly read: Read;
  readonly #source: StreamSource;

  constructor(read: Read, source: StreamSource) {
    this.read = read;
    this.#source = source;
  }

  get rows(): StreamSource["rows"] {
    return this.#source.rows;
  }

  /** Notes a document that was handed to the function. */
  deliver(document: Document): void {
    this.#delivered += 1;
    this.#last = document;
  }

  /** The query has nothing more: it read its range to the end, unless it ended because it reached its limit. */
  exhaust(): void {
    const { limit } = this.#source;
    if (limit !== null && this.#delivered >= limit) this.stop();
    else this.#end(this.read);
  }

  /** The function wants no more: the range is cut at the last document it took. */
  stop(): void {
    if (this.#last === null) this.#ended = true;
    else if (this.read.kind !== "range") this.#end(this.read);
    else this.#end({ ...this.read, upTo: indexKey(this.#last, this.read.fields) });
  }

  #end(read: Read): void {
    if (!this.#ended) this.#source.report(read);
    this.#ended = true;
  }
}
