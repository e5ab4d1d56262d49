import { convexToJson } from "convex/values";
import { findCommitTs, hasCommitTs, resolveCommitTs } from "../documents/commitTs.js";
import { tableOfId, type Document } from "../documents/document.js";
import type { QueryMirror } from "../frame/engineState.js";
import type { Frame } from "../frame/frame.js";
import { PageBuilder } from "./mirrorPage.js";
import { MirrorTable } from "./mirrorTable.js";
import { queryFilter } from "./queryFilter.js";
import type { RangeRead } from "../documents/read.js";
import { followsIndex, scan, type Pending } from "./scan.js";
import {
  decodeCursor,
  endOfRange,
  limitOf,
  readOf,
  type Page,
  type PageRequest,
  type SerializedQuery,
} from "../frame/serializedQuery.js";
import { isSystemTable, type Write } from "../documents/write.js";

type LookUp = (table: string, id: string) => Promise<Document | null>;
type Unresolved = { component: string; table: string; document: Document };

/**
 * Sorted copies of the committed documents. It answers indexed queries and pages in logarithmic time, where convex-test scans
 * all documents of a component; ids, validation, commits and `get` stay with convex-test.
 */
export class Mirror implements QueryMirror {
  readonly #tables = new Map<string, MirrorTable>();
  readonly #json = new WeakMap<Document, string>();
  // Documents that were committed with a placeholder, commit by commit: what it became is still to be read back.
  readonly #unresolved = new Set<Unresolved[]>();

  readonly #lookUp: LookUp;

  constructor(lookUp: LookUp) {
    this.#lookUp = lookUp;
  }

  /** Takes over the writes of a transaction that commits. */
  apply(writes: readonly Write[]): void {
    const last = new Map<string, Unresolved>();
    for (const { component, table, id, after } of writes) {
      if (isSystemTable(table)) continue;
      this.#table(component, table).set(id, after);
      const key = `${component}|${id}`;
      if (after && hasCommitTs(after)) last.set(key, { component, table, document: after });
      else last.delete(key);
    }
    if (last.size > 0) this.#unresolved.add([...last.values()]);
  }

  /** Takes over documents of an empty component. */
  load(component: string, documents: Iterable<Document>): void {
    for (const document of documents) {
      const table = tableOfId(document._id);
      if (!isSystemTable(table)) this.#table(component, table).set(document._id, document);
    }
  }

  /** Reads back the commit timestamps that `component` still lacks; every function does that before it starts. */
  async refresh(component: string): Promise<void> {
    for (const commit of this.#unresolved) {
      const sample = commit.find((entry) => entry.component === component);
      if (!sample) continue;
      const stored = await this.#lookUp(sample.table, sample.document._id);
      const ts = stored && findCommitTs(sample.document, stored);
      if (ts === null || !this.#unresolved.delete(commit)) continue;
      for (const { document, ...at } of commit) {
        const resolved = resolveCommitTs(document, ts);
        this.#table(at.component, at.table).set(document._id, resolved);
      }
    }
  }

  /** The result of a query, lazily; null when convex-test has to answer (searches, system tables, faulty ranges). */
  rows(frame: Frame, query: SerializedQuery): Iterator<Document, undefined> | null {
    const range = this.#range(frame, query);
    return range && limited(this.#scan(frame, range), queryFilter(query), limitOf(query));
  }

  /** One page of a query, or null as for `rows`. */
  page(frame: Frame, request: PageRequest): Page | null {
    const range = this.#range(frame, request.query);
    if (!range) return null;
    const after = decodeCursor(request.cursor);
    const rows = this.#scan(frame, { ...range, after });
    const builder = new PageBuilder(request, range, queryFilter(request.query));
    return builder.build(request.cursor === endOfRange ? [][Symbol.iterator]() : rows);
  }

  /** A document as the syscalls return it. */
  encode(document: Document): string {
    let json = this.#json.get(document);
    if (json === undefined) {
      json = JSON.stringify(convexToJson(document));
      this.#json.set(document, json);
    }
    return json;
  }

  #range(frame: Frame, query: SerializedQuery): RangeRead | null {
    const read = readOf(frame, query);
    const answers = read.kind === "range" && !isSystemTable(read.table) && followsIndex(read);
    return answers ? read : null;
  }

  #scan(frame: Frame, range: RangeRead): Generator<Document> {
    const table = this.#table(range.component, range.table);
    return scan(table.index(range.index, range.fields), range, pendingOf(frame, range));
  }

  #table(component: string, table: string): MirrorTable {
    const key = `${component}|${table}`;
    let found = this.#tables.get(key);
    if (!found) this.#tables.set(key, (found = new MirrorTable()));
    return found;
  }
}

/** What the transaction wrote to a table so far; a query on the begin snapshot does not see it. */
function pendingOf(frame: Frame, { component, table }: RangeRead): Pending {
  const pending = new Map<string, Document | null>();
  if (frame.stale) return pending;
  for (const { recording } of frame.lineage) {
    for (const write of recording.writes) {
      if (write.component === component && write.table === table)
        pending.set(write.id, write.after);
    }
  }
  return pending;
}

function* limited(
  rows: Iterable<Document>,
  filter: (document: Document) => boolean,
  limit: number | null,
): Generator<Document, undefined> {
  let left = limit ?? Infinity;
  if (left <= 0) return;
  for (const row of rows) {
    if (!filter(row)) continue;
    yield row;
    if (--left <= 0) return;
  }
}
