import type { ComponentApi } from "@convex-dev/rate-limiter/_generated/component.js";
import rateLimiter from "@convex-dev/rate-limiter/test";
import { componentsGeneric } from "convex/server";
import { v } from "convex/values";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bank } from "../../../test/bank.js";
import { actorOf } from "../../../test/platform.js";
import { addedBy, ann, failureOf, initConvexTest, type App } from "../../../test/initConvexTest.js";
import { components as mounted } from "../../../test/platform.js";
import { createPlatform, type PlatformComponents } from "../../platform/createPlatform.js";
import { defineAggregate } from "../../declarations/defineAggregate.js";
import { defineBoundedContext } from "../../declarations/defineBoundedContext.js";
import { defineEvents } from "../../declarations/defineEvents.js";
import { defineRejections } from "../../declarations/defineRejections.js";
import { ensure } from "../../declarations/ensure.js";
import type { RateLimiterApi } from "../../wiring/RateLimiterApi.js";
import schema from "../../../test/schema.js";

const lampEvents = defineEvents({ LampLit: { lampId: v.string() } });
const lampRejections = defineRejections({ TOO_DARK: { message: "Too dark to find the lamp." } });
const Lamp = defineAggregate("Lamp", v.object({ lit: v.number() }), {
  id: "lampId",
  events: lampEvents,
  rejections: lampRejections,
  initial: { lit: 0 },
  evolve: { LampLit: ({ lit }) => ({ lit: lit + 1 }) },
});

const minute = 60_000;
const limits = { rateLimit: { rate: 2, period: minute }, onMissing: "decide" as const };
const light = Lamp.command({
  ...limits,
  args: { how: v.string() },
  decide: (_lamp, { lampId, how }) => {
    ensure(how !== "dark", lampRejections.TOO_DARK);
    if (how === "broken") throw new Error("the switch is broken");
    return lampEvents.LampLit({ lampId });
  },
});
const dim = Lamp.command({ ...limits, decide: () => [] });
const burst = Lamp.command({
  rateLimit: { rate: 1, period: minute, capacity: 3 },
  onMissing: "decide",
  decide: () => [],
});
const lamps = defineBoundedContext("lamps", { commands: { light, dim, burst } });

type Components = PlatformComponents & { rateLimiter: RateLimiterApi };
const components = componentsGeneric() as unknown as Components;
const log = { sink: () => undefined };
const platform = createPlatform(components, { contexts: [lamps], log });

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

function start(): App {
  const t = initConvexTest();
  rateLimiter.register(t);
  return t;
}

type Given = { how?: string; actor?: typeof ann; commandId?: string; command?: typeof burst };

const send = (t: App, { how = "on", actor = ann, command, commandId }: Given = {}) =>
  t.mutation((ctx) =>
    command === undefined
      ? platform.execute(ctx, light, { actor, args: { lampId: "l", how }, meta: { commandId } })
      : platform.execute(ctx, command, { actor, args: { lampId: "l" } }),
  );
const statuses = async (t: App, sendings: Given[]) => {
  const seen: string[] = [];
  for (const one of sendings) seen.push((await send(t, one)).status);
  return seen;
};

describe("a command with a rate limit", () => {
  test("OP-4 beyond it is refused as RATE_LIMITED with the time to wait", async () => {
    const t = start();
    expect(await statuses(t, [{}, {}])).toEqual(["executed", "executed"]);
    const { outcome, added } = await addedBy(t, () => send(t));
    expect(outcome).toMatchObject({
      status: "refused",
      code: "RATE_LIMITED",
      // convex-test gives the third commit of one millisecond the next millisecond.
      details: { retryAfter: minute / 2 - 1 },
    });
    expect(added).toEqual({});
  });

  test("OP-4 is let in again when that time has passed", async () => {
    const t = start();
    await statuses(t, [{}, {}]);
    vi.setSystemTime(Date.now() + minute / 2);
    expect(await statuses(t, [{}, {}])).toEqual(["executed", "refused"]);
  });

  test("OP-4 refused is not recorded: its id is free", async () => {
    const t = start();
    await statuses(t, [{}, {}, { commandId: "c-1" }]);
    vi.setSystemTime(Date.now() + minute);
    expect(await send(t, { commandId: "c-1" })).toMatchObject({ status: "executed" });
  });

  test("OP-4 a repeat costs no token", async () => {
    const t = start();
    const repeat = { commandId: "c-1" };
    expect(await statuses(t, [repeat, repeat, repeat, {}, repeat])).toEqual(
      Array<string>(5).fill("executed"),
    );
    expect((await send(t)).status).toBe("refused");
  });

  test("OP-4 a rejection costs one", async () => {
    const dark = { how: "dark" };
    expect(await statuses(start(), [dark, dark, {}])).toEqual(["rejected", "rejected", "refused"]);
  });

  test("OP-4 an infrastructure error gives it back", async () => {
    const t = start();
    for (let n = 0; n < 3; n++) {
      expect(await failureOf(send(t, { how: "broken" }))).toMatchObject({ code: "DECIDE_FAILED" });
    }
    expect(await statuses(t, [{}, {}, {}])).toEqual(["executed", "executed", "refused"]);
  });

  test.each([
    ["caller", { actor: { ...ann, id: "bob" } }],
    ["tenant", { actor: { ...ann, tenant: "acme" } }],
    ["command", { command: dim }],
  ])("OP-4 is counted per %s", async (_what, other) => {
    const t = start();
    expect(await statuses(t, [{}, {}, {}, other])).toEqual([
      ...["executed", "executed", "refused"],
      "executed",
    ]);
  });

  test("OP-4 ids that contain each other's separators do not share a limit", async () => {
    const t = start();
    const actors = [
      { ...ann, tenant: "a", id: 'b","c' },
      { ...ann, tenant: 'a","b', id: "c" },
    ];
    const twice = actors.flatMap((actor) => [{ actor }, { actor }]);
    expect(await statuses(t, twice)).toEqual(Array<string>(4).fill("executed"));
  });

  test("OP-4 its capacity may come at once", async () => {
    const four = Array<Given>(4).fill({ command: burst });
    expect(await statuses(start(), four)).toEqual([
      ...["executed", "executed", "executed"],
      "refused",
    ]);
  });

  test("OP-4 without the mounted component says so when it is sent", async () => {
    const failure = await failureOf(send(initConvexTest()));
    expect(failure).toMatchObject({ code: "RATE_LIMIT_FAILED", retryable: false });
  });
});

describe("declarations", () => {
  test("OP-4 a limit without a rate limiter is an error that names the command", () => {
    const { eventStore } = mounted;
    const wire = () => createPlatform({ eventStore }, { contexts: [bank, lamps] });
    expect(wire).toThrow(/lamps\.light has a rateLimit; mount .*app\.use\(rateLimiter\)/);
  });

  test("OP-4 an app without limits needs no rate limiter", () => {
    const { eventStore } = mounted;
    const wired = createPlatform({ eventStore }, { schema, contexts: [bank], actor: actorOf });
    expect(wired.describe()).toHaveLength(1);
  });

  test.each([{ rate: 0 }, { period: -1 }, { capacity: 0 }, { rate: Number.NaN }])(
    "OP-4 %j is not a limit",
    (wrong) => {
      const declare = () =>
        Lamp.command({ rateLimit: { rate: 1, period: 1, ...wrong }, decide: () => [] });
      expect(declare).toThrow(/rateLimit needs a positive rate/);
    },
  );

  test("OP-4 takes the official component", () => {
    const accept = (component: ComponentApi): RateLimiterApi => component;
    expect(accept).toBeTypeOf("function");
  });
});
