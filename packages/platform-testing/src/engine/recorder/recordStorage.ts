import { trusted } from "../../boundary.js";
import { Base64, type Value } from "convex/values";
import { currentSeam, type AsyncSyscall, type ConvexGlobal } from "../frame/convexGlobal.js";
import { decodeJson, type Document } from "../documents/document.js";
import type { FileHost, FileSource, KeptFile } from "../frame/engineHooks.js";
import type { EngineState } from "../frame/engineState.js";
import type { Frame } from "../frame/frame.js";
import { recordGet } from "./recordReads.js";
import { recordDelete, recordFileRow, recordInsert } from "./recordWrites.js";

const filesTable = "_storage";

/** A file to be kept; `sha256` is what it has to have, in base64. */
export type NewFile = { source: FileSource; sha256?: string | undefined };

type Asked = { storageId: string };
type Given = { blob: string; contentType?: string; sha256?: string };

/** `ctx.storage.store` in a mutation: the file's row is one of its writes, and its bytes stay when that commits. */
export async function recordFileStore(frame: Frame, call: AsyncSyscall): Promise<string> {
  const { blob, contentType, sha256 } = trusted<Given>(JSON.parse(call.json));
  const source = new Blob([new Uint8Array(Base64.toByteArray(blob))], { type: contentType ?? "" });
  frame.meter.add("filesWritten", 1);
  frame.meter.add("fileWriteBytes", source.size);
  const { files } = frame.engine.hooks;
  const answer = await (files
    ? keepWithin({ frame, files }, { source, sha256 }, { ...call, op: "1.0/insert" })
    : recordFileRow(frame, call));
  frame.files.set(fileKey(frame, trusted<string>(JSON.parse(answer))), "stored");
  return answer;
}

/** `ctx.storage.get` in a mutation: reads the file's row; a file counts once, and not when the mutation stored it. */
export async function recordFileRead(frame: Frame, call: AsyncSyscall): Promise<string> {
  const { storageId } = trusted<Asked>(JSON.parse(call.json));
  const row = await fileRow(frame, call);
  if (!row) return "null";
  if (!frame.files.has(fileKey(frame, storageId))) {
    frame.meter.add("filesRead", 1);
    frame.meter.add("fileReadBytes", trusted<number>(row["size"]));
    frame.files.set(fileKey(frame, storageId), "read");
  }
  const { files } = frame.engine.hooks;
  if (!files) return call.base.asyncSyscall(call.op, call.json);
  const file = await files.read(row);
  if (!file) return "null";
  const blob = Base64.fromByteArray(new Uint8Array(await file.arrayBuffer()));
  return JSON.stringify({ blob, contentType: row["contentType"] ?? null });
}

const fileKey = (frame: Frame, id: string): string => `${frame.component}|${id}`;

/** Inserts the row of a file and resolves to its id, as JSON; the host keeps the bytes until the transaction ends. */
function keepWithin(
  { frame, files }: { frame: Frame; files: FileHost },
  file: NewFile,
  inserting: AsyncSyscall,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const kept = files.keep(file.source, async (received) => {
      const answer = await recordInsert(frame, { ...inserting, json: rowRequest(file, received) });
      resolve(JSON.stringify(trusted<{ _id: string }>(JSON.parse(answer))._id));
      await frame.transactionEnded;
    });
    kept.catch(reject);
  });
}

/** `ctx.storage.getUrl`: reads the file's row. */
export async function recordFileUrl(frame: Frame, call: AsyncSyscall): Promise<string> {
  const { storageId } = trusted<Asked>(JSON.parse(call.json));
  const row = await fileRow(frame, call);
  const { files } = frame.engine.hooks;
  if (!files) return call.base.asyncSyscall(call.op, call.json);
  return JSON.stringify(row && files.url(frame.component, storageId));
}

