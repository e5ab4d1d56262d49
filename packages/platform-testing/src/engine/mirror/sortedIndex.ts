import { compareValues, type Value } from "convex/values";
import { fieldValue, type Document } from "../documents/document.js";

type Compare = (left: Document, right: Document) => number;

/** The documents of a table in the order of one index. */
export class SortedIndex {
  readonly #rows: Document[];
  readonly compare: Compare;

  constructor(fields: readonly string[], documents: Iterable<Document>) {
    this.compare = compareBy(fields);
    this.#rows = [...documents].sort(this.compare);
  }

  /** Puts a document in its place; the usual case, a newest one, costs nothing. */
  add(document: Document): void {
    const last = this.#rows.at(-1);
    if (last === undefined || this.compare(last, document) < 0) this.#rows.push(document);
    else this.#rows.splice(this.#position(document), 0, document);
  }

  /** Takes a document out; it must be in. */
  remove(document: Document): void {
    this.#rows.splice(this.#position(document), 1);
  }

  /** The number of rows for which `isBefore` holds; it must hold for the first ones and for no later one. */
  countWhile(isBefore: (row: Document) => boolean): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = this.#rows[middle];
      if (row !== undefined && isBefore(row)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The rows from one position up to another, excluded; `step` -1 gives the last one first. */
  *between(from: number, to: number, step: 1 | -1): Generator<Document> {
    for (let i = step === 1 ? from : to - 1; i >= from && i < to; i += step) {
      const row = this.#rows[i];
      if (row !== undefined) yield row;
    }
  }

  #position(document: Document): number {
    return this.countWhile((row) => this.compare(row, document) < 0);
  }
}

function compareBy(fields: readonly string[]): Compare {
  return (left, right) => {
    for (const field of fields) {
      const order = compareFast(fieldValue(left, field), fieldValue(right, field));
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compareFast(left: Value | undefined, right: Value | undefined): number {
  if (typeof left === "string" && left === right) return 0;
  if (typeof left === "number" && typeof right === "number") {
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return compareValues(left, right);
}
