import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ConvexClient } from "convex/browser";
import { expect } from "vitest";
import { cliEnvironment, officialCli } from "../../src/host/officialCli.js";
import { hostDeployment } from "../../src/host/hostDeployment.js";
import { deploymentTest as test, Updates } from "../deploymentTest.js";
import { frames } from "../frames.js";
import { fixtureFolder } from "../pushFixture.js";

test("a mutation that failed is not run again when it is sent again", async ({ deployment }) => {
  const runs: string[] = [];
  deployment.deployment.on("function", ({ info }) => void runs.push(info.name));
  const sent = [
    { type: "Connect", sessionId: "7b9c7c3a-6d5e-4a54-9f0e-000000000001" },
    { type: "Mutation", requestId: 0, udfPath: "messages:refuse", args: [{ code: "NO" }] },
  ].map((message) => JSON.stringify(message));
  const [first] = await frames(deployment.url, sent, 1);
  const [second] = await frames(deployment.url, sent, 1);
  expect(first).toMatchObject({ success: false, errorData: { code: "NO" } });
  expect(second).toEqual(first);
  expect(runs.filter((name) => name === "messages:refuse")).toHaveLength(1);
});

test("a token that expires while the client is connected is replaced by a new one", async ({
  connect,
  deployment,
}) => {
  const client = connect();
  const updates = new Updates<{ subject: string } | null>(client, "messages:whoAmI");
  const exp = Date.now() / 1_000 + 0.5;
  const brief = deployment.token("ana", { exp, iat: exp - 1 });
  const tokens = [brief, brief, deployment.token("ben")];
  const changes: boolean[] = [];
  const getToken = async () => tokens.shift() ?? null;
  client.setAuth(getToken, (isAuthenticated) => void changes.push(isAuthenticated));
  await updates.until(({ last }) => last?.subject === "ben");
  expect(tokens).toEqual([]);
  expect(changes).not.toContain(false);
});

test("who waits for a variable hears of it, also before an app was pushed", async () => {
  await using deployment = await hostDeployment({ inMemory: true });
  const client = new ConvexClient(deployment.url, { skipConvexDeploymentUrlCheck: true });
  const inside = client.client as unknown as { setAdminAuth(key: string): void };
  inside.setAdminAuth(deployment.adminKey);
  const variables = new Updates<object[]>(client, "_system/cli/queryEnvironmentVariables");
  await variables.until(({ values }) => values.length === 1);
  const headers = { authorization: `Convex ${deployment.adminKey}` };
  const body = JSON.stringify({ changes: [{ name: "KEY", value: "secret" }] });
  await fetch(`${deployment.url}/api/update_environment_variables`, {
    method: "POST",
    headers,
    body,
  });
  await variables.until(({ last }) => last?.length === 1);
  expect(variables.last).toEqual([{ name: "KEY", value: "secret" }]);
  await client.close();
});

test("convex logs shows what has run, as far back as it is asked", async ({
  deployment,
  http,
  channel,
}) => {
  for (const text of ["1", "2", "3"]) await http.mutation("messages:send", { channel, text });
  const args = [officialCli(fixtureFolder), "logs", "--history", "1000", "--success", "--jsonl"];
  const child = spawn(process.execPath, args, {
    cwd: fixtureFolder,
    env: cliEnvironment(deployment),
  });
  const found: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes("messages:send")) found.push(line);
    if (found.length === 3) break;
  }
  child.kill();
  expect(found[2]).toContain("[LOG] 'sent' '3'");
});
