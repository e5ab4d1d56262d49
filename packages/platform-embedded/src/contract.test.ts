import { afterAll, beforeAll, expect, test } from "vitest";
import { startDeployment, type RunningDeployment } from "./startDeployment.js";
import { pushFixture } from "./testing/pushFixture.js";

test("x", async () => {
  await using deployment = await startDeployment({ inMemory: true });
  await pushFixture(deployment);
  const { ConvexHttpClient } = await import("convex/browser");
  const client = new ConvexHttpClient(deployment.url);
  const m = (n: string, a = {}) => client.mutation(n as any, a).catch((e) => e.message);
  const q = (n: string, a = {}) => client.query(n as any, a).catch((e) => e.message);
  console.log(await m("messages:send", { channel: "a", text: "x" }), await q("messages:list", { channel: "a" }));
  console.log(await m("messages:refuse", { code: "NO" }), await q("messages:fail"), await m("messages:hidden", {}));
  console.log(await m("messages:random"), await m("messages:wait"), await q("messages:fetchIt"), await q("messages:buffer"), await q("messages:clock"));
  console.log(await m("messages:bytes", { data: new Uint8Array([1, 2]).buffer, big: 2n ** 60n }), await q("messages:variables"), await q("counted:unit"));
  console.log(await client.action("messages:sendTwice" as any, { channel: "b", text: "t" }), await client.action("counted:addByAction" as any, { name: "b" }).catch((e) => e.message));
  console.log(await m("counted:add", { name: "z" }), await q("counted:both", { name: "z" }), await m("pooled:send", { channel: "p", text: "pooled" }));
  console.log(await (await fetch(deployment.url + "/messages", { method: "POST", body: JSON.stringify({ channel: "h", text: "hh" }) })).text(), await (await fetch(deployment.url + "/counter/ping")).text());
  await new Promise((r) => setTimeout(r, 1500));
  console.log(await q("messages:list", { channel: "p" }), await q("messages:list", { channel: "ticks" }), await q("messages:list", { channel: "h" }));
  expect(1).toBe(1);
});
