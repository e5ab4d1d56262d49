import type { Position } from "@convex-es/platform-base";
import type { AppendOutcome, EventStore, NewEvent } from "@convex-es/platform-store";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import type { EventDraft } from "../declarations/eventDraft.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import { infrastructureError } from "../base/infrastructureError.js";
import { writeInlineRows, type InlineUpkeep } from "../readModels/inlineRows.js";
import type { MutationContext } from "../base/untypedTables.js";

/** Events of one aggregate, decided and folded, ready to be written. */
export type Recording = {
  context: string;
  aggregate: AnyAggregate;
  /** The stream and the version it had when it was decided upon. */
  stream: { tenant: string; id: string; version: number };
  drafts: readonly EventDraft[];
  /** The state after the events. */
  state: unknown;
  metadata: { actor: string; correlationId: string; causationId: string };
  /** Milliseconds since 1970. */
  occurredAt: number;
};

/** What the store wrote: names and versions of the events, and the position of the last one. */
export type Recorded = {
  version: number;
  position: Position;
  events: { id: string; type: string; version: number }[];
};

type RecordTarget = { store: EventStore; inline: readonly AnyProjection[] };

/**
 * Writes events, state and inline rows in the caller's transaction: one call of the store, then the app's own tables. Tells as
 * well how the inline read models of the events are kept.
 */
export async function recordEvents(
  ctx: MutationContext,
  { store, inline }: RecordTarget,
  recording: Recording,
): Promise<{ recorded: Recorded; upkeep: InlineUpkeep }> {
  const { aggregate, stream, metadata } = recording;
  const key = { streamType: aggregate.name, streamId: stream.id };
  const forms = recording.drafts.map((draft) => storedForm(recording, draft));
  const result = await store.append(ctx, {
    tenant: stream.tenant,
    metadata,
    streams: [
      {
        ...key,
        expected: stream.version === 0 ? "none" : stream.version,
        events: forms,
        state: { shape: aggregate.shape, value: recording.state },
      },
    ],
  });
  const recorded = recordedOf(result, recording);
  const rows = recorded.events.flatMap((event, index) => {
    const form = forms[index];
    return form === undefined
      ? []
      : [{ ...form, ...event, ...key, ...metadata, tenant: stream.tenant }];
  });
  return { recorded, upkeep: await writeInlineRows(ctx.db, inline, rows) };
}

function recordedOf(result: AppendOutcome, { aggregate, stream }: Recording): Recorded {
  const appended = result.status === "appended" ? result.streams[0] : undefined;
  if (result.status !== "appended" || appended === undefined) {
    throw infrastructureError(
      "CONFLICT",
      `${aggregate.name} ${JSON.stringify(stream.id)} changed within the transaction that decided on it; send the command again.`,
      true,
    );
  }
  const events = appended.events.map(({ id, type, version }) => ({ id, type, version }));
  return { version: appended.version, position: result.position, events };
}

function storedForm({ context, occurredAt }: Recording, draft: EventDraft): NewEvent {
  const { type, schemaVersion, category } = draft.definition;
  const tags = draft.tags.map(({ name, value }) => ({ name, value }));
  return { type, schemaVersion, category, context, payload: draft.payload, tags, occurredAt };
}
