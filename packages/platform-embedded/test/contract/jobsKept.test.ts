import { ConvexClient } from "convex/browser";
import { expect, test as base, vi } from "vitest";
import { DataFiles } from "../../src/storage/DataFiles.js";
import { hostDeployment, type HostedDeployment } from "../../src/host/hostDeployment.js";
import { httpCalls, Updates } from "../deploymentTest.js";
import { runFixture } from "../runFixture.js";
import { scratchDirectory } from "../scratchDirectory.js";

const test = base.extend<{ data: string }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
  data: async ({}, use) => {
    using scratch = scratchDirectory();
    await using deployment = await hostDeployment({ dataDirectory: scratch.path });
    await runFixture(deployment);
    new DataFiles(scratch.path).saveApp(deployment.deployment.running!.pushed);
    await deployment.close();
    await use(scratch.path);
  },
});

type Job = { state: { kind: string }; name: string; completedTime?: number };

const start = (dataDirectory: string) => hostDeployment({ dataDirectory });

async function ended({ url }: HostedDeployment, id: string): Promise<Job> {
  const job = await vi.waitFor(async () => {
    const row = await httpCalls(url).query<Job>("messages:job", { id });
    expect(row.state.kind).not.toMatch(/pending|inProgress/);
    return row;
  });
  return job;
}

const later = { channel: "kept", text: "later", ms: 3_600_000 };

test.for([
  ["succeeded", "success", { ...later, ms: 0 }],
  ["failed", "failed", null],
  ["was canceled", "canceled", later],
] as const)("one that %s is still known after a restart", async ([, kind, args], { data }) => {
  const before = await start(data);
  const http = httpCalls(before.url);
  const id = args
    ? await http.mutation<string>("messages:sendLater", args)
    : await http.mutation<string>("messages:failLater");
  if (kind === "canceled") await http.mutation("messages:cancel", { id });
  const row = await ended(before, id);
  await before.close();
  for (const _restart of [1, 2]) {
    await using after = await start(data);
    const kept = await httpCalls(after.url).query<Job>("messages:job", { id });
    expect(kept).toMatchObject({ ...row, completedTime: expect.any(Number), state: { kind } });
  }
});

test("what comes after one that is pending keeps its creation time", async ({ data }) => {
  const before = await start(data);
  const http = httpCalls(before.url);
  const id = await http.mutation<string>("messages:sendLater", later);
  const job = await http.query("messages:job", { id });
  const sent = await http.mutation<{ id: string }>("messages:send", { channel: "x", text: "y" });
  const document = await http.query("messages:one", { id: sent.id });
  await before.close();
  await using after = await start(data);
  expect(await httpCalls(after.url).query("messages:job", { id })).toEqual(job);
  expect(await httpCalls(after.url).query("messages:one", { id: sent.id })).toEqual(document);
});

test("who watches a scheduled function sees it come to its end", async ({ data }) => {
  await using deployment = await start(data);
  const http = httpCalls(deployment.url);
  for (const mutation of ["messages:sendLater", "messages:failLater", "files:actLater"]) {
    const args = { channel: "watched", text: "x", ms: 50 };
    const own = { "messages:failLater": {}, "files:actLater": { channel: "watched" } };
    const id = await http.mutation<string>(mutation, own[mutation as keyof typeof own] ?? args);
    const client = new ConvexClient(deployment.url, { skipConvexDeploymentUrlCheck: true });
    const job = new Updates<Job>(client, "messages:job", { id });
    const wanted = mutation === "messages:failLater" ? "failed" : "success";
    await job.until(({ last }) => last?.state.kind === wanted);
    expect(job.last?.state.kind).toBe(wanted);
    await client.close();
  }
});
