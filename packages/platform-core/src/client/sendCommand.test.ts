import { ConvexError } from "convex/values";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { api, as, withAccount } from "../../test/initConvexTest.js";
import type { Executed } from "../declarations/outcome.js";
import { makeCommandId } from "./makeCommandId.js";
import { sendCommand } from "./sendCommand.js";
import { OutcomeError, unwrap } from "./unwrap.js";

const lost = new TypeError("fetch failed");
const args = { accountId: "a", cents: 5 };
const command = { mutation: api.makeDeposit, args };

/** How long each retry waits; none of them really does. */
const waits: number[] = [];
beforeEach(() => {
  waits.length = 0;
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((run: () => void, ms: number) => {
    waits.push(ms);
    queueMicrotask(run);
    return 0;
  }) as never);
});
afterEach(() => vi.restoreAllMocks());

/** A client whose calls end as listed, then succeed; it remembers what it was sent. */
function clientWith(...ends: Error[]) {
  const sent: Record<string, unknown>[] = [];
  const mutation = vi.fn(async (_reference: unknown, given: Record<string, unknown>) => {
    sent.push(given);
    const end = ends[sent.length - 1];
    if (end !== undefined) throw end;
    return { status: "executed" };
  });
  const idOf = (n: number) => (sent[n]?.["meta"] as { commandId: string }).commandId;
  return { client: { mutation }, sent, idOf };
}

describe("sendCommand", () => {
  test("OR-2 makes one command id and keeps it for every repeat", async () => {
    const { client, sent, idOf } = clientWith(lost, lost);
    await sendCommand(client, command);
    expect(sent).toHaveLength(3);
    expect(new Set([idOf(0), idOf(1), idOf(2)]).size).toBe(1);
    expect(sent[0]).toMatchObject(args);
  });

  test("OR-2 makes a new id for each intent", async () => {
    const { client, idOf } = clientWith();
    await sendCommand(client, command);
    await sendCommand(client, command);
    expect(idOf(0)).not.toBe(idOf(1));
  });

  test("OR-2 keeps the caller's id and the rest of the meta", async () => {
    const { client, sent } = clientWith();
    const meta = { commandId: "mine", correlationId: "trace" };
    await sendCommand(client, { ...command, args: { ...args, meta } });
    expect(sent[0]).toEqual({ ...args, meta });
  });

  test("OR-2 does not repeat what a repeat cannot mend", async () => {
    const bug = new ConvexError({
      kind: "infrastructure",
      code: "DECIDE_FAILED",
      message: "m",
      retryable: false,
    });
    const { client, sent } = clientWith(bug);
    await expect(sendCommand(client, command)).rejects.toBe(bug);
    expect(sent).toHaveLength(1);
  });

  test("OR-2 repeats what says that it is worth a retry", async () => {
    const conflict = new ConvexError({
      kind: "infrastructure",
      code: "CONFLICT",
      message: "m",
      retryable: true,
    });
    const { client, sent } = clientWith(conflict);
    expect(await sendCommand(client, command)).toEqual({ status: "executed" });
    expect(sent).toHaveLength(2);
  });

  test("OR-2 throws the last error when attempts run out", async () => {
    const { client, sent } = clientWith(lost, lost, lost, lost);
    await expect(sendCommand(client, command, { retries: 2 })).rejects.toBe(lost);
    expect(sent).toHaveLength(3);
  });

  test("OR-2 waits longer each time, with jitter, and never longer than 5 s", async () => {
    const { client } = clientWith(...Array<Error>(8).fill(lost));
    await sendCommand(client, command, { retries: 8, backoffMs: 100 });
    const longest = [100, 200, 400, 800, 1600, 3200, 5000, 5000];
    waits.forEach((ms, n) => {
      expect(ms).toBeGreaterThanOrEqual(longest[n]! / 2);
      expect(ms).toBeLessThanOrEqual(longest[n]!);
    });
    expect(waits).toHaveLength(8);
  });

  test("CB-1 a repeat after a lost answer executes once", async () => {
    const t = await withAccount(0);
    const answers = [lost, lost];
    const client = {
      mutation: async (_reference: unknown, given: Record<string, unknown>) => {
        const answer = await as(t).mutation(api.makeDeposit, given as typeof args);
        const failure = answers.pop();
        if (failure !== undefined) throw failure;
        return answer;
      },
    };
    const outcome = await sendCommand(client, command);
    expect(outcome).toMatchObject({ status: "executed", version: 2 });
    expect(await as(t).query(api.getBalance, { key: "a" })).toMatchObject({ cents: 5 });
  });

  test("OR-6 returns the outcome of the mutation it is given, typed", async () => {
    const { client } = clientWith();
    const outcome = await sendCommand(client, command);
    expectTypeOf(outcome.status).toEqualTypeOf<"executed" | "rejected" | "refused">();
    expect(outcome.status).toBe("executed");
  });
});

describe("unwrap", () => {
  const executed: Executed = {
    status: "executed",
    commandId: "c",
    version: 1,
    position: null,
    events: [],
  };

  test("OR-6 returns what was executed", () => {
    expect(unwrap(executed)).toBe(executed);
  });

  test("OR-6 throws a rejection with its outcome and code", async () => {
    const t = await withAccount(1);
    const outcome = await as(t).mutation(api.withdraw, { accountId: "a", cents: 2 });
    const thrown = (() => {
      try {
        return unwrap(outcome);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(OutcomeError);
    expect(thrown).toMatchObject({
      name: "OutcomeError",
      code: "INSUFFICIENT_FUNDS",
      message: "INSUFFICIENT_FUNDS: The account does not hold that much.",
      outcome,
    });
  });

  test("OR-6 throws a refusal", async () => {
    const t = await withAccount();
    const outcome = await t.mutation(api.makeDeposit, args);
    expect(() => unwrap(outcome)).toThrow("UNAUTHENTICATED: Sign in first");
  });

  test("OR-6 leaves only the executed outcome in the type", async () => {
    const t = await withAccount();
    const done = unwrap(await as(t).mutation(api.makeDeposit, args));
    expectTypeOf(done.status).toEqualTypeOf<"executed">();
    expect(done.version).toBe(3);
  });
});

test("CB-1 makeCommandId makes ids that a command takes and that differ", () => {
  const ids = Array.from({ length: 1_000 }, makeCommandId);
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
});

test.each([{ retries: Number.NaN }, { retries: -1 }, { backoffMs: Number.NaN }, { backoffMs: -1 }])(
  "OR-2 options that would never end are refused before anything is sent: %j",
  async (options) => {
    const mutation = vi.fn();
    const sent = sendCommand({ mutation }, { mutation: {} as never, args: {} as never }, options);
    await expect(sent).rejects.toThrow(RangeError);
    expect(mutation).not.toHaveBeenCalled();
  },
);
