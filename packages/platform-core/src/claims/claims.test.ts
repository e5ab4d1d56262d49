import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { failureOf } from "../../test/initConvexTest.js";
import { ProcessApp } from "../../test/processes/ProcessApp.js";
import type { Claims } from "./claimsOf.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const now = 1_800_000_000_000;
const email = { type: "email", value: "ann@example.org", tenant: "" };
const ttlMs = 60_000;

type Name = Exclude<keyof Claims, "find" | "owner">;
function claimsOf(app: ProcessApp) {
  const call =
    <N extends Name>(name: N) =>
    (holder: string, more: object = {}) =>
      app.t.mutation((ctx) =>
        app.platform.claims[name](ctx as never, { ...email, ttlMs, holder, ...more } as never),
      ) as ReturnType<Claims[N]>;
  return {
    claim: call("claim"),
    renew: call("renew"),
    confirm: (holder: string, entity = "user-1") =>
      app.t.mutation((ctx) =>
        app.platform.claims.confirm(ctx as never, { ...email, holder, entity }),
      ),
    release: (holder: string) =>
      app.t.mutation((ctx) => app.platform.claims.release(ctx as never, { ...email, holder })),
    find: (more: object = {}) =>
      app.t.query((ctx) => app.platform.claims.find(ctx, { ...email, ...more })),
    owner: () => app.t.query((ctx) => app.platform.claims.owner(ctx, email)),
  };
}
const started = () => {
  const app = new ProcessApp();
  return { app, ...claimsOf(app) };
};

describe("a claim", () => {
  test("RS-1 is held, and told to the next who claims the value: by whom and until when", async () => {
    const { claim, find } = started();
    expect(await claim("a")).toEqual({ status: "held", holder: "a", until: now + ttlMs });
    expect(await claim("b")).toEqual({
      ...{ status: "conflict", holder: "a", entity: null, until: now + ttlMs },
    });
    expect(await find()).toEqual({ status: "held", holder: "a", until: now + ttlMs });
  });

  test("RS-1 expires at its time, and is free for others then, not before", async () => {
    const { claim, confirm, find } = started();
    await claim("a");
    vi.setSystemTime(now + ttlMs - 1);
    expect(await claim("b")).toMatchObject({ status: "conflict" });
    vi.setSystemTime(now + ttlMs);
    expect(await find()).toEqual({ status: "free" });
    expect(await confirm("a")).toEqual({ status: "lost" });
    expect(await claim("b")).toMatchObject({ status: "held", holder: "b" });
    expect(await confirm("a")).toEqual({ status: "lost" });
  });

  test("RS-1 confirmed it is owned for good, and found by the value alone", async () => {
    const { claim, confirm, find, owner } = started();
    await claim("a");
    expect(await owner()).toBeNull();
    expect(await confirm("a")).toEqual({ status: "owned", holder: "a", entity: "user-1" });
    vi.setSystemTime(now + 1_000 * ttlMs);
    expect(await owner()).toBe("user-1");
    expect(await find()).toEqual({ status: "owned", holder: "a", entity: "user-1" });
    expect(await claim("b")).toEqual({
      ...{ status: "conflict", holder: "a", entity: "user-1", until: null },
    });
    expect(await claim("a")).toMatchObject({ status: "owned" });
    expect(await confirm("a")).toMatchObject({ status: "owned" });
    expect(await confirm("a", "user-2")).toEqual({ status: "lost" });
  });

  test("RS-1 only its holder can confirm, renew or release it", async () => {
    const { claim, confirm, renew, release, find } = started();
    await claim("a");
    expect(await confirm("b")).toEqual({ status: "lost" });
    expect(await renew("b")).toEqual({ status: "lost" });
    expect(await release("b")).toBe(false);
    expect(await find()).toMatchObject({ holder: "a" });
    expect(await release("a")).toBe(true);
    expect(await claim("b")).toMatchObject({ status: "held" });
  });

  test("RS-1 renewed, or claimed again by its holder, it counts anew", async () => {
    const { claim, renew } = started();
    await claim("a");
    vi.setSystemTime(now + 30_000);
    expect(await renew("a")).toMatchObject({ until: now + 30_000 + ttlMs });
    vi.setSystemTime(now + 50_000);
    expect(await claim("a")).toMatchObject({ until: now + 50_000 + ttlMs });
  });

  test("RS-1 of another tenant or type is another one; values are compared whole", async () => {
    const { claim, find } = started();
    await claim("a");
    for (const other of [
      { tenant: "b" },
      { type: "name" },
      { value: "ann@example.or" },
      { value: "Ann@example.org" },
      { type: "emailann", value: "@example.org" },
    ]) {
      expect(await find(other)).toEqual({ status: "free" });
      expect(await claim("b", other)).toMatchObject({ status: "held", holder: "b" });
    }
  });

  test("RS-1 an owned value that its holder releases can be claimed", async () => {
    const { claim, confirm, release } = started();
    await claim("a");
    await confirm("a");
    expect(await release("a")).toBe(true);
    expect(await claim("b")).toMatchObject({ status: "held" });
  });

  test("RS-1 that has expired is purged in time, one that is owned never", async () => {
    const { app, claim, confirm } = started();
    await claim("a", { value: "owned" });
    await app.t.mutation((ctx) =>
      app.platform.claims.confirm(ctx as never, {
        ...{ type: "email", value: "owned", tenant: "", holder: "a", entity: "e" },
      }),
    );
    await claim("a");
    await confirm("b");
    vi.setSystemTime(now + ttlMs + 1_000);
    await app.t.mutation((ctx) => app.platform.consumers.restart(ctx as never));
    expect(await app.rows("platformCore", "claims")).toMatchObject([{ value: "owned" }]);
  });
});

test.each([
  ["ttlMs", { ttlMs: 999 }],
  ["ttlMs", { ttlMs: 86_400_001 }],
  ["ttlMs", { ttlMs: Number.NaN }],
  ["ttlMs", { ttlMs: 1_500.5 }],
  ["value is empty", { value: "" }],
  ["value has 513 characters", { value: "x".repeat(513) }],
  ["value contains half of a surrogate pair", { value: "\ud800" }],
  ["type is no text", { type: 7 }],
  ["holder is empty", { holder: "" }],
])("RS-2 what is no claim is refused: %s (%j)", async (problem, wrong) => {
  const { claim } = started();
  const { code, message } = await failureOf(claim("a", wrong));
  expect(code).toBe("CLAIM_INVALID");
  expect(message).toContain(problem);
});

test("RS-2 the shortest and the longest time to live are taken", async () => {
  const { claim } = started();
  expect(await claim("a", { ttlMs: 1_000 })).toMatchObject({ until: now + 1_000 });
  expect(await claim("a", { ttlMs: 86_400_000 })).toMatchObject({ until: now + 86_400_000 });
});
