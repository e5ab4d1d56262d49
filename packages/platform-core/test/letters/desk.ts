import { defineSchema, type DataModelFromSchemaDefinition } from "convex/server";
import { v } from "convex/values";
import { defineEvents, initPlatform, platformTables, projectionTable } from "../../src/index.js";
import { faults } from "./faults.js";

// A desk where notes are taken; every row tells which notes it has seen, in which order.

const vRow = { seen: v.array(v.string()) };
export const schema = defineSchema({
  ...platformTables,
  desks: projectionTable(vRow),
  strictDesks: projectionTable(vRow),
  lenientDesks: projectionTable(vRow),
  sharedDesks: projectionTable(vRow),
  readers: projectionTable(vRow),
});

const { defineAggregate, defineProjection } =
  initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

export const deskEvents = defineEvents(
  { NoteTaken: { deskId: v.string(), note: v.string(), to: v.array(v.string()) } },
  {
    upcast: {
      NoteTaken: {
        1: (old) => {
          faults.meet(old["note"] as string, "upcast", "upcastKill");
          return { ...old, to: [] };
        },
      },
    },
  },
);

export const Desk = defineAggregate("Desk", v.object({}), {
  id: "deskId",
  events: deskEvents,
  initial: {},
  evolve: { NoteTaken: (desk) => desk },
});

export const takeNotes = Desk.command({
  onMissing: "decide",
  args: { notes: v.array(v.string()), to: v.optional(v.array(v.string())) },
  decide: (_desk, { deskId, notes, to = [] }) =>
    notes.map((note) => deskEvents.NoteTaken({ deskId, note, to })),
});

type Row = { readonly seen: readonly string[] };

const NoteTaken = (row: Row, { note }: { note: string }): Row => {
  faults.attempts.set(note, (faults.attempts.get(note) ?? 0) + 1);
  faults.meet(note, "throw", "kill");
  if (row.seen.length > 0 && faults.has("full", note)) throw new Error("the row is full");
  if (faults.has("write", note)) return { seen: [...row.seen, "x".repeat(2 ** 24)] };
  const seen: unknown = faults.has("misshape", note) ? 1 : [...row.seen, note];
  return { seen: seen as string[] };
};
const options = {
  events: deskEvents,
  initial: { seen: [] as string[] },
} as const;

/** Keyed by stream; parks after three attempts. */
export const desks = defineProjection("desks", {
  ...options,
  key: "deskId",
  on: { NoteTaken },
  delivery: { mode: "async", onFailure: { attempts: 3 } },
});

/** As `desks`, but halts after two attempts. */
export const strictDesks = defineProjection("strictDesks", {
  ...options,
  key: "deskId",
  on: { NoteTaken },
  delivery: { mode: "async", onFailure: { policy: "halt", attempts: 2 } },
});

/** As `desks`, but skips after one attempt. */
export const lenientDesks = defineProjection("lenientDesks", {
  ...options,
  key: "deskId",
  on: { NoteTaken },
  delivery: { mode: "async", onFailure: { policy: "skip", attempts: 1 } },
});

/** As `desks`, shared among three workers. */
export const sharedDesks = defineProjection("sharedDesks", {
  ...options,
  key: "deskId",
  on: { NoteTaken },
  delivery: { mode: "async", partitions: 3, onFailure: { attempts: 2 } },
});

/** One row for each reader of a note. */
export const readers = defineProjection("readers", {
  ...options,
  key: ({ payload: { note, to } }) => {
    faults.meet(note, "key", "keyKill");
    return to;
  },
  on: { NoteTaken },
  delivery: { mode: "async", onFailure: { attempts: 2 } },
});
