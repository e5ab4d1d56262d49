import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { hostDeployment } from "../../src/host/hostDeployment.js";
import { httpCalls } from "../deploymentTest.js";
import { runFixture } from "../runFixture.js";
import { scratchDirectory } from "../scratchDirectory.js";

test("a deployment whose last app does not start says so, and takes a push", async () => {
  using data = scratchDirectory();
  await using other = await hostDeployment({ inMemory: true });
  await runFixture(other);
  const { request, analysis } = other.deployment.running!.pushed;
  const broken = { analysis, request: { ...request, componentDefinitions: [] } };
  writeFileSync(path.join(data.path, "app.json"), JSON.stringify(broken));
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  await using running = await hostDeployment({ dataDirectory: data.path, warn });
  expect(warnings.join()).toMatch(
    /does not start; push it again: Component ".*" is not in the push/,
  );
  await runFixture(running);
  expect(await httpCalls(running.url).query("counted:unit")).toBe("pieces");
});
