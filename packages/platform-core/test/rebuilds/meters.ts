import { defineSchema, type DataModelFromSchemaDefinition } from "convex/server";
import { v } from "convex/values";
import type { AnyProjection } from "../../src/declarations/defineProjection.js";
import {
  defineBoundedContext,
  defineEvents,
  initPlatform,
  platformTables,
  projectionTable,
} from "../../src/index.js";

// Meters of houses, and a read model of which tests deploy one version after the other.

const vTotals = { version: v.number(), units: v.number(), readings: v.number() };
export const schema = defineSchema({
  ...platformTables,
  totals: projectionTable(vTotals),
  others: projectionTable(vTotals),
  third: projectionTable(vTotals),
  fourth: projectionTable(vTotals),
  fifth: projectionTable(vTotals),
  sixth: projectionTable(vTotals),
  seventh: projectionTable(vTotals),
  eighth: projectionTable(vTotals),
});

/** Every read model that a release may have. */
export const names = [
  ...(["totals", "others", "third", "fourth"] as const),
  ...(["fifth", "sixth", "seventh", "eighth"] as const),
];

const { defineAggregate, defineProjection } =
  initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

export const meterEvents = defineEvents({
  MeterRead: { meterId: v.string(), house: v.string(), units: v.number() },
});
const { MeterRead } = meterEvents;

const Meter = defineAggregate("Meter", v.object({ readings: v.number() }), {
  id: "meterId",
  events: meterEvents,
  initial: { readings: 0 },
  evolve: { MeterRead: ({ readings }) => ({ readings: readings + 1 }) },
});

const args = { house: v.string(), units: v.number(), times: v.optional(v.number()) };
type Reading = { meterId: string; house: string; units: number; times?: number };

const readings = ({ times = 1, ...reading }: Reading) =>
  Array.from({ length: times }, () => MeterRead(reading));

export const installMeter = Meter.creation({
  args,
  decide: (_meter, { meterId, house, units, times = 1 }) =>
    readings({ meterId, house, units, times }),
});

export const readMeter = Meter.command({
  args,
  decide: (_meter, { meterId, house, units, times = 1 }) =>
    readings({ meterId, house, units, times }),
});

/** What handlers of the fixture throw at. */
export const poison = -1;

/** What makes handlers return a row that its table refuses; the next such reading mends it. */
export const misshaping = -2;

type Variant = {
  name?: (typeof names)[number];
  version?: number;
  delivery?: "inline" | "async";
  partitions?: number;
  replaces?: AnyProjection;
  key?: "meterId" | "house";
  /** Whether it takes what others fail at. */
  isSafe?: boolean;
  /** The reading that its handler throws at (default: `poison`). */
  failsAt?: number;
  policy?: "park" | "skip";
};

/** The read model as a release declares it: a row tells which version has made it. */
export function totals({ name = "totals", isSafe = false, ...variant }: Variant = {}) {
  const {
    version = 1,
    delivery = "async",
    partitions = 1,
    key = "meterId",
    replaces,
    policy = "park",
    failsAt = poison,
  } = variant;
  return defineProjection(name, {
    events: { MeterRead },
    key,
    version,
    replaces,
    delivery:
      delivery === "async" ? { mode: "async", partitions, onFailure: { policy } } : "inline",
    initial: { version, units: 0, readings: 0 },
    on: {
      MeterRead: (row, { units }) => {
        if (units === failsAt && !isSafe) throw new Error("a negative reading");
        const readings = row.readings + 1;
        if (units !== misshaping || isSafe) {
          return { version, units: row.units + units * version, readings };
        }
        const isMended = typeof row.units !== "number";
        return { version, units: isMended ? 0 : ("none" as never), readings };
      },
    },
  });
}

/** The bounded context with the read models of a release. */
export const metersWith = (projections: ReturnType<typeof totals>[]) =>
  defineBoundedContext("meters", { commands: { installMeter, readMeter }, projections });
