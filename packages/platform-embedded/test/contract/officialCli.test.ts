import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test as base } from "vitest";
import { hostDeployment, type HostedDeployment } from "../../src/host/hostDeployment.js";
import { httpCalls } from "../deploymentTest.js";
import { fixtureCopy } from "../fixtureCopy.js";
import { convex } from "../pushFixture.js";

const test = base.extend<{
  folder: string;
  deployment: HostedDeployment;
  cli: (...args: string[]) => Promise<string>;
}>({
  folder: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      using copy = fixtureCopy();
      await use(copy.folder);
    },
    { scope: "file" },
  ],
  deployment: [
    async ({ folder }, use) => {
      await using deployment = await hostDeployment({ inMemory: true });
      await convex(deployment, folder, "dev", "--once", "--typecheck", "disable");
      await use(deployment);
    },
    { scope: "file" },
  ],
  cli: async ({ deployment, folder }, use) =>
    use(async (...args) => {
      const { stdout, stderr } = await convex(deployment, folder, ...args);
      return stdout + stderr;
    }),
});

test("dev --once pushes, writes _generated and names the deployment", async ({
  deployment,
  folder,
}) => {
  expect(existsSync(path.join(folder, "convex/_generated/api.d.ts"))).toBe(true);
  expect(readFileSync(path.join(folder, ".env.local"), "utf8")).toContain(deployment.url);
  expect(await httpCalls(deployment.url).query("messages:rows")).toBeInstanceOf(Array);
});

test("codegen writes the types of components", async ({ cli, folder }) => {
  rmSync(path.join(folder, "convex/_generated"), { recursive: true });
  await cli("codegen", "--typecheck", "disable");
  const api = readFileSync(path.join(folder, "convex/_generated/api.d.ts"), "utf8");
  expect(api).toContain("counter");
});

test("run calls mutations, queries, internal functions and those of components", async ({
  cli,
}) => {
  const message = JSON.stringify({ channel: "cli", text: "by run" });
  await cli("run", "messages:send", message, "--identity", '{"subject":"ana"}');
  await cli("run", "messages:hidden", message);
  expect(await cli("run", "messages:list", '{"channel":"cli"}')).toContain('"by run",\n  "by run"');
  expect(await cli("run", "--component", "counter", "count:get", '{"name":"x"}')).toContain("0");
});

test("run of a function that is not there lists those that are", async ({ cli }) => {
  await expect(cli("run", "messages:nothing")).rejects.toThrow("sendTwice");
});

test("data lists tables and documents", async ({ cli }) => {
  await cli("run", "messages:hidden", JSON.stringify({ channel: "data", text: "a row" }));
  expect(await cli("data")).toContain("messages");
  expect(await cli("data", "messages")).toContain("a row");
});

test("env sets, lists and removes variables, and functions see them", async ({ cli }) => {
  await cli("env", "set", "GREETING", "hello");
  expect(await cli("env", "get", "GREETING")).toContain("hello");
  expect(await cli("run", "messages:variables")).toContain('"greeting": "hello"');
  await cli("env", "remove", "GREETING");
  expect(await cli("env", "list")).not.toContain("GREETING");
});

test("a push that Convex would refuse is refused, and the app goes on", async ({
  cli,
  folder,
  deployment,
}) => {
  const file = path.join(folder, "convex/random.ts");
  writeFileSync(file, "export const id = crypto.randomUUID();");
  const push = cli("deploy", "-y", "--typecheck", "disable");
  await expect(push).rejects.toThrow("Cryptographic randomness is not allowed");
  rmSync(file);
  expect(await httpCalls(deployment.url).query("counted:unit")).toBe("pieces");
});

test("a second push keeps the data and brings the new functions", async ({
  cli,
  folder,
  deployment,
}) => {
  const http = httpCalls(deployment.url);
  await http.mutation("messages:send", { channel: "pushed", text: "before" });
  const added = "export const added = query({ args: {}, handler: async () => 'new' });";
  const source = 'import { queryGeneric as query } from "convex/server";';
  writeFileSync(path.join(folder, "convex/added.ts"), `${source}\n${added}`);
  await cli("deploy", "-y", "--typecheck", "disable");
  expect(await http.query("added:added")).toBe("new");
  expect(await http.query("messages:list", { channel: "pushed" })).toEqual(["before"]);
});
