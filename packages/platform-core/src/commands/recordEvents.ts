import type { EventStore, NewEvent } from "@convex-es/platform-store";
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

type RecordTarget = { store: EventStore; inline: readonly AnyProjection[] };

/** Writes events, state and inline rows in the caller's transaction, without a command: what specifications arrange with. */
export async function recordEvents(
  ctx: MutationContext,
  { store, inline }: RecordTarget,
  recording: Recording,
): Promise<InlineUpkeep> {
  const { metadata, stream } = recording;
  const streams = [streamOf(recording)];
  const result = await store.append(ctx, { tenant: stream.tenant, metadata, streams });
  const appended = result.status === "appended" ? result.streams[0] : undefined;
  if (appended === undefined) throw changedMeanwhile(recording.aggregate, stream.id);
  const written = [{ recording, events: appended.events }];
  return await writeRows(ctx, inline, { written, switched: null });
}

/** The events of a recording as the store takes them, with the state after them. */
export function streamOf(recording: Recording) {
  const { aggregate, stream, drafts, state } = recording;
  return {
    streamType: aggregate.name,
    streamId: stream.id,
    expected: stream.version === 0 ? ("none" as const) : stream.version,
    events: drafts.map((draft) => storedForm(recording, draft)),
    state: { shape: aggregate.shape, value: state },
  };
}

type Written = {
  /** Recordings with their events as the store named them, in order. */
  written: readonly { recording: Recording; events: readonly { id: string; version: number }[] }[];
  switched: readonly string[] | null;
};

/** Applies what was written to the inline read models; tells how those are kept. */
export async function writeRows(
  ctx: MutationContext,
  projections: readonly AnyProjection[],
  { written, switched }: Written,
): Promise<InlineUpkeep> {
  const events = written.flatMap(({ recording, events: named }) => {
    const { aggregate, stream, metadata } = recording;
    const key = { streamType: aggregate.name, streamId: stream.id, tenant: stream.tenant };
    return recording.drafts.flatMap((draft, index) => {
      const event = named[index];
      if (event === undefined) return [];
      const { id, version } = event;
      return [{ ...storedForm(recording, draft), ...key, ...metadata, id, version }];
    });
  });
  return await writeInlineRows(ctx.db, { projections, events, switched });
}

/** CONFLICT: what a transaction decided upon was changed within it. */
export const changedMeanwhile = (aggregate: AnyAggregate, id: string) =>
  infrastructureError(
    "CONFLICT",
    `${aggregate.name} ${JSON.stringify(id)} changed within the transaction that decided on it; send the command again.`,
    true,
  );

function storedForm({ context, occurredAt }: Recording, draft: EventDraft): NewEvent {
  const { type, schemaVersion, category } = draft.definition;
  const tags = draft.tags.map(({ name, value }) => ({ name, value }));
  return { type, schemaVersion, category, context, payload: draft.payload, tags, occurredAt };
}
