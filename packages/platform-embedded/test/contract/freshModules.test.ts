import { expect, test } from "vitest";
import { hostDeployment } from "../../src/host/hostDeployment.js";
import { httpCalls } from "../deploymentTest.js";
import { runFixture } from "../runFixture.js";

test.for([
  ["shared", false, [2, 2]],
  ["evaluated again for each call when that is asked for", true, [1, 1]],
] as const)("modules are %s", async ([, freshModules, second]) => {
  await using deployment = await hostDeployment({ inMemory: true, freshModules });
  await runFixture(deployment);
  const http = httpCalls(deployment.url);
  expect(await http.mutation("messages:countCalls")).toEqual([1, 1]);
  expect(await http.mutation("messages:countCalls")).toEqual(second);
  await http.mutation("counted:add", { name: "fresh" });
  expect(await http.query("counted:both", { name: "fresh" })).toEqual({ own: 1, counter: 1 });
});
