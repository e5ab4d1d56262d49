import { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { expect, test as base } from "vitest";
import { startDeployment } from "../startDeployment.js";
import { buildProgram, startProcess } from "../testing/deploymentProcess.js";
import { httpCalls } from "../testing/deploymentTest.js";
import { pushFixture } from "../testing/pushFixture.js";
import { scratchDirectory } from "../testing/scratchDirectory.js";

const test = base.extend<{ data: string; program: string }>({
  program: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => use(await buildProgram()),
    { scope: "file" },
  ],
  data: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      using scratch = scratchDirectory();
      await using deployment = await startDeployment({ dataDirectory: scratch.path });
      await pushFixture(deployment);
      await deployment.close();
      await use(scratch.path);
    },
    { scope: "file" },
  ],
});

const send = makeFunctionReference<"mutation">("messages:send");
const RUNS = Number(process.env["CRASH_RUNS"] ?? 3);
const seeds = Array.from({ length: RUNS }, (_, i) => i + 1);

test.for(seeds)(
  "killed under load, run %i: nothing acknowledged is lost, nothing is there twice",
  async (seed, { data, program }) => {
    const args = ["--no-push", "--quiet", "--data-dir", data];
    const first = await startProcess(program, ...args, "--port", "0");
    const client = new ConvexClient(first.url, {
      logger: false,
      skipConvexDeploymentUrlCheck: true,
    });
    const channel = `run ${seed} of ${process.pid}`;
    const writers = Array.from({ length: 10 }, (_, writer) =>
      Array.from({ length: 40 }, (_, i) => `${writer}/${i}`),
    );
    const texts = writers.flat();
    const killAt = 20 + ((seed * 7919) % 200);
    const progress = { acknowledged: 0 };
    const reached = Promise.withResolvers<null>();
    const sent = writers.map(async (own) => {
      for (const text of own) {
        await client.mutation(send, { channel, text });
        if (++progress.acknowledged === killAt) reached.resolve(null);
      }
    });
    await reached.promise;
    await first.end("SIGKILL");
    const acknowledged = progress.acknowledged;
    const second = await startProcess(program, ...args, "--port", String(first.port));
    await Promise.all(sent);
    const stored = await httpCalls(second.url).query<string[]>("messages:list", { channel });
    await client.close();
    expect(await second.end("SIGINT")).toBe(0);
    expect(acknowledged).toBeLessThan(texts.length);
    expect([...stored].sort()).toEqual([...texts].sort());
  },
);
