import { expect, vi } from "vitest";
import { deploymentTest as test } from "../deploymentTest.js";

test.for([
  ["cryptographic randomness", "mutation", "messages:random", "crypto.randomUUID()"],
  ["a timer", "mutation", "messages:wait", "setTimeout()"],
  ["the network", "query", "messages:fetchIt", "fetch()"],
] as const)("%s is for actions only", async ([, kind, path, name], { http }) => {
  await expect(http[kind](path)).rejects.toThrow(`Can't use ${name} in queries and mutations`);
});

test("there is nothing of Node", async ({ http }) => {
  expect(await http.query("messages:buffer")).toBe("undefined");
});

test("the clock stands still while a query runs", async ({ http }) => {
  const times = await http.query<number[]>("messages:clock");
  expect(new Set(times).size).toBe(1);
});

test("components see the variables they are bound to, and no one sees those of the machine", async ({
  http,
}) => {
  expect(await http.query("counted:unit")).toBe("pieces");
  expect(await http.query("messages:variables")).toEqual({ greeting: null, home: null });
});

test("a mutation writes in the app and in a component together", async ({ http, channel }) => {
  await http.mutation("counted:add", { name: channel });
  expect(await http.query("counted:both", { name: channel })).toEqual({ own: 1, counter: 1 });
});

test("an action calls a component", async ({ http, channel }) => {
  expect(await http.action("counted:addByAction", { name: channel })).toBe(1);
});

test("a scheduled function runs at its time", async ({ http, channel }) => {
  await http.mutation("messages:sendLater", { channel, text: "later", ms: 50 });
  expect(await http.query("messages:list", { channel })).toEqual([]);
  await vi.waitFor(async () => {
    expect(await http.query("messages:list", { channel })).toEqual(["later"]);
  });
});

test("a workpool runs its jobs", async ({ http, channel }) => {
  await http.mutation("pooled:send", { channel, text: "pooled" });
  await vi.waitFor(
    async () => expect(await http.query("messages:list", { channel })).toEqual(["pooled"]),
    { timeout: 5_000 },
  );
});

test("a cron runs again and again", async ({ http }) => {
  await vi.waitFor(
    async () => {
      const ticks = await http.query<string[]>("messages:list", { channel: "ticks" });
      expect(ticks.length).toBeGreaterThan(1);
    },
    { timeout: 5_000 },
  );
});

test('an action marked "use node" has Node, and the variables of the deployment', async ({
  http,
}) => {
  const answer = { hash: "ba7816bf", home: null, version: true };
  expect(await http.action("node:hash", { text: "abc" })).toEqual(answer);
  expect(await http.action("files:hashed", { text: "abc" })).toEqual(answer);
});

test("an action keeps a file and reads it again", async ({ http }) => {
  expect(await http.action("files:keep", { text: "kept" })).toBe("kept");
});

test("a scheduled action runs", async ({ http, channel }) => {
  await http.mutation("files:actLater", { channel });
  await vi.waitFor(async () => {
    expect(await http.query("messages:list", { channel })).toEqual(["by a scheduled action"]);
  });
});

test("an action that runs while the app is pushed again still writes", async ({
  deployment,
  http,
  channel,
}) => {
  const acting = http.action("files:actSlowly", { channel, ms: 100 });
  await http.query("counted:unit");
  await deployment.deployment.activate(deployment.deployment.running!.pushed);
  await acting;
  expect(await http.query("messages:list", { channel })).toEqual(["slowly"]);
});

test("a function that is scheduled when the app is pushed again runs once", async ({
  deployment,
  http,
  channel,
}) => {
  await http.mutation("messages:sendLater", { channel, text: "once", ms: 50 });
  await deployment.deployment.activate(deployment.deployment.running!.pushed);
  await vi.waitFor(async () => {
    expect(await http.query("messages:list", { channel })).toEqual(["once"]);
  });
  await deployment.deployment.activate(deployment.deployment.running!.pushed);
  expect(await http.query("messages:list", { channel })).toEqual(["once"]);
});

test("a place in a line of the log is told as the developer wrote it", async ({
  http,
  deployment,
}) => {
  const lines: string[] = [];
  deployment.deployment.on("log", (_name, line) => void lines.push(line));
  await http.query("messages:logPlace");
  expect(lines.join("\n")).toMatch(/\.\.\/\S*messages\.ts:\d+:\d+/);
});
