import { expect } from "vitest";
import { deploymentTest as test } from "../deploymentTest.js";

const timedOut = "Function execution timed out (maximum duration: 1s)";

test.for([
  ["loop", timedOut],
  ["short loop", timedOut],
  ["caught loop", timedOut],
  ["recursion", timedOut],
  ["awaiting loop", timedOut],
  ["reading loop", "Too many index ranges read"],
  ["promise", timedOut],
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
  await expect(http.query("messages:endlessQuery")).rejects.toThrow(timedOut);
});

test("who calls a mutation that never ends may go on", async ({ http }) => {
  await http.mutation("messages:endlessCaller");
  const [message] = await http.query<string[]>("messages:list", { channel: "endless caller" });
  expect(message).toContain(timedOut);
});
