import { once } from "node:events";
import { expect } from "vitest";
import { WebSocket } from "ws";
import { deploymentTest as test } from "../deploymentTest.js";
import { frames } from "../frames.js";

const connect = (session: string) =>
  JSON.stringify({ type: "Connect", sessionId: session, connectionCount: 0 });
const mutation = (requestId: number, udfPath: unknown, args: unknown) =>
  JSON.stringify({ type: "Mutation", requestId, udfPath, args });

test.for([
  ["what is not JSON", "{"],
  ["what is not an object", "7"],
  ["an unknown message", '{"type":"Dance"}'],
  [
    "a query set that does not follow",
    '{"type":"ModifyQuerySet","baseVersion":7,"newVersion":8,"modifications":[]}',
  ],
  ["a query set without changes", '{"type":"ModifyQuerySet","baseVersion":0,"newVersion":1}'],
  ["a sign-in that does not follow", '{"type":"Authenticate","tokenType":"None","baseVersion":3}'],
])("%s ends the connection with a reason", async ([, frame = ""], { deployment, http }) => {
  const answers = await frames(deployment.url, [frame]);
  expect(answers).toEqual([{ type: "FatalError", error: expect.any(String) }]);
  expect(await http.query("counted:unit")).toBe("pieces");
});

test.for([
  ["an unknown function", "messages:nothing", [{}]],
  ["a path that is not a string", 7, [{}]],
  ["arguments that are no object", "messages:send", [7]],
  ["arguments that are none", "messages:send", null],
  ["arguments of the wrong type", "messages:send", [{ channel: 1 }]],
] as const)("a mutation with %s is answered", async ([, path, args], { deployment, task }) => {
  const sent = [connect(task.id), mutation(0, path, args)];
  const [answer] = await frames(deployment.url, sent, 1);
  expect(answer).toMatchObject({ type: "MutationResponse", requestId: 0, success: false });
});

test("a mutation that is sent twice in one session runs once", async ({
  deployment,
  http,
  channel,
}) => {
  const send = mutation(5, "messages:send", [{ channel, text: "once" }]);
  const sent = [connect(`twice ${channel}`), send, send];
  await frames(deployment.url, sent, 3);
  await frames(deployment.url, [connect(`twice ${channel}`), send], 1);
  expect(await http.query("messages:list", { channel })).toEqual(["once"]);
});

test("a frame that is too large ends the connection, not the deployment", async ({
  deployment,
  http,
}) => {
  const frame = JSON.stringify({ type: "Event", event: "x".repeat(33 * 1024 * 1024) });
  expect(await frames(deployment.url, [frame])).toEqual([]);
  expect(await http.query("counted:unit")).toBe("pieces");
});

test("a body that is too large is refused", async ({ deployment }) => {
  const body = "x".repeat(65 * 1024 * 1024);
  const answer = await fetch(`${deployment.url}/api/query`, { method: "POST", body }).catch(
    () => null,
  );
  expect(answer?.status ?? 413).toBe(413);
});

test("a WebSocket to another path is refused", async ({ deployment }) => {
  const socket = new WebSocket(`${deployment.url.replace("http", "ws")}/elsewhere`);
  const [error] = (await once(socket, "error")) as [Error];
  expect(error.message).toContain("hang up");
});
