import type { EventStore, Limits } from "@convex-es/platform-store";
import type { GenericMutationCtx } from "convex/server";
import type { AnyAggregate } from "./defineAggregate.js";
import type { DomainEvent, EventCatalog, EventDefinition } from "./defineEvents.js";
import type { AnyProjection } from "./defineProjection.js";
import type { AnyDataModel } from "./generation.js";
import { infrastructureError } from "./infrastructureError.js";
import { writeInlineRows } from "./inlineRows.js";
import { currentShape } from "./loadAggregate.js";
import type { Executed } from "./outcome.js";

/** Events of one aggregate, decided and folded, ready to be written. */
export type Recording = {
  context: string;
  aggregate: AnyAggregate;
  /** The stream and the version it had when it was decided upon. */
  stream: { tenant: string; id: string; version: number };
  events: readonly DomainEvent[];
  /** The state after the events. */
  state: unknown;
  metadata: { actor: string; correlationId: string; causationId: string };
  /** Milliseconds since 1970. */
  occurredAt: number;
};

type Target = { store: EventStore; inline: readonly AnyProjection[]; limits: Limits };

/** Writes events, state and inline rows in the caller's transaction: one call of the store, then the app's own tables. */
export async function recordEvents(
  ctx: GenericMutationCtx<AnyDataModel>,
  { store, inline }: Target,
  recording: Recording,
): Promise<Pick<Executed, "version" | "position" | "events">> {
  const { aggregate, stream, metadata, occurredAt } = recording;
  const key = { streamType: aggregate.name, streamId: stream.id };
  const result = await store.append(ctx, {
    tenant: stream.tenant,
    metadata,
    streams: [
      {
        ...key,
        expected: stream.version === 0 ? "none" : stream.version,
        events: recording.events.map((event) => storedForm(recording, event)),
        state: { shape: currentShape, value: recording.state },
      },
    ],
  });
  const appended = result.status === "appended" ? result.streams[0] : undefined;
  if (result.status !== "appended" || appended === undefined) {
    throw infrastructureError(
      "CONFLICT",
      `${aggregate.name} "${stream.id}" changed within the transaction that decided on it.`,
      true,
    );
  }
  const events = appended.events.map(({ id, type, version }) => ({ id, type, version }));
  const rows = recording.events.map((event, index) => ({
    ...(events[index] as Executed["events"][number]),
    ...key,
    ...metadata,
    tenant: stream.tenant,
    occurredAt,
    payload: event.payload,
  }));
  await writeInlineRows(ctx.db, inline, rows);
  return { version: appended.version, position: result.position as Executed["position"], events };
}

function storedForm({ aggregate, context, occurredAt }: Recording, event: DomainEvent) {
  const definition = (aggregate.events as EventCatalog)[event.type] as EventDefinition<string, unknown>;
  const payload = event.payload as Record<string, unknown>;
  return {
    type: event.type,
    schemaVersion: definition.schemaVersion,
    category: definition.category,
    context,
    payload,
    occurredAt,
    tags: Object.entries(definition.tags)
      .filter(([field]) => payload[field] !== undefined && payload[field] !== null)
      .map(([field, name]) => ({ name, value: String(payload[field]) })),
  };
}