/** `ctx.storage.getMetadata`, which convex-test has not. */
export async function recordFileMetadata(frame: Frame, call: AsyncSyscall): Promise<string> {
  const row = await fileRow(frame, call);
  if (!row) return "null";
  const { _id: storageId, sha256 = null, size = null, contentType = null } = row;
  return JSON.stringify({ storageId, sha256, size, contentType });
}

/** `ctx.storage.generateUploadUrl`: touches nothing. */
export async function uploadUrl(frame: Frame, { op, json, base }: AsyncSyscall): Promise<string> {
  const { files } = frame.engine.hooks;
  return files ? JSON.stringify(files.uploadUrl(frame.component)) : base.asyncSyscall(op, json);
}

/** `ctx.storage.delete`: deletes the file's row; the host takes the bytes away when that commits. */
export async function recordFileDelete(frame: Frame, call: AsyncSyscall): Promise<string> {
  const { storageId } = trusted<Asked>(JSON.parse(call.json));
  const json = JSON.stringify({ table: filesTable, id: storageId });
  const row = await fileRow(frame, call);
  if (row === null) {
    throw new Error(`storage.delete: the storage ID "${storageId}" was not found`);
  }
  if (frame.files.get(fileKey(frame, storageId)) === "stored") {
    frame.meter.add("filesWritten", -1);
    frame.meter.add("fileWriteBytes", -trusted<number>(row["size"]));
  }
  return recordDelete(frame, { ...call, op: "1.0/remove", json });
}

/** Puts bytes into the host's keeping and their row into a component, in a separate transaction; returns the file's id. */
export async function storeFile(
  engine: EngineState,
  component: string,
  { source, sha256 }: NewFile,
): Promise<string> {
  const { files } = engine.hooks;
  if (!files) throw new Error("this engine keeps no files; pass hooks.files to createEngine");
  return files.keep(source, async (file) => {
    const request = rowRequest({ source, sha256 }, file);
    const answer = await engine.runInComponent(component, () =>
      currentSeam().asyncSyscall("1.0/insert", request),
    );
    return trusted<{ _id: string }>(JSON.parse(trusted<string>(answer)))._id;
  });
}

/** What inserts the row of a kept file; throws when the file is another than was announced. */
function rowRequest({ source, sha256 }: NewFile, { digest, size }: KeptFile): string {
  if (sha256 !== undefined && sha256 !== digest) {
    throw new Error(`The sha256 of the file is ${digest}, not ${sha256}`);
  }
  const type = source.type === "" ? {} : { contentType: source.type };
  const value: Record<string, Value> = { sha256: digest, size, ...type };
  return JSON.stringify({ table: filesTable, value });
}

/** The syscalls of actions whose arguments or results are not JSON. */
export function jsSyscall(
  frame: Frame | null,
  base: ConvexGlobal,
  { op, args }: { op: string; args: Record<string, unknown> },
): unknown {
  const { files } = frame?.engine.hooks ?? {};
  if (!frame || !files) return base.jsSyscall(op, args);
  if (op === "storage/getBlob") return readFile(frame, files, trusted<string>(args["storageId"]));
  if (op !== "storage/storeBlob") return base.jsSyscall(op, args);
  const { blob, options } = trusted<{ blob: Blob; options?: { sha256?: string } }>(args);
  return storeFile(frame.engine, frame.component, { source: blob, sha256: options?.sha256 });
}

async function readFile(frame: Frame, files: FileHost, id: string): Promise<Blob | null> {
  const request = JSON.stringify({ table: filesTable, id });
  const answer = await frame.engine.runInComponent(frame.component, () =>
    currentSeam().asyncSyscall("1.0/get", request),
  );
  const row = trusted<Document | null>(decodeJson(trusted<string>(answer)));
  return row && files.read(row);
}

async function fileRow(frame: Frame, call: AsyncSyscall): Promise<Document | null> {
  const { storageId } = trusted<Asked>(JSON.parse(call.json));
  const json = JSON.stringify({ table: filesTable, id: storageId });
  const answer = await recordGet(frame, { ...call, op: "1.0/get", json });
  return trusted<Document | null>(decodeJson(answer));
}
