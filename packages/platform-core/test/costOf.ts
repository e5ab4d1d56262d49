import type { Sending } from "../src/platform/createPlatform.js";
import type { AnyCommand } from "../src/declarations/command.js";
import type { App } from "./initConvexTest.js";
import { platform } from "./platform.js";

/** Sends a command from a mutation of its own and tells what that mutation called, read and wrote. */
export const costOf = <C extends AnyCommand>(t: App, command: C, sending: Sending<C>) =>
  t.mutation(async (ctx) => {
    const calls: unknown[] = [];
    const counting = <Run extends (...args: never[]) => unknown>(run: Run) =>
      new Proxy(run, {
        apply: (target, self, args) => {
          calls.push(args[0]);
          return Reflect.apply(target, self, args) as unknown;
        },
      });
    const { runQuery, runMutation } = ctx;
    const counted = { ...ctx, runQuery: counting(runQuery), runMutation: counting(runMutation) };
    const outcome = await platform.execute(counted, command, sending);
    const used = await ctx.meta.getTransactionMetrics();
    return {
      status: outcome.status,
      calls: calls.length,
      read: used.documentsRead.used,
      written: used.documentsWritten.used,
      scheduled: used.functionsScheduled.used,
    };
  });
