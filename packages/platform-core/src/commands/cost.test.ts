import { describe, expect, test } from "vitest";
import { Account, deposit, depositAll, openAccount, withdraw } from "../../test/bank.js";
import { costOf } from "../../test/costOf.js";
import {
  ann,
  api,
  as,
  initConvexTest,
  withAccount,
  withTrap,
  type App,
} from "../../test/initConvexTest.js";
import { setTrap, springTrap } from "../../test/trap.js";

const sent = <Args>(args: Args, commandId: string) => ({ actor: ann, args, meta: { commandId } });
const deposited = (commandId: string) => sent({ accountId: "a", cents: 5 }, commandId);

const longer = (t: App, by: number) =>
  as(t).mutation(api.depositAll, { accountId: "a", amounts: Array<number>(by).fill(1) });

describe("the cost of a command", () => {
  test("OR-1 that creates: 2 calls, nothing read, 3 documents, nothing scheduled", async () => {
    const cost = await costOf(initConvexTest(), setTrap, sent({ trapId: "t" }, "c-1"));
    expect(cost).toEqual({ status: "executed", calls: 2, read: 0, written: 3, scheduled: 0 });
  });

  test("OR-1 with a tag and an inline row: one document more for each", async () => {
    const args = { accountId: "b", owner: "o" };
    const cost = await costOf(initConvexTest(), openAccount, sent(args, "c-1"));
    expect(cost).toEqual({ status: "executed", calls: 2, read: 0, written: 5, scheduled: 0 });
  });

  test("OR-1 that changes: 2 calls, 3 documents read, as many written and one for a new row", async () => {
    const t = await withTrap();
    const cost = await costOf(t, springTrap, sent({ trapId: "t", fault: "" }, "c-1"));
    expect(cost).toEqual({ status: "executed", calls: 2, read: 3, written: 4, scheduled: 0 });
  });

  test("OR-1 that is rejected: 2 calls and its record", async () => {
    const t = await withAccount(1);
    const cost = await costOf(t, withdraw, sent({ accountId: "a", cents: 5 }, "c-1"));
    expect(cost).toEqual({ status: "rejected", calls: 2, read: 1, written: 1, scheduled: 0 });
  });

  test("CB-1 that is a repeat: 1 call, 1 document read, nothing written", async () => {
    const t = await withAccount();
    await costOf(t, deposit, deposited("c-1"));
    const cost = await costOf(t, deposit, deposited("c-1"));
    expect(cost).toEqual({ status: "executed", calls: 1, read: 1, written: 0, scheduled: 0 });
  });

  test("CB-1 without an id of the caller: nobody looks for an earlier outcome", async () => {
    const t = await withAccount();
    const { actor, args } = deposited("");
    const cost = await costOf(t, deposit, { actor, args });
    expect(cost).toMatchObject({ status: "executed", calls: 2 });
  });

  test("PR-1 a row that stays equal is not written", async () => {
    const t = await withAccount();
    const one = await costOf(t, depositAll, sent({ accountId: "a", amounts: [1] }, "c-1"));
    const same = await costOf(t, depositAll, sent({ accountId: "a", amounts: [0] }, "c-2"));
    expect(one.written - same.written).toBe(1);
  });

  test("AG-4 does not grow with the length of the stream", async () => {
    const t = await withAccount();
    const short = await costOf(t, deposit, deposited("c-1"));
    await longer(t, 499);
    await longer(t, 499);
    const long = await costOf(t, deposit, deposited("c-2"));
    expect(long).toEqual(short);
    expect(short).toMatchObject({ calls: 2, scheduled: 0 });
  });

  test("AG-4 does not grow with the number of other aggregates", async () => {
    const t = await withAccount();
    const alone = await costOf(t, deposit, deposited("c-1"));
    for (let n = 0; n < 50; n++) {
      await as(t).mutation(api.openAccount, { accountId: `other-${n}`, owner: "owner" });
    }
    expect(await costOf(t, deposit, deposited("c-2"))).toEqual(alone);
    expect(Account.name).toBe("Account");
  });
});
