import { trusted } from "../../boundary.js";
import { getDocumentSize, jsonToConvex } from "convex/values";
import type { AsyncSyscall, ConvexGlobal } from "../frame/convexGlobal.js";
import { decodeJson, tableOfId, type Document } from "../documents/document.js";
import type { Frame } from "../frame/frame.js";
import type { Read } from "../documents/read.js";
import { ReadStream } from "../frame/readStream.js";
import {
  decodeCursor,
  endOfRange,
  limitOf,
  readOf,
  sourceOf,
  type Page,
  type PageRequest,
  type SerializedQuery,
} from "../frame/serializedQuery.js";

/** Adds a range to the read set; a query on the transaction's begin snapshot adds none. */
export function addRead(frame: Frame, read: Read): void {
  if (!frame.stale) frame.recording.reads.push(read);
}

/** Counts documents that the function received, or that a write had to read. */
export function countDelivered(frame: Frame, table: string, documents: Document[]): void {
  frame.recording.countDocuments({ component: frame.component, table }, documents.length);
  for (const document of documents) {
    frame.meter.add("bytesRead", getDocumentSize(document));
    frame.meter.add("documentsRead", 1);
  }
}

function countRange(frame: Frame, table: string): void {
  frame.recording.countRange({ component: frame.component, table });
  frame.meter.add("databaseQueries", 1);
}

/** `ctx.db.get` */
export async function recordGet(frame: Frame, { op, json, base }: AsyncSyscall): Promise<string> {
  const { id, table = tableOfId(id) } = trusted<{ id: string; table?: string }>(JSON.parse(json));
  const answer = await base.asyncSyscall(op, json);
  countRange(frame, table);
  addRead(frame, { kind: "document", component: frame.component, table, id });
  const document = trusted<Document | null>(decodeJson(answer));
  countDelivered(frame, table, document ? [document] : []);
  return answer;
}

/** The unofficial `count()` of a table. */
export async function recordCount(frame: Frame, { op, json, base }: AsyncSyscall): Promise<string> {
  const { table } = trusted<{ table: string }>(JSON.parse(json));
  countRange(frame, table);
  addRead(frame, { kind: "table", component: frame.component, table });
  return base.asyncSyscall(op, json);
}

let nextMirrorStream = -1;

/** A query starts: from the mirror where there is one that can answer it. */
export function startStream(frame: Frame, json: string, base: ConvexGlobal): string {
  const { query } = trusted<{ query: SerializedQuery }>(JSON.parse(json));
  const rows = frame.engine.mirror?.rows(frame, query) ?? null;
  const answer = rows
    ? JSON.stringify({ queryId: nextMirrorStream-- })
    : base.syscall("1.0/queryStream", json);
  countRange(frame, sourceOf(query).table);
  const read = readOf(frame, query);
  const { queryId } = trusted<{ queryId: number }>(JSON.parse(answer));
  const report = (part: Read) => addRead(frame, part);
  frame.streams.set(queryId, new ReadStream(read, { rows, limit: limitOf(query), report }));
  return answer;
}

/** The function leaves a query early, or has come to its end. */
export function stopStream(frame: Frame, json: string): string {
  const { queryId } = trusted<{ queryId: number }>(JSON.parse(json));
  frame.streams.get(queryId)?.stop();
  frame.streams.delete(queryId);
  return "{}";
}

/** The next document of a query. */
export async function recordNext(frame: Frame, call: AsyncSyscall): Promise<string> {
  const { queryId } = trusted<{ queryId: number }>(JSON.parse(call.json));
  const stream = frame.streams.get(queryId);
  if (!stream) return call.base.asyncSyscall(call.op, call.json);
  const { document, answer } = stream.rows
    ? nextOf(frame, stream.rows)
    : rowIn(await call.base.asyncSyscall(call.op, call.json));
  if (document) {
    stream.deliver(document);
    countDelivered(frame, stream.read.table, [document]);
  } else {
    stream.exhaust();
  }
  return answer;
}

type Row = { document: Document | null; answer: string };

function nextOf(frame: Frame, rows: Iterator<Document, undefined>): Row {
  const document = rows.next().value ?? null;
  const value = document === null ? "null" : frame.engine.mirror?.encode(document);
  return { document, answer: `{"value":${value ?? "null"},"done":${document === null}}` };
}

function rowIn(answer: string): Row {
  const { value } = trusted<{ value: Document | null }>(decodeJson(answer));
  return { document: value, answer };
}

const onePage =
  "Only a single paginated query (`.paginate()`) is allowed per function execution. This is a Convex limit.";

/** `.paginate()`: reads from the cursor to the end of the page. */
export async function recordPage(frame: Frame, call: AsyncSyscall): Promise<string> {
  const request = trusted<PageRequest>(JSON.parse(call.json));
  const { session } = frame;
  if (session?.journal) request.endCursor ??= session.journal;
  const answer = await pageOf(frame, request, { ...call, json: JSON.stringify(request) });
  if (session) session.journal = answer.continueCursor;
  const { table } = sourceOf(request.query);
  countRange(frame, table);
  countDelivered(
    frame,
    table,
    answer.page.map((document) => trusted<Document>(jsonToConvex(document))),
  );
  if (request.cursor !== endOfRange) addRead(frame, pageRead(frame, request, answer));
  return JSON.stringify(answer);
}

async function pageOf(frame: Frame, request: PageRequest, call: AsyncSyscall): Promise<Page> {
  const mirrored = frame.engine.mirror?.page(frame, request) ?? null;
  if (mirrored && frame.pages++ > 0) throw new Error(onePage);
  const page =
    mirrored ?? trusted<Page>(JSON.parse(await call.base.asyncSyscall(call.op, call.json)));
  const { endCursor } = request;
  const fixedEnd = endCursor && endCursor !== endOfRange && page.pageStatus !== "SplitRequired";
  // A page with a given end keeps it, also when its last row was deleted since.
  return fixedEnd ? { ...page, continueCursor: endCursor, isDone: false } : page;
}

function pageRead(frame: Frame, request: PageRequest, page: Page): Read {
  const read = readOf(frame, request.query);
  if (read.kind !== "range") return read;
  return { ...read, after: decodeCursor(request.cursor), upTo: decodeCursor(page.continueCursor) };
}
