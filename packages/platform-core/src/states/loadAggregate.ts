import type { Closing, EventStore } from "@convex-es/platform-store";
import { convertState } from "./convertState.js";
import { foldWhole, type FoldTarget } from "./foldStream.js";
import type { StoreReader } from "../upcast/readNeighbours.js";

/** An aggregate as it was loaded: version 0 and the initial state when it has no events; `closed` when no command may change it. */
export type Loaded = { version: number; state: unknown; closed?: Closing | undefined };

/** The version and state of an aggregate as its store has them. */
export type Head = NonNullable<Awaited<ReturnType<EventStore["loadState"]>>>;

const repairRemedy = "rebuild its state in steps, with platform.repairState";

/**
 * Loads an aggregate: one document, whatever its stream's length. A state of an older shape is converted; one that is missing,
 * or that its shape says to refold, is folded from its events, of which FOLD_TOO_LONG says that they are too many.
 */
export async function loadAggregate(
  ctx: StoreReader,
  store: EventStore,
  target: FoldTarget,
): Promise<Loaded> {
  const { aggregate, tenant, id } = target;
  const head = await store.loadState(ctx, { tenant, streamType: aggregate.name, streamId: id });
  return await loadedFrom(ctx, store, { ...target, head });
}

/** As `loadAggregate`, from a head that was read before. */
export async function loadedFrom(
  ctx: StoreReader,
  store: EventStore,
  { head, ...target }: FoldTarget & { head: Head | null },
): Promise<Loaded> {
  const { aggregate } = target;
  if (head === null) return { version: 0, state: aggregate.initial };
  const converted = head.state && convertState(aggregate, head.state);
  const { version, closed } = head;
  if (converted !== null) return { version, state: converted.state, ...(closed && { closed }) };
  const folded = await foldWhole(ctx, store, { ...target, remedy: repairRemedy });
  return { ...folded, ...(closed && { closed }) };
}
