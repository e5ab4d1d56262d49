import { fileURLToPath } from "node:url";
import { pushApp, startDeployment, type RunningDeployment } from "@convex-es/platform-embedded";
import { test } from "vitest";

const app = fileURLToPath(new URL("app", import.meta.url));

/** A test with a deployment that runs the shop, pushed by the official CLI, one per file. */
export const shopTest = test.extend<{ deployment: RunningDeployment }>({
  deployment: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      await using deployment = await startDeployment({ inMemory: true });
      await pushApp(deployment, app);
      await use(deployment);
    },
    { scope: "file" },
  ],
});
