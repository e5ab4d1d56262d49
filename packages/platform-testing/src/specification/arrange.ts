import { trusted } from "../boundary.js";
import type { DomainEvent, Platform } from "@convex-es/platform-core";
import {
  chainsOf,
  definitionIn,
  draftOf,
  fold,
  loadAggregate,
  readStream,
  recordEvents,
  wiringOf,
  writeInlineRows,
  type AnyAggregate,
} from "@convex-es/platform-core/internal";
import type { EventStore } from "@convex-es/platform-store";
import { appendsOf, isStored, type StoredForm } from "./asStored.js";
import { givenEvents } from "./givenEvents.js";
import type { Backend, Ctx } from "./onComponents.js";

/** History to put in place: `streamId` names the stream of events that do not carry their aggregate's id. */
export type History = {
  events: readonly DomainEvent[];
  streamId: string | undefined;
  tenant?: string;
};

/** Stores events as if commands had yielded them, one transaction each: events, state and inline rows. */
export async function arrange(
  platform: Platform,
  backend: Backend,
  history: History,
): Promise<void> {
  const ownerOf = (event: DomainEvent) => ownerIn(platform, event).aggregate;
  for (const append of appendsOf(history.events, ownerOf)) {
    const place = placeOf(platform, append[0], history);
    const events = givenEvents(append, place.aggregate.events);
    await backend.run((ctx) =>
      events.every(isStored) ? storeAsWritten(ctx, place, events) : recordAnew(ctx, place, events),
    );
  }
}

type Place = {
  context: string;
  aggregate: AnyAggregate;
  tenant: string;
  id: string;
  store: EventStore;
  inline: ReturnType<typeof wiringOf>["runtime"]["inline"];
};

function placeOf(platform: Platform, event: DomainEvent, history: History): Place {
  const { runtime } = wiringOf(platform);
  const { aggregate, context } = ownerIn(platform, event);
  const id = streamOf(aggregate, event, history);
  const { inline, stores } = runtime;
  const store = stores.of(context.name);
  return { context: context.name, aggregate, tenant: history.tenant ?? "", id, store, inline };
}

function ownerIn(platform: Platform, { type }: DomainEvent) {
  const owner = wiringOf(platform)
    .contexts.flatMap((context) => context.aggregates.map((aggregate) => ({ context, aggregate })))
    .find(({ aggregate }) => chainsOf(aggregate.events).has(type));
  if (owner !== undefined) return owner;
  throw new Error(`No context of the platform owns the event ${type}.`);
}

const metadata = { actor: "arranged", correlationId: "arranged", causationId: "arranged" };
const occurredAt = Date.UTC(2026, 0, 1);

async function recordAnew(ctx: Ctx, place: Place, events: DomainEvent[]): Promise<void> {
  const { aggregate, context, store, inline, tenant, id } = place;
  const loaded = await loadAggregate(ctx, store, { aggregate, tenant, id });
  const stream = { tenant, id, version: loaded.version };
  const state = fold(aggregate, loaded.state, events);
  const drafts = events.flatMap((event) => {
    const definition = definitionIn(aggregate.events, event.type);
    return definition === undefined ? [] : [draftOf(definition, event.payload)];
  });
  const recording = { context, aggregate, stream, drafts, state, metadata, occurredAt };
  await recordEvents(ctx, { store, inline }, recording);
}

/** Events in the versions of the past, without a state, as an older release or an import left them; rows as of today. */
async function storeAsWritten(ctx: Ctx, place: Place, events: StoredForm[]): Promise<void> {
  const { aggregate, context, store, inline, tenant, id } = place;
  const key = { streamType: aggregate.name, streamId: id };
  const before = (await store.loadState(ctx, { tenant, ...key }))?.version ?? 0;
  const stored = events.map((event) => ({
    ...{ ...event, context, occurredAt },
    ...{ category: "domain" as const, tags: [] },
  }));
  await store.append(ctx, {
    tenant,
    metadata,
    streams: [{ ...key, expected: "any", events: stored }],
  });
  const source = { store, chains: chainsOf(aggregate.events) };
  const range = { direction: "forward", from: before + 1, limit: 1_000 } as const;
  const read = await readStream(ctx, source, { tenant, ...key, ...range });
  await writeInlineRows(ctx.db, { projections: inline, events: read.events, switched: null });
}

function streamOf(aggregate: AnyAggregate, event: DomainEvent, { streamId }: History): string {
  const id: unknown =
    trusted<Record<string, unknown>>(event.payload)[aggregate.idField] ?? streamId;
  if (typeof id === "string") return id;
  throw new Error(`${event.type} has no field "${aggregate.idField}" that names its stream.`);
}
