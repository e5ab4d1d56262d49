import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { PushedApp } from "../deployment/RunningApp.js";
import { startDeployment } from "../startDeployment.js";
import { httpCalls } from "../testing/deploymentTest.js";
import { runFixture } from "../testing/runFixture.js";
import { scratchDirectory } from "../testing/scratchDirectory.js";

test("a deployment whose last app does not start says so, and takes a push", async () => {
  using data = scratchDirectory();
  const options = { dataDirectory: data.path };
  const before = await startDeployment(options);
  await runFixture(before);
  await before.close();
  const pushed = JSON.stringify(before.deployment.running?.pushed ?? brokenApp());
  writeFileSync(path.join(data.path, "app.json"), pushed);
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  await using running = await startDeployment({ ...options, warn });
  expect(warnings.join()).toContain("The app that was pushed last does not start, push it again");
  await runFixture(running);
  expect(await httpCalls(running.url).query("counted:unit")).toBe("pieces");
});
