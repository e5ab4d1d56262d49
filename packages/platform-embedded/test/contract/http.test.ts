import { ConvexError } from "convex/values";
import { expect } from "vitest";
import { adminCall, deploymentTest as test, httpCalls } from "../deploymentTest.js";

type Sent = { id: string; position: bigint };

test("a mutation writes and a query reads", async ({ http, channel }) => {
  await http.mutation("messages:send", { channel, text: "hello" });
  expect(await http.query("messages:list", { channel })).toEqual(["hello"]);
});

test("the commit timestamp in a result is the one in the document", async ({ http, channel }) => {
  const sent = await http.mutation<Sent>("messages:send", { channel, text: "at" });
  const rows = await http.query<{ _id: string }[]>("messages:rows");
  const { position } = sent;
  expect(rows.find(({ _id }) => _id === sent.id)).toMatchObject({ position });
});

test("an action calls mutations and queries", async ({ http, channel }) => {
  expect(await http.action("messages:sendTwice", { channel, text: "t" })).toBe(2);
});

test("bytes and 64-bit integers go in and out", async ({ http }) => {
  const data = new Uint8Array([1, 2, 250]).buffer;
  const answer = await http.mutation("messages:bytes", { data, big: 2n ** 60n });
  expect(answer).toEqual({ data, big: 2n ** 60n + 1n, size: 3 });
});

test("a ConvexError arrives with its data, and undoes the mutation", async ({ http }) => {
  const refused = http.mutation("messages:refuse", { code: "NO" });
  await expect(refused).rejects.toThrow(ConvexError);
  await expect(refused).rejects.toMatchObject({ data: { code: "NO", amount: 7n } });
  expect(await http.query("messages:list", { channel: "refused" })).toEqual([]);
});

test("another error arrives with its message and the place in the app's source", async ({
  http,
}) => {
  await expect(http.query("messages:fail")).rejects.toThrow(
    /broken on purpose\n\s+at .*messages\.ts/,
  );
});

test.for([
  ["an unknown function", "messages:nothing", "Could not find public function"],
  ["an internal function", "messages:hidden", "Could not find public function"],
  ["a mutation called as a query", "messages:send", "defined as mutation"],
])("%s is refused", async ([, path = "", reason = ""], { http }) => {
  await expect(http.query(path)).rejects.toThrow(reason);
});

test("arguments that the validator does not take are refused", async ({ http }) => {
  await expect(http.mutation("messages:send", { channel: 1 })).rejects.toThrow(/Validator error/);
});

test("a function of a component is not called from outside", async ({ http }) => {
  await expect(http.query("counter/count:get", { name: "a" })).rejects.toThrow("Could not find");
});

test("the admin runs internal functions and those of components", async ({
  deployment,
  http,
  channel,
}) => {
  await adminCall(deployment, "messages:hidden", { channel, text: "by admin" });
  expect(await http.query("messages:list", { channel })).toEqual(["by admin"]);
  const counted = await adminCall(deployment, "count:get", { component: "counter", name: "no" });
  expect(counted).toMatchObject({ status: "success", value: 0 });
});

test("a wrong admin key is refused", async ({ deployment: { url } }) => {
  const answer = await adminCall({ url, adminKey: "embedded|wrong" }, "messages:rows", {});
  expect(answer.message).toContain("BadDeployKey");
});

test("a token of the development issuer signs in, with its claims", async ({ deployment }) => {
  const token = deployment.token("ana", { roles: ["import"] });
  const ana = httpCalls(deployment.url, token);
  expect(await ana.query("messages:whoAmI")).toEqual({ subject: "ana", roles: ["import"] });
});

test("without a token one is nobody", async ({ http }) => {
  expect(await http.query("messages:whoAmI")).toBeNull();
});

test("a token that was changed is refused", async ({ deployment }) => {
  const [header, , signature] = deployment.token("ana").split(".");
  const claims = { iss: "https://platform-embedded.local", sub: "eve" };
  const forged = [header, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature];
  const eve = httpCalls(deployment.url, forged.join("."));
  await expect(eve.query("messages:whoAmI")).rejects.toThrow("signature");
});

const post = async (url: string, body: object): Promise<unknown> =>
  (await fetch(url, { method: "POST", body: JSON.stringify(body) })).json();

test("a query at a timestamp answers", async ({ deployment, http, channel }) => {
  await http.mutation("messages:send", { channel, text: "now" });
  const { ts } = (await post(`${deployment.url}/api/query_ts`, {})) as { ts: string };
  const asked = { path: "messages:list", args: { channel }, ts };
  const answer = await post(`${deployment.url}/api/query_at_ts`, asked);
  expect(answer).toMatchObject({ value: ["now"] });
});

test("an HTTP action answers with its status and headers", async ({
  deployment,
  http,
  channel,
}) => {
  const body = JSON.stringify({ channel, text: "by http" });
  const answer = await fetch(`${deployment.url}/messages`, { method: "POST", body });
  expect([answer.status, answer.headers.get("x-channel")]).toEqual([201, channel]);
  expect(await http.query("messages:list", { channel })).toEqual(["by http"]);
});

test("a component's HTTP action answers under its prefix", async ({ deployment }) => {
  const answer = await fetch(`${deployment.url}/counter/ping`);
  expect(await answer.text()).toBe("pong from the counter");
});

test.for([
  ["malformed JSON", "/api/query", "{", 400],
  ["a body that is not an object", "/api/query", "7", 400],
  ["a path that is not a string", "/api/query", '{"path":7}', 400],
  ["an endpoint that is not there", "/api/nothing", "{}", 403],
  ["a push without the admin key", "/api/deploy2/start_push", "{}", 403],
] as const)("%s gets an answer", async ([, path, body, status], { deployment }) => {
  const answer = await fetch(`${deployment.url}${path}`, { method: "POST", body });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toHaveProperty("message");
});

test("the plain JSON format has 64-bit integers as strings", async ({ deployment }) => {
  const args = { data: { $bytes: "AQI=" }, big: { $integer: "AQAAAAAAAAA=" } };
  const body = JSON.stringify({ path: "messages:bytes", args, format: "json" });
  const answer = await fetch(`${deployment.url}/api/mutation`, { method: "POST", body });
  expect(await answer.json()).toMatchObject({ value: { big: "2", data: "AQI=", size: 2 } });
});

test("the pages show tables and functions", async ({ deployment, http, channel }) => {
  await http.mutation("messages:send", { channel, text: "<b>bold</b>" });
  const overview = await (await fetch(deployment.url)).text();
  expect(overview).toContain("messages:sendTwice");
  const table = await (await fetch(`${deployment.url}/table?component=&name=messages`)).text();
  expect(table).toContain("&lt;b&gt;bold");
});

test("arguments that are too large are refused", async ({ http, channel }) => {
  const text = "x".repeat(17 * 1024 * 1024);
  const sent = http.mutation("messages:send", { channel, text });
  await expect(sent).rejects.toThrow("maximum size 16 MiB");
});

test("arguments and results of queries that are too large are refused", async ({ http }) => {
  const length = 17 * 1024 * 1024;
  const sent = http.query("messages:large", { text: "x".repeat(length) });
  await expect(sent).rejects.toThrow("Arguments of messages:large too large");
  const asked = http.query("messages:large", { length });
  await expect(asked).rejects.toThrow("Return value of messages:large too large");
});

test("a document that is too large is refused", async ({ http, channel }) => {
  const text = "x".repeat(1024 * 1024);
  const sent = http.mutation("messages:send", { channel, text });
  await expect(sent).rejects.toThrow("maximum size 1 MiB");
});
