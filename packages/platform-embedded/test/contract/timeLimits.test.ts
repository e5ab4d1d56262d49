import { expect } from "vitest";
import { deploymentTest as test } from "../deploymentTest.js";

const TIMED_OUT = "Function execution timed out (maximum duration: 1s)";

test.for([
  ["loop", TIMED_OUT],
  ["short loop", TIMED_OUT],
  ["caught loop", TIMED_OUT],
  ["recursion", TIMED_OUT],
  ["awaiting loop", TIMED_OUT],
  ["reading loop", "Too many index ranges read"],
  ["promise", TIMED_OUT],
] as const)(
  "a mutation that never ends is ended, and undone: %s",
  async (kind, { http, channel }) => {
    const [how, reason] = kind;
    await expect(http.mutation("messages:endless", { how })).rejects.toThrow(reason);
    expect(await http.query("messages:list", { channel: "endless" })).toEqual([]);
    await http.mutation("messages:send", { channel, text: "goes on" });
    expect(await http.query("messages:list", { channel })).toEqual(["goes on"]);
  },
);

test("a query that never ends is ended", async ({ http }) => {
  await expect(http.query("messages:endlessQuery")).rejects.toThrow(TIMED_OUT);
});

test("who calls a mutation that never ends may go on", async ({ http }) => {
  await http.mutation("messages:endlessCaller");
  const [message] = await http.query<string[]>("messages:list", { channel: "endless caller" });
  expect(message).toContain(TIMED_OUT);
});
