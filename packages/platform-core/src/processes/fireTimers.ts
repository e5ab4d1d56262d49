import type { MutationContext } from "../base/untypedTables.js";
import { describeFailure } from "../consumers/describeFailure.js";
import type { FiredTimers, TimersInput } from "../contract/operations.js";
import { commandsPerPage, millisecondsPerPage, pageOf } from "./applyProcess.js";
import type { ProcessApp } from "./processRunner.js";

/**
 * Fires due timers of a process, in the order in which they are due: their reactions are asked for their commands, which are decided in
 * memory and written in this transaction. A reaction that fails is told, and leaves no trace; a timer of an instance of which an event
 * is aside waits for that.
 */
export async function fireTimers(
  ctx: MutationContext,
  app: ProcessApp,
  { consumer: name, version, generation, timers }: TimersInput,
): Promise<FiredTimers> {
  const page = pageOf(ctx, app, app.processes.find(name, version));
  const areAside = await asideKeys(ctx, app, { consumer: name, generation, keys: timers });
  await page.loadFor(timers.filter((_timer, index) => areAside[index] !== true));
  const end = performance.now() + millisecondsPerPage;
  const ends: FiredTimers["ends"] = [];
  for (const [index, timer] of timers.entries()) {
    const isFull = performance.now() > end || page.sent >= commandsPerPage;
    if (index > 0 && isFull) break;
    if (areAside[index] === true) {
      ends.push("waits");
      continue;
    }
    try {
      await page.fire(timer);
      ends.push("fired");
    } catch (error) {
      ends.push({ error: describeFailure(error) });
    }
  }
  await page.write();
  return { ends };
}

type AsideQuery = {
  consumer: string;
  generation: number;
  keys: readonly { tenant: string; key: string }[];
};

async function asideKeys(
  ctx: MutationContext,
  { core }: ProcessApp,
  { keys, ...consumer }: AsideQuery,
): Promise<boolean[]> {
  if (core === undefined || keys.length === 0) return [];
  const asked = keys.map(({ tenant, key }) => ({ tenant, key }));
  return await ctx.runQuery(core.lib.asideKeys, { ...consumer, keys: asked });
}
