import type { Engine } from "@convex-es/platform-testing/engine";
import { commandCases, type CommandName } from "./commandCases.ts";
import { countsOf, type Counts } from "./countsOf.ts";
import { operationOf } from "./operationOf.ts";
import { orderStreams } from "./orderStreams.ts";
import { productStreams } from "./productStreams.ts";
import { seedStreams } from "./seedStreams.ts";
import type { StreamKind } from "./StreamKind.ts";

/** What a command costs where its stream, or the store, has `at` events. */
export type FlatnessEntry = {
  what: "streamLength" | "storeSize";
  at: number;
  name: CommandName;
} & Pick<Counts, (typeof flatCounts)[number]>;

/** The counts that must not grow. */
export const flatCounts = ["calls", "indexRanges", "docsRead", "docsWritten", "wakeReads"] as const;

const kinds = [orderStreams, productStreams];
const streamLengths = [1, 1_000];
const storeSizes = [100, 20_000];

/** Measures every executed command at each stream length; a creation beside a stream of that length. */
export async function measureStreamLengths(engine: Engine): Promise<FlatnessEntry[]> {
  const entries: FlatnessEntry[] = [];
  for (const kind of kinds) {
    const seed = await seedStreams(engine, kind);
    for (const at of streamLengths) {
      const id = `one-of-${at}`;
      await seed.one(id, at);
      entries.push(...(await measureAll(engine, kind, { what: "streamLength", at, id })));
    }
  }
  return entries;
}

/** Measures every executed command at each size of its store. */
export async function measureStoreSizes(engine: Engine): Promise<FlatnessEntry[]> {
  const entries: FlatnessEntry[] = [];
  for (const kind of kinds) {
    const seed = await seedStreams(engine, kind);
    const id = "one-among-others";
    await seed.one(id, 2);
    let size = kind.ready.length + 2;
    for (const at of storeSizes) {
      await seed.others(`other-${at}`, at - size);
      size = at;
      entries.push(...(await measureAll(engine, kind, { what: "storeSize", at, id })));
    }
  }
  return entries;
}

type Point = Pick<FlatnessEntry, "what" | "at"> & { id: string };

// Dry runs: every command sees the same store.
async function measureAll(
  engine: Engine,
  { commands, eventTable }: StreamKind,
  { id, ...point }: Point,
): Promise<FlatnessEntry[]> {
  const entries: FlatnessEntry[] = [];
  for (const name of commands) {
    const { step, isCreation } = commandCases[name];
    const target = { id: isCreation ? `new-beside-${id}` : id, commandId: `flatness.${name}` };
    const footprint = await engine.footprint(operationOf(step, target));
    const written = footprint.byTable[eventTable]?.docsWritten ?? 0;
    if (written === 0) throw new Error(`${name} was not executed on ${target.id}.`);
    const { calls, indexRanges, docsRead, docsWritten, wakeReads } = countsOf(footprint);
    entries.push({ ...point, name, calls, indexRanges, docsRead, docsWritten, wakeReads });
  }
  return entries;
}
