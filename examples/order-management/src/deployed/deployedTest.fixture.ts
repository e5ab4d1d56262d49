import { pushApp, startDeployment, type RunningDeployment } from "@convex-es/platform-embedded";
import { test } from "vitest";
import { deployedExample, exampleDirectory, type DeployedExample } from "./DeployedExample.ts";

/** A test with the example on an empty deployment of its own; the official CLI pushes it once per file. */
export const deployedTest = test.extend<{
  start: () => Promise<RunningDeployment>;
  example: DeployedExample;
}>({
  start: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      await using first = await startDeployment({ inMemory: true });
      await pushApp(first, exampleDirectory);
      await use(async () => {
        const running = await startDeployment({ inMemory: true });
        const { pushed } = first.deployment.running ?? {};
        if (pushed !== undefined) await running.deployment.activate(pushed);
        return running;
      });
    },
    { scope: "file" },
  ],
  example: async ({ start }, use) => {
    await using running = await start();
    await use(await deployedExample(running));
  },
});
