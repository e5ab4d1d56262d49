import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test as base } from "vitest";
import { hostDeployment, type HostedDeployment } from "../../src/host/hostDeployment.js";
import { adminCall, httpCalls } from "../deploymentTest.js";
import { convex, fixtureFolder } from "../pushFixture.js";
import { runFixture } from "../runFixture.js";
import { scratchDirectory } from "../scratchDirectory.js";

const test = base.extend<{
  deployment: HostedDeployment;
  other: HostedDeployment;
  folder: string;
  bring: (name: string, content: string, ...args: string[]) => Promise<string>;
}>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
  deployment: async ({}, use) => {
    await using deployment = await hostDeployment({ inMemory: true });
    await runFixture(deployment);
    await use(deployment);
  },
  // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
  other: async ({}, use) => {
    await using deployment = await hostDeployment({ inMemory: true });
    await runFixture(deployment);
    await use(deployment);
  },
  // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
  folder: async ({}, use) => {
    using scratch = scratchDirectory();
    await use(scratch.path);
  },
  bring: async ({ deployment, folder }, use) =>
    use(async (name, content, ...args) => {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      const { stdout, stderr } = await convex(
        deployment,
        fixtureFolder,
        "import",
        file,
        "-y",
        ...args,
      );
      return stdout + stderr;
    }),
});

const messageByMetric = ["--table", "messages"];
const jsonLines = (...rows: object[]): string => rows.map((row) => JSON.stringify(row)).join("\n");
const list = (deployment: HostedDeployment, channel: string) =>
  httpCalls(deployment.url).query("messages:list", { channel });

test("JSON lines, arrays and CSV become documents that functions see", async ({
  deployment,
  bring,
}) => {
  const lines = jsonLines({ channel: "in", text: "1" }, { channel: "in", text: "2" });
  expect(await bring("rows.jsonl", lines, ...messageByMetric, "--append")).toContain(
    "Added 2 documents",
  );
  await bring("rows.json", '[{"channel":"in","text":"3"}]', ...messageByMetric, "--append");
  await bring("rows.csv", 'channel,text\nin,"4, quoted"\n', ...messageByMetric, "--append");
  expect(await list(deployment, "in")).toEqual(["1", "2", "3", "4, quoted"]);
  await httpCalls(deployment.url).mutation("messages:send", { channel: "in", text: "5" });
  expect(await list(deployment, "in")).toHaveLength(5);
});

test("a table that has documents is replaced only when that was asked for", async ({
  deployment,
  bring,
}) => {
  await httpCalls(deployment.url).mutation("messages:send", { channel: "old", text: "a" });
  await httpCalls(deployment.url).mutation("counted:add", { name: "stays" });
  const rows = jsonLines({ channel: "new", text: "b" });
  await expect(bring("rows.jsonl", rows, ...messageByMetric)).rejects.toThrow(
    "--append or --replace",
  );
  await bring("rows.jsonl", rows, ...messageByMetric, "--replace");
  expect(await list(deployment, "old")).toEqual([]);
  expect(await list(deployment, "new")).toEqual(["b"]);
  const both = await httpCalls(deployment.url).query("counted:both", { name: "stays" });
  expect(both).toMatchObject({ counter: 1 });
});

test("documents that do not fit the schema are refused, and nothing is changed", async ({
  deployment,
  bring,
}) => {
  const rows = jsonLines({ channel: "fits", text: "a" }, { channel: "fits", text: 7 });
  const refused = bring("rows.jsonl", rows, ...messageByMetric, "--append");
  await expect(refused).rejects.toThrow("does not match the schema");
  expect(await list(deployment, "fits")).toEqual([]);
});

test.for([
  ["a line that is not JSON", "rows.jsonl", "{", "line 1 is not valid JSON"],
  ["a line that is not an object", "rows.jsonl", "7", "document 1 must be an object"],
  ["a file that is not an array", "rows.json", "{}", "must hold an array"],
] as const)("%s is named", async ([, name, content, reason], { bring }) => {
  await expect(bring(name, content, ...messageByMetric)).rejects.toThrow(reason);
});

test("documents with ids of another deployment get new ones, and references follow", async ({
  deployment,
  bring,
}) => {
  await httpCalls(deployment.url).mutation("messages:send", { channel: "before", text: "a" });
  const first = { _id: "j57abc", _creationTime: 5, channel: "refs", text: "first" };
  const second = { _id: "j57def", _creationTime: 6, channel: "refs", text: "j57abc" };
  await bring("rows.jsonl", jsonLines(second, first), ...messageByMetric, "--append");
  const http = httpCalls(deployment.url);
  const rows = await http.query<{ _id: string; channel: string; text: string }[]>("messages:rows");
  const [one, two] = rows.filter(({ channel }) => channel === "refs");
  expect([one?.text, two?.text]).toEqual(["first", one?._id]);
});

test("a component's table is imported into that component", async ({ deployment, bring }) => {
  const rows = jsonLines({ name: "imported" }, { name: "imported" });
  await bring("rows.jsonl", rows, "--table", "marks", "--component", "counter");
  const answer = await adminCall(deployment, "count:get", {
    component: "counter",
    name: "imported",
  });
  expect(answer).toMatchObject({ status: "success", value: 2 });
});

test.for([
  [
    "a component that is not there",
    ["--table", "rows", "--component", "none"],
    'unknown component "none"',
  ],
  ["a system table", ["--table", "_scheduled_functions"], "cannot be imported"],
] as const)("nothing is imported into %s", async ([, where, reason], { bring }) => {
  await expect(bring("rows.jsonl", jsonLines({ name: "x" }), ...where)).rejects.toThrow(reason);
});

test("an exported archive brings everything to another deployment: ids, times, components, files", async ({
  deployment,
  other,
  folder,
}) => {
  const http = httpCalls(deployment.url);
  for (const text of ["a", "b"]) await http.mutation("messages:send", { channel: "zip", text });
  await http.mutation("counted:add", { name: "zip" });
  const id = await http.action<string>("files:store", {
    text: "in the archive",
    type: "text/plain",
  });
  const file = path.join(folder, "all.zip");
  await convex(deployment, fixtureFolder, "export", "--path", file, "--include-file-storage");
  const { stderr } = await convex(other, fixtureFolder, "import", file, "--replace-all", "-y");
  expect(stderr).toContain("Added");
  const there = httpCalls(other.url);
  expect(await there.query("counted:both", { name: "zip" })).toEqual(
    await http.query("counted:both", { name: "zip" }),
  );
  const rows = await http.query<{ channel: string }[]>("messages:rows");
  expect(await there.query("messages:rows")).toEqual(
    expect.arrayContaining(rows.filter(({ channel }) => channel === "zip")),
  );
  expect(await there.action("files:read", { id })).toEqual({
    text: "in the archive",
    type: "text/plain",
  });
});

test("an import is on disk, and there after a restart", async ({ folder }) => {
  const dataDirectory = path.join(folder, "data");
  const before = await hostDeployment({ dataDirectory });
  await runFixture(before);
  const file = path.join(folder, "rows.jsonl");
  writeFileSync(file, jsonLines({ channel: "kept", text: "a" }));
  await convex(before, fixtureFolder, "import", file, "-y", "--append", ...messageByMetric);
  await before.close();
  await using after = await hostDeployment({ dataDirectory });
  await runFixture(after);
  expect(await list(after, "kept")).toEqual(["a"]);
});
