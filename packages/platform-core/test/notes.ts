import { v } from "convex/values";
import { defineBoundedContext, defineEvents } from "../src/index.js";
import { defineAggregate } from "./define.js";
import { pits, setTrap, springTrap } from "./trap.js";

export const diaryEvents = defineEvents({
  EntryWritten: {
    diaryId: v.string(),
    entryId: v.string(),
    text: v.string(),
    at: v.number(),
    by: v.string(),
  },
  EntryTornOut: { diaryId: v.string(), entryId: v.string() },
});

const vDiary = v.object({ entries: v.array(v.object({ entryId: v.string(), text: v.string() })) });

// Open to everyone, made by its first entry, and growing with each.
export const Diary = defineAggregate("Diary", vDiary, {
  id: "diaryId",
  events: diaryEvents,
  initial: { entries: [] },
  evolve: {
    EntryWritten: ({ entries }, { entryId, text }) => ({
      entries: [...entries, { entryId, text }],
    }),
    EntryTornOut: ({ entries }, { entryId }) => ({
      entries: entries.filter((entry) => entry.entryId !== entryId),
    }),
  },
});

export const writeEntries = Diary.command({
  open: true,
  onMissing: "decide",
  args: { texts: v.array(v.string()) },
  decide: (_diary, { diaryId, texts }, { newId, now, actor }) =>
    texts.map((text) =>
      diaryEvents.EntryWritten({ diaryId, entryId: newId(), text, at: now, by: actor.id }),
    ),
});

export const tearOutEntry = Diary.command({
  args: { entryId: v.string() },
  decide: ({ entries }, { diaryId, entryId }) =>
    entries.some((entry) => entry.entryId === entryId)
      ? diaryEvents.EntryTornOut({ diaryId, entryId })
      : [],
});

export const notes = defineBoundedContext("notes", {
  commands: { writeEntries, tearOutEntry, setTrap, springTrap },
  projections: [pits],
});
