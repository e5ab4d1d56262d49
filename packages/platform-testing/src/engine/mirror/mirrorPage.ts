import { convexToJson, getDocumentSize, type JSONValue, type Value } from "convex/values";
import { ownCommitTs, resolveCommitTs } from "../documents/commitTs.js";
import { indexKey, type Document } from "../documents/document.js";
import type { RangeRead } from "../documents/read.js";
import { keyOrder } from "./scan.js";
import { decodeCursor, endOfRange, type Page, type PageRequest } from "../frame/serializedQuery.js";

/** Cuts one page out of the rows that follow the cursor, as convex-test does. */
export class PageBuilder {
  readonly #page: JSONValue[] = [];
  readonly #cursors: string[] = [];
  #bytes = 0;
  #status: Page["pageStatus"] = null;
  #continueCursor = endOfRange;

  readonly #request: PageRequest;
  readonly #range: RangeRead;
  readonly #filter: (document: Document) => boolean;

  constructor(request: PageRequest, range: RangeRead, filter: (document: Document) => boolean) {
    this.#request = request;
    this.#range = range;
    this.#filter = filter;
  }

  /** Reads rows until the page is full, its given end is reached or a limit is hit. */
  build(rows: Iterator<Document>): Page {
    const end = decodeCursor(this.#request.endCursor);
    const direction = this.#range.order === "desc" ? -1 : 1;
    for (let next = rows.next(); !next.done;) {
      const row = next.value;
      const order = end === null ? -1 : keyOrder(this.#range, row, end) * direction;
      if (order > 0) break;
      this.#take(row);
      next = rows.next();
      if (order === 0 || this.#hitsLimit() || this.#isFull()) {
        if (order === 0 || this.#status !== null || !next.done)
          this.#continueCursor = this.#cursors.at(-1) ?? endOfRange;
        break;
      }
    }
    return this.#finish();
  }

  #take(row: Document): void {
    this.#bytes += getDocumentSize(row);
    this.#cursors.push(encodeCursor(row, this.#range.fields));
    if (this.#filter(row)) this.#page.push(convexToJson(row));
  }

  #hitsLimit(): boolean {
    const { maximumRowsRead, maximumBytesRead } = this.#request;
    const isSplit =
      reaches(this.#cursors.length, maximumRowsRead) || reaches(this.#bytes, maximumBytesRead);
    if (isSplit) this.#status = "SplitRequired";
    return this.#status !== null;
  }

  #isFull(): boolean {
    return !this.#request.endCursor && this.#page.length >= this.#request.pageSize;
  }

  #finish(): Page {
    const cursors = this.#cursors;
    if (
      this.#status === null &&
      cursors.length > this.#request.pageSize + 1 &&
      cursors.length >= 2
    ) {
      this.#status = "SplitRecommended";
    }
    const middle = cursors[Math.floor((cursors.length - 1) / 2)];
    const splitCursor = this.#status !== null && cursors.length >= 2 ? (middle ?? null) : null;
    return {
      page: this.#page,
      isDone: this.#continueCursor === endOfRange,
      continueCursor: this.#continueCursor,
      splitCursor,
      pageStatus: this.#status,
    };
  }
}

const reaches = (used: number, limit: number | null | undefined): boolean =>
  Boolean(limit) && used >= Number(limit);

function encodeCursor(row: Document, fields: readonly string[]): string {
  const encode = (value: Value | undefined) =>
    value === undefined ? null : JSON.stringify(convexToJson(resolveCommitTs(value, ownCommitTs)));
  return JSON.stringify(indexKey(row, fields).map(encode));
}
