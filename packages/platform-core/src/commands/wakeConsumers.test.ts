import { expect, test } from "vitest";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { MutationContext } from "../base/untypedTables.js";
import { wakeConsumers } from "./wakeConsumers.js";

// A context without anything: whatever is called shows as an error.
const ctx = {} as MutationContext;
const { wake } = wakeConsumers({ lib: {} } as CoreApi, "platform");
const stateOf = (isAwake: boolean) => ({ isAwake, switched: [] });

test("a command calls nobody while the dispatcher is awake", async () => {
  await expect(wake(ctx, { upkeep: "byCommands", state: stateOf(true) })).resolves.toBeUndefined();
});

test.each([
  ["that sleeps", "byCommands", stateOf(false)],
  ["that nobody has woken yet", "byCommands", null],
  ["that is awake, when it must look at the code again", "stopped", stateOf(true)],
] as const)("it makes function handles for a dispatcher %s", async (_who, upkeep, state) => {
  // A handle can only be made inside a Convex function: outside, asking for one shows as an error.
  await expect(wake(ctx, { upkeep, state })).rejects.toThrow(/Convex/);
});
