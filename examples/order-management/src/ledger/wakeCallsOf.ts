import type { Footprint } from "@convex-es/platform-testing/engine";

/** Calls that see to it that the dispatcher is awake: one, and one more, with function handles, where it sleeps and is woken. */
export function wakeCallsOf({ byTable }: Pick<Footprint, "byTable">): 0 | 1 | 2 {
  const waking = Object.entries(byTable).filter(([table]) => table.startsWith("platformCore"));
  if (waking.length === 0) return 0;
  return waking.some(([, { docsWritten }]) => docsWritten > 0) ? 2 : 1;
}
