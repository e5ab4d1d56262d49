import { expect, test } from "vitest";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { MutationContext } from "../base/untypedTables.js";
import { wakeConsumers } from "./wakeConsumers.js";

/** A context whose dispatcher is awake or asleep; collects what the app sends to it. */
function contextOf(dispatcher: "awake" | "asleep") {
  const sent: unknown[] = [];
  const runMutation = (_wake: unknown, args: unknown) => {
    sent.push(args);
    return Promise.resolve(dispatcher === "awake" || sent.length > 1);
  };
  return { sent, ctx: { runMutation } as unknown as MutationContext };
}

const core = { lib: {} } as CoreApi;

test("a command makes no function handles while the dispatcher is awake", async () => {
  const { sent, ctx } = contextOf("awake");
  await wakeConsumers(core, "platform")(ctx, "byCommands");
  expect(sent).toEqual([{}]);
});

test("it makes them for a dispatcher that sleeps", async () => {
  const { ctx } = contextOf("asleep");
  // A handle can only be made inside a Convex function: outside, asking for one shows as an error.
  await expect(wakeConsumers(core, "platform")(ctx, "byCommands")).rejects.toThrow();
});
