import type { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { ConvexError } from "convex/values";
import { expect } from "vitest";
import { deploymentTest as test, Updates } from "../deploymentTest.js";

type Page = { page: { text: string }[]; isDone: boolean; continueCursor: string };

/** What the official client keeps to itself: the WebSocket under it. */
type Inside = { webSocketManager: { socket: { ws: WebSocket } } };
const breakConnection = (client: ConvexClient): void =>
  (client.client as unknown as Inside).webSocketManager.socket.ws.close();

const send = makeFunctionReference<"mutation">("messages:send");
const mutation = (path: string) => makeFunctionReference<"mutation">(path);

test("a client sees its own write when its mutation is answered", async ({ connect, channel }) => {
  const client = connect();
  const updates = new Updates<string[]>(client, "messages:list", { channel });
  await client.mutation(send, { channel, text: "mine" });
  expect(updates.last).toEqual(["mine"]);
});

test("another client is told", async ({ connect, channel }) => {
  const updates = new Updates<string[]>(connect(), "messages:list", { channel });
  await updates.until(({ values }) => values.length === 1);
  await connect().mutation(send, { channel, text: "theirs" });
  await updates.until(({ last }) => last?.length === 1);
  expect(updates.values).toEqual([[], ["theirs"]]);
});

test("a write that a query did not read does not wake it", async ({
  connect,
  channel,
  deployment,
}) => {
  const client = connect();
  const updates = new Updates(client, "messages:list", { channel });
  await updates.until(({ values }) => values.length === 1);
  const runs: string[] = [];
  deployment.deployment.on("function", ({ info }) => void runs.push(info.name));
  await client.mutation(send, { channel: `not ${channel}`, text: "elsewhere" });
  expect(runs.filter((name) => name === "messages:list")).toEqual([]);
});

test("the same query of many clients runs once for a write", async ({
  connect,
  channel,
  deployment,
}) => {
  const all = Array.from(
    { length: 5 },
    () => new Updates<string[]>(connect(), "messages:list", { channel }),
  );
  await Promise.all(all.map((updates) => updates.until(({ values }) => values.length === 1)));
  const runs: string[] = [];
  deployment.deployment.on("function", ({ info }) => void runs.push(info.name));
  await connect().mutation(send, { channel, text: "one" });
  await Promise.all(all.map((updates) => updates.until(({ last }) => last?.length === 1)));
  expect(runs.filter((name) => name === "messages:list")).toHaveLength(1);
});

test("a query over the app and a component never shows half of a mutation", async ({
  connect,
  http,
  channel,
}) => {
  const updates = new Updates<{ own: number; counter: number }>(connect(), "counted:both", {
    name: channel,
  });
  await Promise.all(
    Array.from({ length: 20 }, () => http.mutation("counted:add", { name: channel })),
  );
  await updates.until(({ last }) => last?.own === 20);
  expect(updates.values.filter(({ own, counter }) => own !== counter)).toEqual([]);
});

test("two queries of one client change together", async ({ connect, http, channel }) => {
  const client = connect();
  const list = new Updates<string[]>(client, "messages:list", { channel });
  const both = new Updates<{ own: number }>(client, "counted:both", { name: channel });
  const torn: unknown[] = [];
  client.client.addOnTransitionHandler?.(() => {
    if (both.last && list.last && both.last.own !== list.last.length)
      torn.push([both.last, list.last]);
  });
  await Promise.all(
    Array.from({ length: 10 }, () => http.mutation("counted:add", { name: channel })),
  );
  await list.until(({ last }) => last?.length === 10);
  await both.until(({ last }) => last?.own === 10);
  expect(torn).toEqual([]);
});

test("a ConvexError of a mutation arrives with its data", async ({ connect }) => {
  const refused = connect().mutation(mutation("messages:refuse"), { code: "NO" });
  await expect(refused).rejects.toThrow(ConvexError);
  await expect(refused).rejects.toMatchObject({ data: { code: "NO", amount: 7n } });
});

test("a query that fails tells so, and others go on", async ({ connect, channel }) => {
  const client = connect();
  const failing = new Updates(client, "messages:fail");
  const fine = new Updates(client, "messages:list", { channel });
  await failing.until(({ errors }) => errors.length === 1);
  await fine.until(({ values }) => values.length === 1);
  expect(failing.errors[0]?.message).toContain("broken on purpose");
});

test("fifty mutations at once all run, in the order in which they were sent", async ({
  connect,
  channel,
}) => {
  const client = connect();
  const texts = Array.from({ length: 50 }, (_, i) => String(i));
  const updates = new Updates<string[]>(client, "messages:list", { channel });
  await Promise.all(texts.map((text) => client.mutation(send, { channel, text })));
  expect(updates.last).toEqual(texts);
});

test("an action answers over the socket", async ({ connect, channel }) => {
  const action = makeFunctionReference<"action">("messages:sendTwice");
  expect(await connect().action(action, { channel, text: "a" })).toBe(2);
});

test("signing in and out runs the queries again as that user", async ({ connect, deployment }) => {
  const client = connect();
  const updates = new Updates<{ subject: string } | null>(client, "messages:whoAmI");
  await updates.until(({ values }) => values.length === 1);
  client.setAuth(async () => deployment.token("ana"));
  await updates.until(({ last }) => last?.subject === "ana");
  client.client.clearAuth();
  await updates.until(({ last }) => last === null);
  expect(updates.values).toHaveLength(3);
});

test("a token that is not valid signs nobody in", async ({ connect }) => {
  const client = connect();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  client.setAuth(async () => "not.a.token", resolve);
  expect(await promise).toBe(false);
});

test("a page that is live keeps its end when rows come and go", async ({
  connect,
  http,
  channel,
}) => {
  for (const text of ["a", "b", "c"]) await http.mutation("messages:send", { channel, text });
  const paginationOpts = { numItems: 2, cursor: null, id: 1 };
  const updates = new Updates<Page>(connect(), "messages:page", { channel, paginationOpts });
  await updates.until(({ values }) => values.length === 1);
  expect(updates.last).toMatchObject({ page: [{ text: "a" }, { text: "b" }], isDone: false });
  const continueCursor = updates.last?.continueCursor ?? "";
  await http.mutation("messages:send", { channel, text: "d" });
  const next = { numItems: 2, cursor: continueCursor, id: 2 };
  const rest = new Updates<Page>(connect(), "messages:page", { channel, paginationOpts: next });
  await rest.until(({ values }) => values.length === 1);
  expect(rest.last).toMatchObject({ page: [{ text: "c" }, { text: "d" }], isDone: true });
});

test("a client that asks for a page later gets one of the size it asked for", async ({
  connect,
  http,
  channel,
}) => {
  const args = { channel, paginationOpts: { numItems: 2, cursor: null, id: 1 } };
  const early = new Updates<Page>(connect(), "messages:page", args);
  await early.until(({ values }) => values.length === 1);
  for (const text of ["a", "b", "c"]) await http.mutation("messages:send", { channel, text });
  await early.until(({ last }) => last?.page.length === 3);
  const late = new Updates<Page>(connect(), "messages:page", args);
  await late.until(({ values }) => values.length === 1);
  expect(late.last).toMatchObject({ page: [{ text: "a" }, { text: "b" }], isDone: false });
});

test("a client whose connection breaks comes back and loses nothing", async ({
  connect,
  channel,
}) => {
  const client = connect();
  const updates = new Updates<string[]>(client, "messages:list", { channel });
  await updates.until(({ values }) => values.length === 1);
  breakConnection(client);
  await client.mutation(send, { channel, text: "after the break" });
  expect(updates.last).toEqual(["after the break"]);
});
