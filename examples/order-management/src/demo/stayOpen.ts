import { once } from "node:events";
import type { Terminal } from "../terminal/Terminal.ts";

/** Leaves the deployment running for a look at it, until the signal is aborted. */
export async function stayOpen(
  { print, colors }: Terminal,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const look = `${colors.bold("Look at it")}  tables and functions at ${colors.cyan(url)}`;
  print("", `${look}${colors.dim(" · Ctrl+C ends it, the data stays")}`);
  if (!signal.aborted) await once(signal, "abort");
}
