import { checkStorable, fingerprint } from "@convex-es/platform-base";
import { storeError } from "../contract/errors.js";
import type { Limits } from "../contract/limits.js";
import type { AppendArgs as StoredArgs, StreamAppend } from "../contract/shared.js";

/**
 * One append: every stream it writes, and those it only asserts. With an `idempotencyKey` a repeat of the same streams and
 * events is answered by what the first one wrote, for ever.
 */
export type AppendArgs = Omit<StoredArgs, "limits" | "idempotency"> & {
  idempotencyKey?: string | undefined;
};

/** The arguments of the component for an append; whatever the transport would drop or refuse is a typed error with its path. */
export function appendArguments(append: AppendArgs, limits: Partial<Limits>): StoredArgs {
  demandValues(append);
  checkStorable(append, "");
  const { idempotencyKey: key, ...args } = append;
  if (key === undefined) return { ...args, limits };
  return { ...args, limits, idempotency: { key, fingerprint: fingerprintOf(args.streams) } };
}

/**
 * Hashes what an append says: its streams and their events, in order, with every field of theirs. Not what may
 * differ from one attempt to the next: expectations, assertions, states, actor, correlation and causation.
 */
function fingerprintOf(streams: StreamAppend[]): string {
  return fingerprint(
    streams.map(({ streamType, streamId, events }) => ({ streamType, streamId, events })),
  );
}

// A missing value would be dropped on the way and end in an error without a path.
function demandValues({ streams }: AppendArgs): void {
  streams.forEach(({ events, state }, i) => {
    events.forEach(({ payload }, j) => demand(payload, `streams[${i}].events[${j}].payload`));
    if (state !== undefined) demand(state.value, `streams[${i}].state.value`);
  });
}

function demand(value: unknown, path: string): void {
  if (value === undefined) throw storeError("NOT_STORABLE", `${path} is undefined.`, { path });
}
