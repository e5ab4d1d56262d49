import { expect } from "vitest";
import { pushOf } from "../../test/pushOf.ts";
import { standInTest as test } from "../../test/standInTest.ts";

/** An app's platform with one command, as each module of a bundle has it. */
const wiring = (options = "") => `
  import { componentsGeneric } from "convex/server";
  import { v } from "convex/values";
  import { createPlatform, defineAggregate, defineBoundedContext, defineEvents } from "../platform-core/src/index.js";
  const events = defineEvents({ LampLit: { lampId: v.string() } });
  const Lamp = defineAggregate("Lamp", v.object({}), {
    id: "lampId", events, initial: {}, evolve: { LampLit: (lamp) => lamp },
  });
  const light = Lamp.creation({ decide: (_lamp, { lampId }) => events.LampLit({ lampId }) });
  const lamps = defineBoundedContext("lamps", { commands: { light } });
  export const platform = createPlatform(componentsGeneric(), { contexts: [lamps], ${options} });
`;
const runtime = (options = "") =>
  `${wiring(options)} export const { query, mutation, action } = platform.runtime();`;
const batches = (options = "") => `${wiring(options)} export const batch = platform.batch(lamps);`;
const commands = `${wiring()} export const { light: send } = platform.mutations(lamps);`;

test("PK-3 an app that runs batches and exports the runtime can be deployed", async ({ push }) => {
  const outcome = await push(
    await pushOf({ functions: { lamps: batches(), platform: runtime() } }),
  );
  expect(outcome).toHaveProperty("status", 200);
});

test("PK-3 a renamed platform.ts is refused, with the paths nobody exports", async ({ push }) => {
  const outcome = await push(await pushOf({ functions: { lamps: batches(), wiring: runtime() } }));
  expect(outcome).toEqual({
    status: 400,
    problems: [
      'app: lamps.js refers to "platform:mutation", which does not exist',
      'app: wiring.js refers to "platform:query", which does not exist',
    ],
  });
});

test("PK-3 a platform whose file is told may have any name", async ({ push }) => {
  const file = 'file: "model/wiring"';
  const outcome = await push(
    await pushOf({ functions: { lamps: batches(file), "model/wiring": runtime(file) } }),
  );
  expect(outcome).toHaveProperty("status", 200);
});

test("PK-3 an app that uses nothing of the runtime need not export it", async ({ push }) => {
  const outcome = await push(await pushOf({ functions: { lamps: commands, wiring: wiring() } }));
  expect(outcome).toHaveProperty("status", 200);
});
