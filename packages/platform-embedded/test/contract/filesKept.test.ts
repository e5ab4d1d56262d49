import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test as base } from "vitest";
import { exportData, importData } from "../../src/cli/dataCommands.js";
import { DataFiles } from "../../src/storage/DataFiles.js";
import { seededRandom } from "@convex-es/platform-testing/engine";
import { hostDeployment } from "../../src/host/hostDeployment.js";
import { buildProgram, startProcess } from "../deploymentProcess.js";
import { httpCalls } from "../deploymentTest.js";
import { runFixture } from "../runFixture.js";
import { scratchDirectory } from "../scratchDirectory.js";

const test = base.extend<{ data: string }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
  data: async ({}, use) => {
    using scratch = scratchDirectory();
    await use(path.join(scratch.path, "data"));
  },
});

async function withFixture(dataDirectory: string) {
  const deployment = await hostDeployment({ dataDirectory });
  await runFixture(deployment);
  new DataFiles(dataDirectory).saveApp(deployment.deployment.running!.pushed);
  return deployment;
}

const filesIn = (data: string): string[] => readdirSync(path.join(data, "files"));

test("a file, its row and its address are there again after a restart", async ({ data }) => {
  const before = await withFixture(data);
  const args = { text: "kept on disk", type: "text/plain" };
  const id = await httpCalls(before.url).action<string>("files:store", args);
  const row = await httpCalls(before.url).query("files:row", { id });
  await before.close();
  await using after = await hostDeployment({ dataDirectory: data });
  const http = httpCalls(after.url);
  expect(await http.action("files:read", { id })).toEqual(args);
  expect(await http.query("files:row", { id })).toEqual(row);
  const url = await http.query<string>("files:url", { id });
  expect(await (await fetch(url)).text()).toBe("kept on disk");
});

test("a file that a mutation stores stays when the mutation commits, and only then", async ({
  data,
}) => {
  const before = await withFixture(data);
  const http = httpCalls(before.url);
  const args = { text: "stored by a mutation", type: "text/plain" };
  const { id, text } = await http.mutation<{ id: string; text: string }>(
    "files:storeInMutation",
    args,
  );
  expect(text).toBe(args.text);
  await expect(http.mutation("files:storeAndFail", { text: "undone" })).rejects.toThrow();
  expect(filesIn(data)).toHaveLength(1);
  await before.close();
  await using after = await hostDeployment({ dataDirectory: data });
  expect(await httpCalls(after.url).action("files:read", { id })).toEqual(args);
});

test("a deleted file leaves nothing behind, now and after a restart", async ({ data }) => {
  const before = await withFixture(data);
  const http = httpCalls(before.url);
  const id = await http.action<string>("files:store", { text: "deleted", type: "" });
  expect(filesIn(data)).toHaveLength(1);
  await http.mutation("files:remove", { id });
  expect(filesIn(data)).toEqual([]);
  await before.close();
  await using after = await hostDeployment({ dataDirectory: data });
  expect(await httpCalls(after.url).query("files:row", { id })).toBeNull();
});

test("bytes that no row refers to, and half ones, are cleared away at the start", async ({
  data,
}) => {
  await (await withFixture(data)).close();
  for (const name of ["00ff", "half.new"]) writeFileSync(path.join(data, "files", name), "left");
  await using after = await hostDeployment({ dataDirectory: data });
  expect(after.url).toContain("http");
  expect(filesIn(data)).toEqual([]);
});

test("files are exported and imported with their bytes", async ({ data }) => {
  const before = await withFixture(data);
  const args = { text: "moved", type: "text/plain" };
  const id = await httpCalls(before.url).action<string>("files:store", args);
  await before.close();
  const [file, other] = [`${data}.jsonl`, `${data}.other`];
  await exportData(data, file);
  await importData(other, file);
  await using after = await withFixture(other);
  expect(await httpCalls(after.url).action("files:read", { id })).toEqual(args);
});

/** Uploads until the server is gone; returns what was acknowledged, by the seed of its bytes. */
async function uploadUntilKilled(url: string, lane: number): Promise<Map<number, string>> {
  const acknowledged = new Map<number, string>();
  const http = httpCalls(url);
  try {
    for (let seed = lane * 1_000; ; seed++) {
      const to = await http.mutation<string>("files:uploadUrl");
      const answer = await fetch(to, { method: "POST", body: bytesOf(seed) });
      const { storageId } = (await answer.json()) as { storageId: string };
      acknowledged.set(seed, storageId);
    }
  } catch {
    return acknowledged;
  }
}

function bytesOf(seed: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(seed);
  return new Uint8Array(50_000).map(() => random() * 256);
}

test("killed while files are uploaded, every acknowledged one is there and whole", async ({
  data,
}) => {
  await (await withFixture(data)).close();
  const program = await buildProgram();
  const args = ["--no-push", "--quiet", "--data-dir", data, "--port", "0"];
  const first = await startProcess(program, ...args);
  onTestFinished(() => void first.child.kill("SIGKILL"));
  const lanes = [1, 2, 3].map((lane) => uploadUntilKilled(first.url, lane));
  while (filesIn(data).length < 30) await new Promise((resolve) => setImmediate(resolve));
  await first.end("SIGKILL");
  const acknowledged = (await Promise.all(lanes)).flatMap((lane) => [...lane]);
  expect(acknowledged.length).toBeGreaterThan(20);
  const second = await startProcess(program, ...args);
  onTestFinished(() => void second.child.kill("SIGKILL"));
  const http = httpCalls(second.url);
  for (const [seed, id] of acknowledged) {
    const url = await http.query<string>("files:url", { id });
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(bytesOf(seed));
  }
  await second.end("SIGINT");
});
