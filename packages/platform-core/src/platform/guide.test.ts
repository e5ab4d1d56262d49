import { expect, test, vi } from "vitest";
import { ann, withAccount } from "../../test/initConvexTest.js";
import { deposit } from "../../test/bank.js";
import { lines, logRow, outcomes, platform, transfer } from "../../test/guide.js";
import type { CommandSender } from "../client.js";

test("US-1 the guide's platform runs: its layer is passed and its log is written", async () => {
  const t = await withAccount();
  const sent = { actor: ann, args: { accountId: "a", cents: 1 } };
  await t.mutation((ctx) => platform.execute(ctx, deposit, sent));
  expect(outcomes).toEqual(["bank.deposit executed"]);
  expect(lines).toMatchObject([[expect.stringContaining('"documentsWritten"'), "REPORT"]]);
});

test("US-1 the guide's client sends a batch under one id and takes its items", async () => {
  const items = [{ status: "skipped" }];
  const mutation = vi.fn<CommandSender["mutation"]>(async () => ({ status: "executed", items }));
  expect(await transfer({ mutation }, ["a", "b", 5])).toEqual(items);
  expect(mutation.mock.calls[0]?.[1]).toMatchObject({
    items: [{ command: "withdraw" }, { command: "deposit" }],
    meta: { commandId: expect.stringMatching(/^\w{32}$/) as string },
  });
});

test("US-1 the guide's logger writes int64", () => {
  const spy = vi.spyOn(console, "log").mockImplementation(() => undefined);
  logRow({ line: 1, bytes: 2n ** 60n });
  expect(spy).toHaveBeenCalledWith(expect.stringContaining('"bytes":"1152921504606846976"'));
  spy.mockRestore();
});
