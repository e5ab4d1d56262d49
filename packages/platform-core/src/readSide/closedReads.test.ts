import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import { makeFunctionReference } from "convex/server";
import { describe, expect, test } from "vitest";
import { Account, balances, bank } from "../../test/bank.js";
import { api, as as asActor, failureOf, initConvexTest } from "../../test/initConvexTest.js";
import { components, platform } from "../../test/platform.js";
import schema from "../../test/schema.js";
import type { Actor } from "../index.js";
import { createPlatform } from "../platform/createPlatform.js";
import type { AnyViewOptions } from "./admissionOf.js";

const ann: Actor = { id: "ann", tenant: "", roles: [] };
const bob: Actor = { id: "bob", tenant: "", roles: [] };
const clerk: Actor = { id: "cleo", tenant: "", roles: ["clerk"] };
const cal: Actor = { id: "cal", tenant: "north", roles: ["clerk"] };

const unauthenticated = { code: "UNAUTHENTICATED", retryable: false };
const forbidden = { code: "FORBIDDEN", retryable: false };

type Row = { key: string; owner: string };
type Found = { key: string; row: Row | null };
const ownersAndClerks = ({ id, roles }: Actor, { row }: Found) =>
  roles.includes("clerk") || row?.owner === id;

const query = <Answer>(path: string) =>
  makeFunctionReference<"query", Record<string, unknown>, Answer>(path);
const page = { paginationOpts: { numItems: 10, cursor: null } };

/** An app with Ann's account "a" and Bob's "b", its views offered with these options. */
async function initBank(options: AnyViewOptions = {}) {
  const { pages: _pages, ...row } = options;
  const modules = {
    "./_generated/api.ts": async () => ({}),
    "./bank.ts": async () => platform.mutations(bank),
    "./balances.ts": async () => platform.view(balances, options as never),
    "./balancesNow.ts": async () => platform.reactiveView(balances, row as never),
  };
  const t = convexTest({ schema, modules: modules as never, transactionLimits: true });
  store.register(t);
  const open = makeFunctionReference<"mutation">("bank:openAccount");
  const as = (actor: Actor) => t.withIdentity({ subject: "user", actor: actor as never });
  await as(ann).mutation(open, { accountId: "a", owner: "ann" });
  await as(bob).mutation(open, { accountId: "b", owner: "bob" });
  return { t, as };
}

const reads: [name: string, path: string, args: Record<string, unknown>][] = [
  ["get", "balances:get", { key: "a" }],
  ["page", "balances:page", page],
  ["freshness", "balances:freshness", { position: null }],
  ["read", "balances:read", { key: "a", after: null }],
  ["the reactive view", "balancesNow:get", { key: "a" }],
];

describe("a view without options", () => {
  test.each(reads)("OR-9 %s is refused to whoever is not signed in", async (_, path, args) => {
    const { t } = await initBank();
    expect(await failureOf(t.query(query(path), args))).toMatchObject(unauthenticated);
  });

  test.each(reads)("OR-9 %s answers whoever is signed in", async (_, path, args) => {
    const { as } = await initBank();
    await expect(as(bob).query(query(path), args)).resolves.toBeDefined();
  });
});

test.each(reads)("OR-9 of an open view, %s answers everybody", async (_, path, args) => {
  const { t, as } = await initBank({ open: true });
  const answer = await t.query(query(path), args);
  expect(answer).toEqual(await as(ann).query(query(path), args));
});

