import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test as base, vi } from "vitest";
import { hostDeployment } from "../../src/host/hostDeployment.js";
import { httpCalls } from "../deploymentTest.js";
import { pushFixture } from "../pushFixture.js";
import { scratchDirectory } from "../scratchDirectory.js";

const test = base.extend<{ data: string }>({
  data: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      using scratch = scratchDirectory();
      await using deployment = await hostDeployment({ dataDirectory: scratch.path });
      await pushFixture(deployment);
      await deployment.close();
      await use(scratch.path);
    },
    { scope: "file" },
  ],
});

type Sent = { id: string; position: bigint };

const start = (dataDirectory: string, warn?: (message: string) => void) =>
  hostDeployment({ dataDirectory, warn });

const logFile = (data: string): string => {
  const name = readdirSync(data).find((one) => /^data\.\d+\.log$/.test(one));
  return path.join(data, name ?? "none");
};

test("the app, the documents, their ids, times and commit timestamps are there again", async ({
  data,
}) => {
  const before = await start(data);
  await httpCalls(before.url).mutation("messages:send", { channel: "kept", text: "a" });
  await httpCalls(before.url).mutation("counted:add", { name: "kept" });
  const rows = await httpCalls(before.url).query("messages:rows");
  await before.close();

  await using after = await start(data);
  expect(await httpCalls(after.url).query("messages:rows")).toEqual(rows);
  expect(await httpCalls(after.url).query("counted:both", { name: "kept" })).toMatchObject({
    counter: 1,
  });
});

test("ids go on where they stopped, and timestamps grow", async ({ data }) => {
  const before = await start(data);
  const first = await httpCalls(before.url).mutation<Sent>("messages:send", {
    channel: "ids",
    text: "1",
  });
  await before.close();
  await using after = await start(data);
  const second = await httpCalls(after.url).mutation<Sent>("messages:send", {
    channel: "ids",
    text: "2",
  });
  expect(second.id > first.id && second.position > first.position).toBe(true);
});

test("a scheduled function that was pending runs after the restart", async ({ data }) => {
  const before = await start(data);
  const args = { channel: "pending", text: "later", ms: 300 };
  await httpCalls(before.url).mutation("messages:sendLater", args);
  await before.close();
  await using after = await start(data);
  const http = httpCalls(after.url);
  await vi.waitFor(async () =>
    expect(await http.query("messages:list", { channel: "pending" })).toEqual(["later"]),
  );
});

test("one that has run does not run again", async ({ data }) => {
  const before = await start(data);
  await httpCalls(before.url).mutation("messages:sendLater", { channel: "once", text: "x", ms: 0 });
  const list = (url: string) => httpCalls(url).query("messages:list", { channel: "once" });
  await vi.waitFor(async () => expect(await list(before.url)).toEqual(["x"]));
  await before.close();
  await using after = await start(data);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await list(after.url)).toEqual(["x"]);
});

test("variables and the admin key stay", async ({ data }) => {
  const before = await start(data);
  const headers = { authorization: `Convex ${before.adminKey}` };
  const body = JSON.stringify({ changes: [{ name: "GREETING", value: "hi" }] });
  await fetch(`${before.url}/api/update_environment_variables`, { method: "POST", headers, body });
  expect(await httpCalls(before.url).query("messages:variables")).toMatchObject({ greeting: "hi" });
  await before.close();
  await using after = await start(data);
  expect(after.adminKey).toBe(before.adminKey);
  expect(await httpCalls(after.url).query("messages:variables")).toMatchObject({ greeting: "hi" });
});

test("a torn end is left out, kept aside and reported; what came before is there", async ({
  data,
}) => {
  const before = await start(data);
  await httpCalls(before.url).mutation("messages:send", { channel: "torn", text: "whole" });
  await before.close();
  appendFileSync(logFile(data), 'deadbeef {"ts":"1","d":[["","x"');
  const warnings: string[] = [];
  await using after = await start(data, (message) => void warnings.push(message));
  expect(warnings).toEqual([expect.stringContaining("the last 31 bytes were left out")]);
  expect(readdirSync(data)).toContainEqual(expect.stringContaining("damaged"));
  expect(await httpCalls(after.url).query("messages:list", { channel: "torn" })).toEqual(["whole"]);
});

test("a bit that has changed is noticed", async ({ data }) => {
  const before = await start(data);
  await httpCalls(before.url).mutation("messages:send", { channel: "bit", text: "flipped" });
  await before.close();
  const file = logFile(data);
  writeFileSync(file, readFileSync(file, "utf8").replace('"flipped"', '"changed"'));
  const warnings: string[] = [];
  await using after = await start(data, (message) => void warnings.push(message));
  expect(warnings).toHaveLength(1);
  expect(await httpCalls(after.url).query("messages:list", { channel: "bit" })).toEqual([]);
});

test("a directory that is in use is refused", async ({ data }) => {
  await using first = await start(data);
  expect(first.url).toContain("127.0.0.1");
  await expect(start(data)).rejects.toThrow("is in use by process");
});

test("a schema that the data does not fit is refused, and the old app goes on", async ({
  data,
}) => {
  await using deployment = await start(data);
  const http = httpCalls(deployment.url);
  await http.mutation("messages:send", { channel: "schema", text: "old" });
  const { pushed } = deployment.deployment.running!;
  const { schema, ...rest } = pushed.request.appDefinition;
  const source = schema!.source.replace(/text: ([\w.]+)\.string\(\)/, "text: $1.number()");
  const appDefinition = { ...rest, schema: { ...schema!, source } };
  const request = { ...pushed.request, appDefinition };
  await expect(deployment.deployment.activate({ ...pushed, request })).rejects.toThrow(
    /Schema validation failed. Document with ID ".*messages"/,
  );
  expect(await http.query("messages:list", { channel: "schema" })).toEqual(["old"]);
});

test("no repository takes the data directory, which holds a key and a secret", async ({ data }) => {
  expect(readFileSync(path.join(data, ".gitignore"), "utf8")).toBe("*\n");
});
