import { createHash } from "node:crypto";
import { expect } from "vitest";
import { adminCall, deploymentTest as test, Updates } from "../deploymentTest.js";

const bytes = new Uint8Array(300_000).map((_, i) => (i * 7) % 251);
const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64");

async function upload(url: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  const answer = await fetch(url, { method: "POST", body, headers });
  return (await answer.json()) as { storageId: string; code?: string };
}

const bytesAt = async (url: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(url)).arrayBuffer());

test("what is uploaded is downloaded, with its type", async ({ http }) => {
  const to = await http.mutation<string>("files:uploadUrl");
  const { storageId: id } = await upload(to, bytes, { "content-type": "image/png" });
  const url = await http.query<string>("files:url", { id });
  const answer = await fetch(url);
  expect(answer.headers.get("content-type")).toBe("image/png");
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
  expect(await http.query("files:row", { id })).toMatchObject({
    contentType: "image/png",
    sha256: digestOf(bytes),
    size: bytes.length,
  });
});

test("a page of another origin may upload and download", async ({ http }) => {
  const to = await http.mutation<string>("files:uploadUrl");
  const origin = "http://localhost:5173";
  const preflight = await fetch(to, { method: "OPTIONS", headers: { origin } });
  expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
  const { storageId: id } = await upload(to, bytes, { origin });
  const url = await http.query<string>("files:url", { id });
  const answer = await fetch(url, { headers: { origin } });
  expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
});

test.for([
  ["bytes=0-9", "bytes 0-9/300000", 0, 10],
  ["bytes=299990-", "bytes 299990-299999/300000", 299_990, 300_000],
  ["bytes=-5", "bytes 299995-299999/300000", 299_995, 300_000],
  ["bytes=299999-999999", "bytes 299999-299999/300000", 299_999, 300_000],
] as const)("a part of a file is got: %s", async ([range, content, from, to], { http }) => {
  const target = await http.mutation<string>("files:uploadUrl");
  const { storageId: id } = await upload(target, bytes, {});
  const url = await http.query<string>("files:url", { id });
  const answer = await fetch(url, { headers: { range } });
  expect([answer.status, answer.headers.get("content-range")]).toEqual([206, content]);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes.subarray(from, to));
});

test("a part that no file has is refused", async ({ http }) => {
  const id = await http.action<string>("files:store", { text: "short", type: "" });
  const url = await http.query<string>("files:url", { id });
  expect((await fetch(url, { headers: { range: "bytes=9-" } })).status).toBe(416);
});

test("an empty file is a file", async ({ http }) => {
  const id = await http.action<string>("files:store", { text: "", type: "text/plain" });
  const url = await http.query<string>("files:url", { id });
  expect(await bytesAt(url)).toEqual(new Uint8Array());
  expect(await http.action("files:read", { id })).toEqual({ text: "", type: "text/plain" });
});

test("what an action stores is downloaded, and read by actions", async ({ http }) => {
  const id = await http.action<string>("files:store", { text: "grün", type: "text/plain" });
  const url = await http.action<string>("files:urlByAction", { id });
  expect(await (await fetch(url)).text()).toBe("grün");
  expect(await http.action("files:read", { id })).toEqual({ text: "grün", type: "text/plain" });
});

test("an HTTP action stores what it is sent", async ({ deployment }) => {
  const answer = await fetch(`${deployment.url}/files`, { method: "POST", body: bytes });
  const { url } = (await answer.json()) as { url: string };
  expect(await bytesAt(url)).toEqual(bytes);
});

test("a file that is deleted is gone, and live queries hear of it", async ({ http, connect }) => {
  const id = await http.action<string>("files:store", { text: "gone", type: "" });
  const updates = new Updates<string | null>(connect(), "files:url", { id });
  await updates.until(({ values }) => values.length === 1);
  const url = updates.last ?? "";
  await http.mutation("files:remove", { id });
  await updates.until(({ last }) => last === null);
  expect((await fetch(url)).status).toBe(404);
  expect(await http.action("files:read", { id })).toBeNull();
  await expect(http.action("files:removeByAction", { id })).rejects.toThrow("was not found");
});

test("the same bytes stored twice stay while one of the two files is there", async ({ http }) => {
  const file = { text: "twice the same", type: "" };
  const [one, other] = await Promise.all([
    http.action<string>("files:store", file),
    http.action<string>("files:store", file),
  ]);
  await http.action("files:removeByAction", { id: one });
  expect(await http.action("files:read", { id: other })).toEqual(file);
});

test("a mutation that fails after it has deleted a file has not deleted it", async ({ http }) => {
  const id = await http.action<string>("files:store", { text: "kept", type: "" });
  await expect(http.mutation("files:removeAndFail", { id })).rejects.toThrow("after the deletion");
  expect(await http.action("files:read", { id })).toMatchObject({ text: "kept" });
});

test("a file whose checksum is another one is refused", async ({ http }) => {
  const to = await http.mutation<string>("files:uploadUrl");
  const wrong = { digest: `sha-256=${digestOf(bytes.subarray(1))}` };
  expect(await upload(to, bytes, wrong)).toMatchObject({ code: "BadUpload" });
  const right = { digest: `sha-256=${digestOf(bytes)}` };
  expect(await upload(to, bytes, right)).toHaveProperty("storageId");
});

test("files of a component are the component's own", async ({ deployment }) => {
  const asked = await adminCall(deployment, "files:uploadUrl", { component: "counter" });
  const { storageId: id } = await upload(asked.value as string, bytes, {});
  const { value } = await adminCall(deployment, "files:url", { component: "counter", id });
  expect(await bytesAt(value as string)).toEqual(bytes);
  const outside = (value as string).replace("component=counter", "component=");
  expect((await fetch(outside)).status).toBe(404);
});

test.for([
  ["an upload without a token", "POST", "/api/storage/upload", 401],
  ["an upload with a token of somebody else", "POST", "/api/storage/upload?token=eHwxfA", 401],
  ["a download by an id alone", "GET", "/api/storage/10000_storage", 404],
  ["a download that was not signed", "GET", "/api/storage/10000_storage.abc", 404],
] as const)("%s is refused", async ([, method, path, status], { deployment, http }) => {
  await http.action("files:store", { text: "secret", type: "" });
  expect((await fetch(`${deployment.url}${path}`, { method })).status).toBe(status);
});
