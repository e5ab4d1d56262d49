import { v, type Infer, type ObjectType } from "convex/values";
import type { MutationCtx } from "../component/_generated/server.js";
import { checkValue } from "../contract/checkEvent.js";
import { checkFits } from "./checkFits.js";
import { checkCount } from "../contract/checkNumber.js";
import { readHead, writeHead } from "./head.js";
import { resolveLimits, vLimits } from "../contract/limits.js";
import { vState, vStreamKey } from "../contract/shared.js";

export const putStateArgs = {
  ...vStreamKey.fields,
  version: v.number(),
  state: vState,
  limits: v.optional(vLimits),
};
/** The state of a stream and the version at which it is put. */
export type PutStateArgs = ObjectType<typeof putStateArgs>;

/** `conflict`: the stream is at another version, 0 for none, and nothing was written. */
export const vPutStateResult = v.union(
  v.object({ status: v.literal("put"), version: v.number() }),
  v.object({ status: v.literal("conflict"), version: v.number() }),
);
/** Whether the state was put, or the stream has another version. */
export type PutStateResult = Infer<typeof vPutStateResult>;

/** Replaces the state of a stream that is at exactly `version`, without an event; a closed stream stays closed. */
export async function putState(ctx: MutationCtx, args: PutStateArgs): Promise<PutStateResult> {
  const { limits: chosen, state, ...target } = args;
  const limits = resolveLimits(chosen);
  checkCount(target.version, "version", 1);
  checkCount(state.shape, "state.shape");
  checkValue(state.value, "state.value", { ...limits, maxBytes: limits.maxStateBytes });
  const old = await readHead(ctx, target);
  if (old === null || old.version !== target.version) {
    return { status: "conflict", version: old?.version ?? 0 };
  }
  const head = { ...target, state, ...(old.closed && { closed: old.closed }) };
  checkFits(head, `state of ${target.streamType}`);
  await writeHead(ctx, old, head);
  return { status: "put", version: target.version };
}
