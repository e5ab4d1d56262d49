import { storeError } from "../contract/errors.js";
import type { Limits } from "../contract/limits.js";
import type { AppendArgs as StoredArgs } from "../contract/shared.js";
import { toStorable } from "../contract/toStorable.js";
import { fingerprint } from "./fingerprint.js";

/**
 * One append: every stream it writes, and those it only asserts. With an `idempotencyKey` a repeat of the same streams and
 * events is answered by what the first one wrote, for ever.
 */
export type AppendArgs = Omit<StoredArgs, "limits" | "idempotency"> & {
  idempotencyKey?: string | undefined;
};

/** The arguments of the component for an append, as they will be stored. */
export function appendArguments(append: AppendArgs, limits: Partial<Limits>): StoredArgs {
  demandValues(append);
  const { idempotencyKey: key, ...args } = toStorable(append, "");
  if (key === undefined) return { ...args, limits };
  return { ...args, limits, idempotency: { key, fingerprint: fingerprint(args.streams) } };
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
