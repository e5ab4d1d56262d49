import { startExample } from "../startExample.ts";
import { measureCommands, type LedgerEntry } from "./measureCommands.ts";
import { measureStoreSizes, measureStreamLengths, type FlatnessEntry } from "./measureFlatness.ts";

/** What every command of the example costs, and that it costs the same in long streams and large stores. */
export type Ledger = { commands: LedgerEntry[]; flatness: FlatnessEntry[] };

/** Measures the whole ledger, each part on an app with an empty database. */
export async function makeLedger(): Promise<Ledger> {
  const commands = await measureCommands((await startExample()).engine);
  const lengths = await measureStreamLengths((await startExample()).engine);
  const sizes = await measureStoreSizes((await startExample()).engine);
  return { commands, flatness: [...lengths, ...sizes] };
}
