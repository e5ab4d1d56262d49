import {
  createPlatform,
  defineAggregate,
  defineBoundedContext,
  defineEvents,
  initPlatform,
  platformTables,
  projectionTable,
} from "@convex-es/platform-core";
import { EventStore, type NewEvent } from "@convex-es/platform-store";
import type { ComponentSource } from "@convex-es/platform-testing/engine";
import {
  componentsGeneric,
  defineSchema,
  mutationGeneric,
  type DataModelFromSchemaDefinition,
} from "convex/server";
import { v } from "convex/values";

const schema = defineSchema({
  ...platformTables,
  levels: projectionTable({ readings: v.number(), total: v.number(), last: v.string() }),
});
const { defineProjection } = initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

const fields = Object.fromEntries(
  Array.from({ length: 12 }, (_, n) => [`field${n}`, v.string()]),
) as Record<`field${number}`, ReturnType<typeof v.string>>;

// Sixteen fields, most of them of no interest to the read model, as in life.
const meterEvents = defineEvents({
  MeterRead: {
    meterId: v.string(),
    value: v.number(),
    unit: v.string(),
    reader: v.string(),
    ...fields,
  },
});
const Meter = defineAggregate("Meter", v.object({ value: v.number() }), {
  id: "meterId",
  events: meterEvents,
  initial: { value: 0 },
  evolve: { MeterRead: (_meter, { value }) => ({ value }) },
});
const readMeter = Meter.command({
  args: { value: v.number() },
  decide: () => [],
});
const startMeter = Meter.creation({
  args: {},
  decide: (_meter, { meterId }) => reading(meterId, 0),
});

const reading = (meterId: string, value: number) =>
  meterEvents.MeterRead({
    ...{ meterId, value, unit: "kWh", reader: "bench" },
    ...Object.fromEntries(Object.keys(fields).map((name) => [name, `${name} of ${meterId}`])),
  });

// Streams that the events of a bench are spread over.
const meters = 400;

/** An app with one async read model of `partitions` workers, and a mutation that fills its log. */
export function meterApp(partitions: number): ComponentSource {
  const levels = defineProjection("levels", {
    events: meterEvents,
    key: "meterId",
    delivery: { mode: "async", partitions },
    initial: { readings: 0, total: 0, last: "" },
    on: {
      MeterRead: ({ readings, total }, { value, unit }) => ({
        readings: readings + 1,
        total: total + value,
        last: unit,
      }),
    },
  });
  const context = defineBoundedContext("meters", {
    commands: { startMeter, readMeter },
    projections: [levels],
  });
  const components = componentsGeneric() as unknown as Parameters<typeof createPlatform>[0];
  const platform = createPlatform(components, { schema, contexts: [context] });
  const store = new EventStore(components.eventStore);
  const fill = mutationGeneric({
    args: { from: v.number(), count: v.number() },
    handler: async (ctx, { from, count }) => {
      const streams = Map.groupBy(
        Array.from({ length: count }, (_, n) => `meter-${(from + n) % meters}`),
        (streamId) => streamId,
      );
      await store.append(ctx, {
        tenant: "",
        metadata: { actor: "bench", correlationId: "bench", causationId: "bench" },
        streams: [...streams].map(([streamId, group]) => ({
          ...{ streamType: "Meter", streamId, expected: "any" as const },
          events: group.map(() => storedReading(streamId)),
        })),
      });
    },
  });
  const rebuild = mutationGeneric({
    args: {},
    handler: (ctx) => platform.rebuilds.start(ctx, levels),
  });
  return {
    schema,
    modules: {
      "./_generated/api.ts": async () => ({}),
      "./app.ts": async () => ({ ...platform.mutations(context), fill, rebuild }),
      "./platform.ts": async () => platform.runtime(),
    },
  };
}

function storedReading(meterId: string): NewEvent {
  const { type, payload } = reading(meterId, 1);
  return {
    ...{ type, payload: payload as Record<string, unknown>, schemaVersion: 1 },
    ...{ category: "domain", context: "meters", tags: [], occurredAt: Date.now() },
  };
}
