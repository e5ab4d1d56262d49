import { expect, test } from "vitest";
import { startDeployment } from "../startDeployment.js";
import { runFixture } from "../testing/runFixture.js";

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("a push that is under way when the deployment is closed leaves no crons behind, a later one is refused", async () => {
  const running = await startDeployment({ inMemory: true });
  const before = timers();
  await runFixture(running);
  const { deployment } = running;
  const { pushed } = deployment.running!;
  const underWay = deployment.activate(pushed);
  await running.close();
  await underWay;
  await expect(deployment.activate(pushed)).rejects.toThrow("The deployment is closed");
  expect(deployment.running).toBeNull();
  expect(timers()).toBeLessThanOrEqual(before);
});
