import { defaultLimits, type NewEvent, type State } from "@convex-es/platform-store";
import type { Engine } from "@convex-es/platform-testing/engine";
import { operationOf } from "./operationOf.ts";
import type { StreamKind } from "./StreamKind.ts";

const metadata = { actor: "ledger|clerk", correlationId: "seed", causationId: "seed" };
const batch = defaultLimits.maxEventsPerAppend;

/** Streams written past the commands, in large appends: thousands of events in a second. */
export type Seed = {
  /** Writes the stream of an order or SKU with `length` events; every command but the creation can be executed on it. */
  one: (id: string, length: number) => Promise<void>;
  /** Writes streams of up to 20 events, `events` in all, that nobody will touch. */
  others: (prefix: string, events: number) => Promise<void>;
};

/** Learns from one real stream what its state looks like in the store, and seeds with it. */
export async function seedStreams(engine: Engine, kind: StreamKind): Promise<Seed> {
  const { store, streamType, history, streamOf } = kind;
  const state = await stateToSeed(engine, kind);
  const append = (streams: { streamId: string; events: NewEvent[] }[]) =>
    engine.t.run(async (ctx) => {
      const whole = streams.map((each) => ({ ...each, ...{ streamType, state, expected: any } }));
      const { status } = await store.append(ctx, { tenant: "", metadata, streams: whole });
      if (status !== "appended") throw new Error(`Seeding ended with ${status}.`);
      return null;
    });
  const one = async (id: string, length: number) => {
    const events = history(streamOf(id), length);
    for (let from = 0; from < length; from += batch) {
      await append([{ streamId: streamOf(id), events: events.slice(from, from + batch) }]);
    }
  };
  const others = async (prefix: string, count: number) => {
    for (let from = 0; from < count; from += batch) {
      const lengths = lengthsOf(Math.min(batch, count - from));
      const ids = lengths.map((length, i) => ({ streamId: `${prefix}-${from}-${i}`, length }));
      await append(
        ids.map(({ streamId, length }) => ({ streamId, events: history(streamId, length) })),
      );
    }
  };
  return { one, others };
}

const any = "any" as const;
const longest = 20;

const lengthsOf = (count: number) =>
  Array.from({ length: Math.ceil(count / longest) }, (_, i) =>
    Math.min(longest, count - i * longest),
  );

async function stateToSeed(engine: Engine, kind: StreamKind): Promise<State> {
  const { store, streamType, streamOf, ready } = kind;
  const id = "one-to-learn-from";
  for (const [i, step] of ready.entries()) {
    await engine.call(operationOf(step, { id, commandId: `seed.${streamType}.${i}` }));
  }
  const stream = { tenant: "", streamType, streamId: streamOf(id) };
  const loaded = await engine.t.run((ctx) => store.loadState(ctx, stream));
  if (loaded?.state == null) throw new Error(`The ${streamType} to learn from has no state.`);
  return loaded.state;
}
