import { expect, test } from "vitest";
import { dump, withAccount } from "../../test/initConvexTest.js";
import { platformWith, sendDeposit } from "../../test/platformWith.js";

test("CB-5 an app says how long the outcomes of its commands are kept", async () => {
  const t = await withAccount();
  const [short, long] = [1_000, 90 * 86_400_000];
  for (const retentionMs of [short, long]) {
    await sendDeposit(t, platformWith({ retentionMs }), { commandId: `kept-${retentionMs}` });
  }
  const commands = (await dump(t))["eventStore.commands"] ?? [];
  const kept = (commandId: string) => {
    const record = commands.find((row) => row["commandId"] === commandId);
    return Number(record?.["expiresAt"]) - Number(record?.["_creationTime"]);
  };
  expect(kept(`kept-${long}`) - kept(`kept-${short}`)).toBeGreaterThan(long - short - 60_000);
  expect(kept(`kept-${short}`)).toBeLessThan(60_000);
});

test.each([0, 1.5, Number.NaN, Number.MAX_VALUE])("CB-5 a retention of %d ms is none", (ms) => {
  expect(() => platformWith({ retentionMs: ms })).toThrow(/retentionMs must be a whole number/);
});
