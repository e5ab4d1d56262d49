import { expect, test } from "vitest";
import { hostDeployment } from "../../src/host/hostDeployment.js";
import { runFixture } from "../runFixture.js";

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("a push that is under way when the deployment is closed leaves no crons behind, a later one is refused", async () => {
  await using running = await hostDeployment({ inMemory: true });
  await runFixture(running);
  const { deployment } = running;
  const { pushed } = deployment.running!;
  const whileItRuns = timers();
  const underWay = deployment.activate(pushed);
  await deployment.close();
  await underWay;
  expect(timers()).toBeLessThan(whileItRuns);
  expect(deployment.running).toBeNull();
  await expect(deployment.activate(pushed)).rejects.toThrow("The deployment is closed");
});
