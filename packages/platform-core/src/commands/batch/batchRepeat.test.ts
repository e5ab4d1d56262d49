import { describe, expect, test } from "vitest";
import { Account } from "../../../test/bank.js";
import { fn, initBatchApp, put, sendBatch, take } from "../../../test/batchApp.js";
import { addedBy, ann, as, stored, type App } from "../../../test/initConvexTest.js";

const cents = async (t: App) => {
  const { state } = await stored(t, { aggregate: Account, id: "a" });
  return (state as { cents: number }).cents;
};
const meta = { commandId: "b-1" };

describe("a repeat", () => {
  test.each(["all", "partial"] as const)(
    "CB-6 of a batch (%s) returns the first outcome and writes nothing",
    async (mode) => {
      const t = await initBatchApp();
      const batch = { items: [put(1), put(2)], mode, meta };
      const first = await sendBatch(t, batch);
      const { outcome, added } = await addedBy(t, () => sendBatch(t, batch));
      expect([outcome, added]).toEqual([first, {}]);
    },
  );

  test("CB-6 of a rejected batch returns the rejection", async () => {
    const t = await initBatchApp();
    const batch = { items: [take(1_000)], meta };
    const first = await sendBatch(t, batch);
    await as(t).mutation(fn("app:deposit"), { accountId: "a", cents: 5_000 });
    expect(await sendBatch(t, batch)).toEqual(first);
  });

  test("CB-6 of part of a batch under its id is misuse, and nothing of it runs", async () => {
    const t = await initBatchApp();
    await sendBatch(t, { items: [put(1), put(2)], meta });
    for (const items of [[put(1)], [put(1), put(2), put(3)], [put(2), put(1)]]) {
      expect(await sendBatch(t, { items, meta })).toMatchObject({
        code: "COMMAND_ID_REUSED",
        details: { differs: "payload" },
      });
    }
    expect(await cents(t)).toBe(103);
  });

  test("CB-6 of a batch in another mode is misuse", async () => {
    const t = await initBatchApp();
    await sendBatch(t, { items: [put(1)], meta });
    expect(await sendBatch(t, { items: [put(1)], mode: "partial", meta })).toMatchObject({
      code: "COMMAND_ID_REUSED",
    });
  });

  test("CB-6 of an item outside the batch, under its id, returns the item's outcome", async () => {
    const t = await initBatchApp();
    const outcome = await sendBatch(t, { items: [put(1)], meta });
    const again = await as(t).mutation(fn("app:deposit"), {
      accountId: "a",
      cents: 1,
      meta: { commandId: "b-1:0" },
    });
    expect(again).toMatchObject({ ...(outcome as { items: object[] }).items[0] });
    expect(await cents(t)).toBe(101);
  });

  test("CB-6 an item whose id another caller has taken is refused with the batch", async () => {
    const t = await initBatchApp();
    await as(t, { ...ann, id: "bob" }).mutation(fn("app:deposit"), {
      accountId: "a",
      cents: 1,
      meta: { commandId: "b-1:1" },
    });
    const outcome = await sendBatch(t, { items: [put(1), put(1)], meta });
    expect(outcome).toMatchObject({
      code: "COMMAND_ID_REUSED",
      item: 1,
      details: { differs: "caller" },
    });
    expect(await cents(t)).toBe(101);
  });
});
