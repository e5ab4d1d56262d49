import type { Document } from "../documents/document.js";
import { SortedIndex } from "./sortedIndex.js";

/** The committed documents of one table, with the indexes that were asked for so far. */
export class MirrorTable {
  readonly #documents = new Map<string, Document>();
  readonly #indexes = new Map<string, SortedIndex>();

  /** The index of a name; sorted when it is first asked for, kept in order from then on. */
  index(name: string, fields: readonly string[]): SortedIndex {
    let index = this.#indexes.get(name);
    if (!index) {
      index = new SortedIndex(fields, this.#documents.values());
      this.#indexes.set(name, index);
    }
    return index;
  }

  /** Stores a version of a document, or its deletion (`null`). */
  set(id: string, document: Document | null): void {
    const old = this.#documents.get(id);
    if (document) this.#documents.set(id, document);
    else this.#documents.delete(id);
    for (const index of this.#indexes.values()) {
      if (old) index.remove(old);
      if (document) index.add(document);
    }
  }
}
