import { trusted } from "../../boundary.js";
import {
  getConvexSize,
  getDocumentSize,
  jsonToConvex,
  type JSONValue,
  type Value,
} from "convex/values";
import { checkDocument } from "./documentLimits.js";
import { currentSeam, type AsyncSyscall, type ConvexGlobal } from "../frame/convexGlobal.js";
import { decodeJson, decodeQueryValue, tableOfId, type Document } from "../documents/document.js";
import type { EngineState } from "../frame/engineState.js";
import { atTime } from "../frame/commitClock.js";
import { longTimeouts } from "../frame/longTimeouts.js";
import { asJob } from "../frame/scheduledJob.js";
import { addRead, countDelivered } from "./recordReads.js";
import type { Write } from "../documents/write.js";
import { outsideFunctions, type Frame } from "../frame/frame.js";

type Fields = Record<string, Value>;
type Change = { id: string; table?: string; value: Record<string, JSONValue> };

/** Reads a document behind the function's back: it is neither counted nor in the read set. */
async function lookUp(base: ConvexGlobal, table: string, id: string): Promise<Document | null> {
  const answer = await base.asyncSyscall("1.0/get", JSON.stringify({ table, id }));
  return trusted<Document | null>(decodeJson(answer));
}

/** The same from outside of functions, in the component that convex-test is running. */
export function lookUpOutside(table: string, id: string): Promise<Document | null> {
  return outsideFunctions(() => lookUp(currentSeam(), table, id));
}

function addWrite(frame: Frame, write: Omit<Write, "component">): void {
  frame.recording.writes.push({ component: frame.component, ...write });
}

function countWrite(frame: Frame, bytes: number): void {
  frame.meter.add("bytesWritten", bytes);
  frame.meter.add("documentsWritten", 1);
}

/** `ctx.db.insert` */
export async function recordInsert(frame: Frame, call: AsyncSyscall): Promise<string> {
  const { table, value } = trusted<{ table: string; value: JSONValue }>(JSON.parse(call.json));
  const bytes = checkDocument(table, trusted<Fields>(jsonToConvex(value)));
  countWrite(frame, bytes);
  const answer = await call.base.asyncSyscall(call.op, call.json);
  const { _id: id } = trusted<{ _id: string }>(JSON.parse(answer));
  const after = await lookUp(call.base, table, id);
  addWrite(frame, { op: "insert", table, id, before: null, after, bytes });
  return answer;
}

/** A row that convex-test inserts itself, for a syscall that answers with its id. */
export async function recordFileRow(frame: Frame, call: AsyncSyscall): Promise<string> {
  const answer = await call.base.asyncSyscall(call.op, call.json);
  const id = trusted<string>(JSON.parse(answer));
  const table = tableOfId(id);
  const after = await lookUp(call.base, table, id);
  const bytes = after ? getDocumentSize(after) : 0;
  countWrite(frame, bytes);
  addWrite(frame, { op: "insert", table, id, before: null, after, bytes });
  return answer;
}

type Kind = {
  op: Write["op"];
  /** What the document will be, or null when it is deleted. */
  result: (before: Document, change: Change) => Fields | null;
};

/** `ctx.db.patch` */
export const recordPatch = changeRecorder({ op: "patch", result: patched });

/** `ctx.db.replace` */
export const recordReplace = changeRecorder({
  op: "replace",
  result: (_before, { value }) => trusted<Fields>(jsonToConvex(value)),
});

/** `ctx.db.delete` */
export const recordDelete = changeRecorder({ op: "delete", result: () => null });

/** Makes the recorder of a write that reads the document it changes. */
function changeRecorder({ op, result }: Kind) {
  return async (frame: Frame, { op: syscall, json, base }: AsyncSyscall): Promise<string> => {
    const change = trusted<Change>(JSON.parse(json));
    const { id, table = tableOfId(id) } = change;
    const before = await lookUp(base, table, id).catch(() => null);
    // Not there, or no id at all: convex-test has the right words for it.
    if (before === null) return base.asyncSyscall(syscall, json);
    addRead(frame, { kind: "document", component: frame.component, table, id });
    countDelivered(frame, table, [before]);
    const fields = result(before, change);
    const bytes = fields ? checkDocument(table, withSystemFields(fields, before)) : 0;
    countWrite(frame, bytes);
    const answer = await base.asyncSyscall(syscall, json);
    const after = fields ? await lookUp(base, table, id) : null;
    addWrite(frame, { op, table, id, before, after, bytes });
    return answer;
  };
}

function patched(before: Document, { value }: Change): Fields {
  const merged: Record<string, Value | undefined> = { ...before };
  for (const [field, json] of Object.entries(value)) merged[field] = decodeQueryValue(json);
  const kept = Object.entries(merged).filter(([, fieldValue]) => fieldValue !== undefined);
  return trusted<Fields>(Object.fromEntries(kept));
}

const withSystemFields = (fields: Fields, { _id, _creationTime }: Document): Fields => ({
  ...fields,
  _id,
  _creationTime,
});

const jobsTable = "_scheduled_functions";

/** `ctx.scheduler.runAfter` and `runAt`: a blind insert. */
export async function recordSchedule(frame: Frame, call: AsyncSyscall): Promise<string> {
  const request = trusted<{ args: JSONValue }>(JSON.parse(call.json));
  const { args } = request;
  frame.meter.add("functionsScheduled", 1);
  frame.meter.add("scheduledFunctionArgsBytes", getConvexSize(jsonToConvex(args)));
  const answer = await scheduleJob(frame.engine, frame.component, { json: call.json });
  const id = trusted<string>(JSON.parse(answer));
  const after = await lookUp(call.base, jobsTable, id);
  const bytes = after ? getDocumentSize(after) : 0;
  addWrite(frame, { op: "schedule", table: jobsTable, id, before: null, after, bytes, request });
  return answer;
}

/**
 * Schedules so that the job starts with no function around it, and at its time however far away that is.
 * @param asked `createdAt` for a job that was scheduled before, in milliseconds
 */
export async function scheduleJob(
  engine: EngineState,
  component: string,
  { json, createdAt }: { json: string; createdAt?: number | undefined },
): Promise<string> {
  const job = { component, id: "" };
  const schedule = () => outsideFunctions(() => currentSeam().asyncSyscall("1.0/schedule", json));
  const passed = createdAt === undefined ? 0 : Date.now() - createdAt;
  const answer = await longTimeouts(
    engine.timers,
    () => (createdAt === undefined ? schedule() : atTime(createdAt, schedule)),
    { wrap: (callback) => asJob(job, callback), passed },
  );
  job.id = trusted<string>(JSON.parse(answer));
  return answer;
}

/** `ctx.scheduler.cancel`: reads and changes the job. */
export async function recordCancel(frame: Frame, call: AsyncSyscall): Promise<string> {
  const { id } = trusted<{ id: string }>(JSON.parse(call.json));
  const before = await lookUp(call.base, jobsTable, id).catch(() => null);
  const answer = await call.base.asyncSyscall(call.op, call.json);
  const after = await lookUp(call.base, jobsTable, id);
  addRead(frame, { kind: "document", component: frame.component, table: jobsTable, id });
  addWrite(frame, { op: "cancel", table: jobsTable, id, before, after, bytes: 0 });
  return answer;
}
