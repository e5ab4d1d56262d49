import {
  currentSeam,
  replaceSeam,
  type AsyncSyscall,
  type ConvexGlobal,
} from "../frame/convexGlobal.js";
import { currentFrame, type Frame } from "../frame/frame.js";
import { asTransaction, recordCall } from "./recordCalls.js";
import {
  recordCount,
  recordGet,
  recordNext,
  recordPage,
  startStream,
  stopStream,
} from "./recordReads.js";
import {
  jsSyscall,
  recordFileDelete,
  recordFileMetadata,
  recordFileRead,
  recordFileStore,
  recordFileUrl,
  uploadUrl,
} from "./recordStorage.js";
import {
  recordCancel,
  recordDelete,
  recordInsert,
  recordPatch,
  recordReplace,
  recordSchedule,
} from "./recordWrites.js";

type Recorder = (frame: Frame, call: AsyncSyscall) => Promise<string>;

const inTransaction = new Map<string, Recorder>([
  ["1.0/get", recordGet],
  ["1.0/count", recordCount],
  ["1.0/queryStreamNext", recordNext],
  ["1.0/queryPage", recordPage],
  ["1.0/insert", recordInsert],
  ["1.0/shallowMerge", recordPatch],
  ["1.0/replace", recordReplace],
  ["1.0/remove", recordDelete],
  ["1.0/schedule", recordSchedule],
  ["1.0/cancel_job", recordCancel],
  ["1.0/runUdf", recordCall],
  ["1.0/storageGetUrl", recordFileUrl],
  ["1.0/storageGetMetadata", recordFileMetadata],
  ["1.0/storageDelete", recordFileDelete],
  ["1.0/storageStore", recordFileStore],
  ["1.0/storageGet", recordFileRead],
  ["1.0/storageGenerateUploadUrl", uploadUrl],
  ["1.0/getTransactionMetrics", async (frame) => JSON.stringify(frame.meter.report())],
]);

const inAction = new Map<string, Recorder>([
  ["1.0/actions/schedule", asTransaction],
  ["1.0/actions/cancel_job", asTransaction],
  ["1.0/storageGetUrl", asTransaction],
  ["1.0/storageGetMetadata", asTransaction],
  ["1.0/storageDelete", asTransaction],
  ["1.0/storageGenerateUploadUrl", uploadUrl],
]);

const installed = new WeakSet<ConvexGlobal>();

/**
 * Puts the recorder between the npm package `convex` and convex-test, once per process; call it after the first
 * `convexTest()`. Whatever no frame of an engine asks for goes straight through.
 */
export function installSeam(): void {
  if (installed.has(currentSeam())) return;
  const seam = recording(currentSeam());
  replaceSeam(seam);
  installed.add(seam);
}

function recording(base: ConvexGlobal): ConvexGlobal {
  return {
    syscall(op, json) {
      const frame = currentFrame();
      if (frame && op === "1.0/queryStream") return startStream(frame, json, base);
      if (frame && op === "1.0/queryCleanup") return stopStream(frame, json);
      return base.syscall(op, json);
    },
    asyncSyscall(op, json) {
      const frame = currentFrame();
      const recorders = frame?.info.kind === "action" ? inAction : inTransaction;
      const recorder = frame && recorders.get(op);
      return recorder ? recorder(frame, { op, json, base }) : base.asyncSyscall(op, json);
    },
    jsSyscall: (op, args) => jsSyscall(currentFrame(), base, { op, args }),
  };
}
