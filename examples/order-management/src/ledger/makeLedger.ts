import type { Engine } from "@convex-es/platform-testing/engine";
import { startExample } from "../startExample.ts";
import { measureCommands, type LedgerEntry } from "./measureCommands.ts";
import { measureStoreSizes, measureStreamLengths, type FlatnessEntry } from "./measureFlatness.ts";
import { measureWakeUp, type WakeUp } from "./measureWakeUp.ts";

/**
 * What every command of the example costs while the dispatcher is awake, that it costs the same in long streams and large stores,
 * and what it costs the one command that finds it asleep.
 */
export type Ledger = { commands: LedgerEntry[]; flatness: FlatnessEntry[]; wakeUp: WakeUp };

/** Measures the whole ledger, each part on an app with an empty database. */
export async function makeLedger(): Promise<Ledger> {
  const commands = await measureCommands(await startAwake());
  const lengths = await measureStreamLengths(await startAwake());
  const sizes = await measureStoreSizes(await startAwake());
  const wakeUp = await measureWakeUp((await startExample()).engine);
  return { commands, flatness: [...lengths, ...sizes], wakeUp };
}

/** Whoever is woken stays awake: nothing that is scheduled runs. */
async function startAwake(): Promise<Engine> {
  const { engine } = await startExample();
  engine.stop();
  return engine;
}
