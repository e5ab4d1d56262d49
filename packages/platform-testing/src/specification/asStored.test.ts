import { defineAggregate, defineEvents, initPlatform } from "@convex-es/platform-core";
import { mergeEvents, splitEvent, splitField } from "@convex-es/platform-core/upcast";
import { v } from "convex/values";
import { expect, test } from "vitest";
import { asStored } from "./asStored.js";
import { given } from "./given.js";

const lampEvents = defineEvents(
  {
    LampInstalled: { lampId: v.string(), room: v.string() },
    LampDimmed: { lampId: v.string(), percent: v.number() },
  },
  {
    upcast: {
      LampInstalled: {
        1: mergeEvents({ RoomNoted: 1 }, (lamp, noted) => ({
          ...lamp,
          room: noted?.["room"] ?? "hall",
        })),
      },
      LampDimmed: {
        1: splitField("fraction", (fraction: number) => ({ percent: Math.round(fraction * 100) })),
      },
    },
    retired: {
      RoomNoted: { 1: splitEvent({}, () => []) },
      LampFlickered: {
        1: splitEvent({ LampDimmed: 2 }, ({ lampId }) =>
          [0, 100].map((percent) => ({ type: "LampDimmed", payload: { lampId, percent } })),
        ),
      },
    },
  },
);
const vLamp = v.object({ room: v.string(), percents: v.array(v.number()) });
const Lamp = defineAggregate("Lamp", vLamp, {
  id: "lampId",
  events: lampEvents,
  initial: { room: "", percents: [] },
  evolve: {
    LampInstalled: (lamp, { room }) => ({ ...lamp, room }),
    LampDimmed: (lamp, { percent }) => ({ ...lamp, percents: [...lamp.percents, percent] }),
  },
});
const sum = Lamp.command({
  decide: ({ percents }, { lampId }) =>
    lampEvents.LampDimmed({ lampId, percent: percents.reduce((total, one) => total + one, 0) }),
});
const lampId = "l";
const dimmed = (percent: number) => lampEvents.LampDimmed({ lampId, percent });

test("UP-1 given decides on events of the past as they are read today", async () => {
  await given([asStored("LampDimmed", 1, { lampId, fraction: 0.3 }), dimmed(4)])
    .when(sum, { lampId })
    .then([dimmed(34)]);
});

test("UP-2 given splits and merges events of the past", async () => {
  const past = [
    asStored("LampInstalled", 1, { lampId }),
    asStored("RoomNoted", 1, { lampId, room: "attic" }),
    asStored("LampFlickered", 1, { lampId }),
  ];
  await given(past)
    .when(sum, { lampId })
    .then([dimmed(100)]);
});

test("UP-1 the version a command expects counts what was stored, not what it is read as", async () => {
  const past = [asStored("LampFlickered", 1, { lampId }), dimmed(1)];
  await given(past)
    .when(sum, { lampId }, { expectedVersion: 2 })
    .then([dimmed(101)]);
  await given(past).when(sum, { lampId }, { expectedVersion: 3 }).rejects("STALE_VERSION");
});

test("UP-1 given refuses a version from the future", async () => {
  const specify = async () =>
    given([asStored("LampDimmed", 3, { lampId })])
      .when(sum, { lampId })
      .then([]);
  await expect(specify()).rejects.toThrow("EVENT_FROM_THE_FUTURE");
});

test("UP-1 events of the past project to rows as those of today", async () => {
  const { defineProjection } = initPlatform<LampsModel>();
  const lamps = defineProjection("lamps", {
    events: lampEvents,
    key: "lampId",
    initial: { room: "", dimmed: 0 },
    on: {
      LampInstalled: (row, { room }) => ({ ...row, room }),
      LampDimmed: (row) => ({ ...row, dimmed: row.dimmed + 1 }),
    },
  });
  const past = [asStored("LampInstalled", 1, { lampId }), asStored("LampFlickered", 1, { lampId })];
  await given([...past, dimmed(1)]).projects(lamps, { room: "hall", dimmed: 3 });
});

type LampsModel = {
  lamps: {
    document: { _id: string; _creationTime: number; tenant: string; generation: number } & {
      key: string;
      room: string;
      dimmed: number;
    };
    fieldPaths: string;
    indexes: Record<never, never>;
    searchIndexes: Record<never, never>;
    vectorIndexes: Record<never, never>;
  };
};
