import type { EventStore } from "@convex-es/platform-store";
import type { GenericQueryCtx } from "convex/server";
import type { Loaded } from "./decideCommand.js";
import type { AnyAggregate } from "./defineAggregate.js";
import { fold } from "./fold.js";
import { infrastructureError } from "./infrastructureError.js";
import type { AnyDataModel } from "./untypedTables.js";

/** The number stored with a state that says which declared shape it has. */
export const currentShape = 1;

const pageSize = 500;
const maxFoldedEvents = 5_000;

type Target = { aggregate: AnyAggregate; tenant: string; id: string };
type Reader = Pick<GenericQueryCtx<AnyDataModel>, "runQuery">;

/**
 * Loads an aggregate: one document, whatever its stream's length. Without a stored state (events appended without one)
 * it is folded from its events; a fold of more than 5,000 events throws FOLD_TOO_LONG.
 */
export async function loadAggregate(
  ctx: Reader,
  store: EventStore,
  target: Target,
): Promise<Loaded> {
  const { aggregate, tenant, id } = target;
  const head = await store.loadState(ctx, { tenant, streamType: aggregate.name, streamId: id });
  if (head === null) return { version: 0, state: aggregate.initial };
  if (head.state === null) return await refold(ctx, store, target);
  if (head.state.shape !== currentShape) {
    throw infrastructureError(
      "STATE_SHAPE_UNKNOWN",
      `${aggregate.name} ${JSON.stringify(id)} is stored in shape ${head.state.shape}, this code reads shape ${currentShape}: deploy the code that wrote it.`,
    );
  }
  return { version: head.version, state: head.state.value };
}

async function refold(
  ctx: Reader,
  store: EventStore,
  { aggregate, tenant, id }: Target,
): Promise<Loaded> {
  const folded: Loaded = { version: 0, state: aggregate.initial };
  for (;;) {
    const page = await store.readStream(ctx, {
      tenant,
      streamType: aggregate.name,
      streamId: id,
      direction: "forward",
      from: folded.version + 1,
      limit: pageSize,
    });
    folded.state = fold(aggregate, folded.state, page.events);
    folded.version += page.events.length;
    if (page.isDone) return folded;
    if (folded.version >= maxFoldedEvents) {
      throw infrastructureError(
        "FOLD_TOO_LONG",
        `${aggregate.name} ${JSON.stringify(id)} has no stored state and more than ${maxFoldedEvents} events, too many to fold in one transaction: rebuild its state in steps.`,
      );
    }
  }
}
