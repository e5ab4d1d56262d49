import { trusted } from "../../boundary.js";
import { currentSeam, type AsyncSyscall } from "../frame/convexGlobal.js";
import { calling, type Frame } from "../frame/frame.js";
import type { TransactionLimits } from "../frame/meter.js";

const maxDepth = 8;

type UdfCall = { udfType: string; transactionLimits?: Partial<TransactionLimits> };

/** `ctx.runQuery` and `ctx.runMutation` inside a transaction. */
export async function recordCall(frame: Frame, { op, json, base }: AsyncSyscall): Promise<string> {
  const { transactionLimits = null, ...call } = trusted<UdfCall>(JSON.parse(json));
  frame.recording.countCall();
  if (frame.depth >= maxDepth) {
    throw new Error(
      `Function calls are nested too deeply in "${frame.info.name}" (maximum depth ${maxDepth}). This is a Convex limit.`,
    );
  }
  // The limits are ours to enforce: convex-test would count the recorder's own look-ups.
  const request = transactionLimits === null ? json : JSON.stringify(call);
  const stale = call.udfType === "snapshotQuery";
  return calling(frame, { stale, limits: transactionLimits }, () => base.asyncSyscall(op, request));
}

/** `ctx.scheduler` and `ctx.storage` in an action: a separate transaction, made here so that the recorder sees it. */
export async function asTransaction(frame: Frame, call: AsyncSyscall): Promise<string> {
  const op = call.op.replace("actions/", "");
  const answer = await frame.engine.runInComponent(frame.component, () =>
    currentSeam().asyncSyscall(op, call.json),
  );
  return trusted<string>(answer);
}
