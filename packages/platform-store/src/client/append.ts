import { checkStorable, fingerprint } from "@convex-es/platform-base";
import type {
  AppendResult,
  Conflict,
  AppendArgs as StoredArgs,
  StreamAppend,
} from "../contract/append.js";
import { storeError } from "../contract/errors.js";
import type { Limits } from "../contract/limits.js";
import type { CloseResult } from "../contract/streams.js";
import { placed, placedAll, type Placed, type RecordedEvent } from "./logPages.js";

/**
 * One append: every stream it writes, and those it only asserts. With an `idempotencyKey` a repeat of the same streams and
 * events returns what the first one wrote, for ever.
 */
export type AppendArgs = Omit<StoredArgs, "limits" | "idempotency"> & {
  idempotencyKey?: string | undefined;
};

/** The arguments of the component for an append. It refuses, with a path, whatever the transport would drop or refuse without one. */
export function appendArguments(append: AppendArgs, limits: Partial<Limits>): StoredArgs {
  demandValues(append);
  checkStorable(append, "");
  const { idempotencyKey: key, ...args } = append;
  if (key === undefined) return { ...args, limits };
  return { ...args, limits, idempotency: { key, fingerprint: contentHash(args.streams) } };
}

// The transport drops a missing value and then fails without a path.
function demandValues({ streams }: AppendArgs): void {
  streams.forEach(({ events, state }, i) => {
    events.forEach(({ payload }, j) => demand(payload, `streams[${i}].events[${j}].payload`));
    if (state !== undefined) demand(state.value, `streams[${i}].state.value`);
  });
}

function demand(value: unknown, path: string): void {
  if (value !== undefined) return;
  throw storeError({ code: "NOT_STORABLE", message: `${path} is undefined`, path });
}

/**
 * Hashes what an append says: its streams and their events, in order, with every field. It leaves out what may differ from
 * one attempt to the next: expectations, assertions, states, actor, correlation and causation.
 */
function contentHash(streams: StreamAppend[]): string {
  return fingerprint(
    streams.map(({ streamType, streamId, events }) => ({ streamType, streamId, events })),
  );
}

type Of<Status, Result = AppendResult> = Extract<Result, { status: Status }>;

export type Conflicted = {
  status: "conflict";
  conflicts: (Omit<Conflict, "events"> & { events: RecordedEvent[] })[];
};

/** What an append returns: all of it was written, now (`appended`) or by an earlier attempt (`duplicate`), or nothing was. */
export type AppendOutcome =
  | Placed<Of<"appended">>
  | Placed<Of<"duplicate">>
  | Conflicted
  | Of<"closed">
  | Of<"keyReused">
  | Of<"partialDuplicate">;

/** The result of an append to the store `name`, for the app. */
export function appendOutcome(result: AppendResult, name: string): AppendOutcome {
  if (result.status === "appended" || result.status === "duplicate") return placed(result, name);
  return result.status === "conflict" ? conflicted(result, name) : result;
}

/** Conflicts in the store `name`, for the app. */
export function conflicted({ conflicts }: Of<"conflict", CloseResult>, name: string): Conflicted {
  const withPositions = conflicts.map((conflict) => ({
    ...conflict,
    events: placedAll(conflict.events, name),
  }));
  return { status: "conflict", conflicts: withPositions };
}
