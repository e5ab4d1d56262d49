// @vitest-environment edge-runtime
import rateLimiter from "@convex-dev/rate-limiter/test";
import {
  createPlatform,
  defineAggregate,
  defineBoundedContext,
  defineEvents,
  platformTables,
} from "@convex-es/platform-core";
import storeComponent from "@convex-es/platform-store/test";
import { componentsGeneric, defineSchema } from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { createEngine } from "../../src/engine/createEngine.js";
import type { Operation } from "../../src/engine/frame/operation.js";
import type { RaceReport } from "../../src/engine/race/race.js";

const events = defineEvents({ LampLit: { lampId: v.string() } });
const Lamp = defineAggregate("Lamp", v.object({}), {
  id: "lampId",
  events,
  initial: {},
  evolve: { LampLit: (lamp) => lamp },
});
const limit = { rate: 5, period: 3_600_000 };
const light = Lamp.creation({
  rateLimit: limit,
  decide: (_lamp, { lampId }) => events.LampLit({ lampId }),
});
const lamps = defineBoundedContext("lamps", { commands: { light } });
const platform = createPlatform(componentsGeneric() as never, {
  contexts: [lamps],
  actor: ({ subject }) => ({ id: subject, tenant: "", roles: [] }),
});
const app = platform.mutations(lamps);

const start = () =>
  createEngine({
    "": {
      schema: defineSchema(platformTables),
      modules: { "./_generated/api.ts": async () => ({}), "./app.ts": async () => app },
    },
    eventStore: storeComponent,
    rateLimiter: { schema: rateLimiter.schema, modules: rateLimiter.modules },
  });

const lights = (lampId: string, subject = "ann", commandId = lampId): Operation => ({
  fn: "app:light",
  args: { lampId, meta: { commandId } },
  identity: { subject },
});
const statuses = (race: RaceReport) =>
  race.outcomes.map((end) =>
    end.status === "committed" ? (end.value as { status: string }).status : end.code,
  );
const countOf = (race: RaceReport, status: string) =>
  statuses(race).filter((one) => one === status).length;
const N = 20;
const numbered = Array.from({ length: N }, (_, n) => `l-${n}`);

describe.each([1, 2, 3])("seed %i", (seed) => {
  test("OP-4 of N commands of one caller at once no more than its limit are let in", async () => {
    const engine = await start();
    const race = await engine.race(
      numbered.map((id) => lights(id)),
      { seed, clientRetries: 20 },
    );
    expect([countOf(race, "executed"), countOf(race, "refused")]).toEqual([5, N - 5]);
  });

  test("OP-4 N repeats of one command at once spend one token", async () => {
    const engine = await start();
    await engine.race(Array<Operation>(N).fill(lights("l")), { seed, clientRetries: 5 });
    const rest = await engine.race(
      numbered.map((id) => lights(id)),
      { seed, clientRetries: 20 },
    );
    expect(countOf(rest, "executed")).toBe(4);
  });
});

test("OP-4 callers do not wait for each other: their limits conflict in nothing", async () => {
  const engine = await start();
  await engine.call(lights("a", "ann"));
  await engine.call(lights("b", "bob"));
  expect(await engine.conflicts(lights("c", "ann"), lights("d", "bob"))).toEqual([]);
});
