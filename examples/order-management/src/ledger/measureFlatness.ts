import type { Engine } from "@convex-es/platform-testing/engine";
import { commandCases, commandNames, type CommandName } from "./commandCases.ts";
import { countsOf, type Counts } from "./countsOf.ts";
import { operationOf } from "./operationOf.ts";
import { seedEvents, seedOrders } from "./seedOrders.ts";

/** What a command costs where its stream, or the store, has `at` events. */
export type FlatnessEntry = {
  what: "streamLength" | "storeSize";
  at: number;
  name: CommandName;
} & Pick<Counts, (typeof flatCounts)[number]>;

/** The counts that must not grow. */
export const flatCounts = ["calls", "indexRanges", "docsRead", "docsWritten"] as const;

const streamLengths = [1, 1_000];
const storeSizes = [100, 20_000];

/** Measures every executed command at each stream length; a creation beside a stream of that length. */
export async function measureStreamLengths(engine: Engine): Promise<FlatnessEntry[]> {
  const seed = await seedOrders(engine);
  const entries: FlatnessEntry[] = [];
  for (const at of streamLengths) {
    const orderId = `order-of-${at}`;
    await seed.order(orderId, at);
    entries.push(...(await measureAll(engine, { what: "streamLength", at, orderId })));
  }
  return entries;
}

/** Measures every executed command at each size of the store. */
export async function measureStoreSizes(engine: Engine): Promise<FlatnessEntry[]> {
  const seed = await seedOrders(engine);
  const orderId = "order-among-others";
  await seed.order(orderId, 2);
  const entries: FlatnessEntry[] = [];
  let size = seedEvents + 2;
  for (const at of storeSizes) {
    await seed.others(`other-${at}`, at - size);
    size = at;
    entries.push(...(await measureAll(engine, { what: "storeSize", at, orderId })));
  }
  return entries;
}

type Point = Pick<FlatnessEntry, "what" | "at"> & { orderId: string };

// Dry runs: every command sees the same store.
async function measureAll(engine: Engine, { orderId, ...point }: Point): Promise<FlatnessEntry[]> {
  const entries: FlatnessEntry[] = [];
  for (const name of commandNames) {
    const { fields, isCreation } = commandCases[name];
    const id = isCreation ? `new-beside-${orderId}` : orderId;
    const target = { orderId: id, commandId: `flatness.${name}` };
    const operation = operationOf({ name, fields }, target);
    const footprint = await engine.footprint(operation);
    const written = footprint.byTable["eventStore.events"]?.docsWritten ?? 0;
    if (written === 0) throw new Error(`${name} was not executed on ${id}.`);
    const { calls, indexRanges, docsRead, docsWritten } = countsOf(footprint);
    entries.push({ ...point, name, calls, indexRanges, docsRead, docsWritten });
  }
  return entries;
}
