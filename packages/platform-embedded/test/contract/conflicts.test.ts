import { expect } from "vitest";
import { deploymentTest as test } from "../deploymentTest.js";

const count = (name: string) => ({ fn: "counted:once", args: { name } });

test("the conflicts of two functions are found on what is deployed", async ({
  deployment,
  channel,
}) => {
  const { engine } = deployment.deployment.running!;
  const [conflict] = await engine.conflicts(count(channel), count(channel));
  expect(conflict?.message).toContain("by_channel");
  expect(await engine.conflicts(count(channel), count(`other ${channel}`))).toEqual([]);
});

test("a race on the deployment commits for real, each once", async ({
  deployment,
  http,
  channel,
}) => {
  const { engine } = deployment.deployment.running!;
  const report = await engine.race([count(channel), count(channel)], { seed: 1 });
  expect(report.outcomes.map(({ attempts }) => attempts).sort()).toEqual([1, 2]);
  expect(await http.query("messages:list", { channel })).toEqual(["counted"]);
});