describe("a view with a rule", () => {
  const rows = reads.filter(([name]) => name !== "page" && name !== "freshness");

  test.each(rows)("OR-9 %s shows a row to those whom the rule lets in", async (_, path, args) => {
    const { as } = await initBank({ authorise: ownersAndClerks });
    for (const actor of [ann, clerk]) {
      expect(await as(actor).query(query(path), args)).toBeTruthy();
    }
    expect(await failureOf(as(bob).query(query(path), args))).toMatchObject(forbidden);
  });

  test("OR-9 the rule decides who learns that a key has no row", async () => {
    const { as } = await initBank({ authorise: ownersAndClerks });
    const ask = (actor: Actor) => as(actor).query(query("balances:get"), { key: "nobody" });
    expect(await ask(clerk)).toBeNull();
    expect(await failureOf(ask(ann))).toMatchObject(forbidden);
  });

  test("OR-9 refuses a page with a row that the actor may not see", async () => {
    const { as } = await initBank({ authorise: ownersAndClerks });
    const ask = (actor: Actor) => as(actor).query(query<{ page: Row[] }>("balances:page"), page);
    expect((await ask(clerk)).page).toHaveLength(2);
    const failure = await failureOf(ask(bob));
    expect(failure).toMatchObject({
      ...forbidden,
      message: 'bob may not read the row "a" of balances.',
    });
  });

  test("OR-9 leaves out of a page what the actor may not see, where the view says so", async () => {
    const { as } = await initBank({ authorise: ownersAndClerks, pages: "filter" });
    const found = await as(bob).query(query<{ page: Row[] }>("balances:page"), page);
    expect(found.page.map(({ key }) => key)).toEqual(["b"]);
  });

  test("OR-9 also of an open view", async () => {
    const { t } = await initBank({ open: true, authorise: ownersAndClerks });
    const failure = await failureOf(t.query(query("balances:get"), { key: "a" }));
    expect(failure).toMatchObject({ message: 'anonymous may not read the row "a" of balances.' });
  });

  test.each<[string, () => unknown, string]>([
    ["undefined", () => undefined, "FORBIDDEN"],
    ["1", () => 1, "FORBIDDEN"],
    ["a promise", async () => Promise.resolve(true), "AUTHORISE_FAILED"],
  ])("OR-9 that returns %s lets nobody in", async (_, rule, code) => {
    const { as } = await initBank({ authorise: rule as never });
    const ask = as(clerk).query(query("balances:get"), { key: "a" });
    expect(await failureOf(ask)).toMatchObject({ code });
  });

  test("OR-9 that throws is AUTHORISE_FAILED and names the view", async () => {
    const rule = () => {
      throw new Error("no such office");
    };
    const { as } = await initBank({ authorise: rule });
    const failure = await failureOf(as(ann).query(query("balances:get"), { key: "a" }));
    expect(failure).toMatchObject({
      code: "AUTHORISE_FAILED",
      message: 'authorise of the view "balances" failed: no such office',
    });
  });
});

describe("server code", () => {
  const at = { id: "a", version: 1 } as const;
  const calls: [name: string, call: (ctx: never, scope?: object) => Promise<unknown>][] = [
    ["repository.load", (ctx, scope) => platform.repository(Account).load(ctx, "a", scope)],
    ["repository.exists", (ctx, scope) => platform.repository(Account).exists(ctx, "a", scope)],
    ["stateAt", (ctx, scope) => platform.stateAt(ctx, Account, { ...at, ...scope })],
    ["history", (ctx, scope) => platform.history(ctx, Account, { id: "a", ...scope })],
    ["readLog", (ctx, scope) => platform.readLog(ctx, scope)],
    ["trace", (ctx, scope) => platform.trace(ctx, { correlationId: "k", ...scope })],
    ["read", (ctx, scope) => platform.read(balances, scope).get(ctx, "a")],
    ["verifyStates", (ctx, scope) => platform.verifyStates(ctx, Account, scope)],
    ["freshness", (ctx, scope) => platform.freshness(ctx, balances, { position: null, ...scope })],
  ];

  test.each(calls)("OR-9 %s needs an actor, a tenant or `open`", async (_, call) => {
    const t = initConvexTest();
    await asActor(t, ann).mutation(api.openAccount, { accountId: "a", owner: "ann" });
    const nobody = t.query((ctx) => call(ctx as never));
    expect(await failureOf(nobody)).toMatchObject(unauthenticated);
    const signedIn = await asActor(t, ann).query((ctx) => call(ctx as never));
    for (const scope of [{ open: true }, { tenant: "" }]) {
      expect(await t.query((ctx) => call(ctx as never, scope))).toEqual(signedIn);
    }
  });

  test("OR-9 reads the tenant it names, whoever calls", async () => {
    const t = initConvexTest();
    await asActor(t, cal).mutation(api.openAccount, { accountId: "n", owner: "cal" });
    const read = (scope: object) =>
      asActor(t, ann).query((ctx) => platform.read(balances, scope).get(ctx, "n"));
    expect(await read({})).toBeNull();
    expect(await read({ tenant: "north" })).toMatchObject({ owner: "cal" });
  });
});

describe("declarations", () => {
  test("OR-9 a rule in an app without actors is an error: it would refuse everybody", () => {
    const wire = () => createPlatform(components, { schema, contexts: [bank] });
    expect(wire).toThrow(/bank\.closeAccount declares authorise, but the app declares no actor/);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ opne: true }, 'unknown option "opne"; known: open, authorise, pages'],
    [{ open: "yes" }, "open must be true or false"],
    [{ authorise: true }, "authorise must be a function"],
    [{ authorise: () => true, pages: "hide" }, 'pages must be "refuse" or "filter"'],
    [{ pages: "filter" }, "give authorise too"],
  ])("OR-9 %j is refused where it is declared", (options, message) => {
    expect(() => platform.view(balances, options)).toThrow(message);
  });
});
