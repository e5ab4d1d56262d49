import type { DomainEvent, Platform } from "@convex-es/platform-core";
import {
  fold,
  loadAggregate,
  recordEvents,
  wiringOf,
  type AnyAggregate,
} from "@convex-es/platform-core/internal";
import { givenEvents } from "./givenEvents.js";
import type { Backend } from "./onComponents.js";

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
  const { runtime, contexts } = wiringOf(platform);
  const { inline, stores } = runtime;
  for (const event of history.events) {
    const owner = contexts
      .flatMap((context) =>
        context.aggregates.map((aggregate) => ({ context: context.name, aggregate })),
      )
      .find(({ aggregate }) => Object.hasOwn(aggregate.events, event.type));
    if (owner === undefined)
      throw new Error(`No context of the platform owns the event ${event.type}.`);
    const { aggregate, context } = owner;
    const [checked] = givenEvents([event], aggregate.events) as [DomainEvent];
    const stream = { tenant: history.tenant ?? "", id: streamOf(aggregate, checked, history) };
    const store = stores.of(context);
    await backend.run(async (ctx) => {
      const loaded = await loadAggregate(ctx, store, { aggregate, ...stream });
      await recordEvents(
        ctx,
        { store, inline },
        {
          context,
          aggregate,
          stream: { ...stream, version: loaded.version },
          events: [checked],
          state: fold(aggregate, loaded.state, [checked]),
          metadata: { actor: "arranged", correlationId: "arranged", causationId: "arranged" },
          occurredAt: Date.UTC(2026, 0, 1),
        },
      );
    });
  }
}

function streamOf(aggregate: AnyAggregate, event: DomainEvent, { streamId }: History): string {
  const id: unknown = (event.payload as Record<string, unknown>)[aggregate.idField] ?? streamId;
  if (typeof id === "string") return id;
  throw new Error(`${event.type} has no field "${aggregate.idField}" that names its stream.`);
}
