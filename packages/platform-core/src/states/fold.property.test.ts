import fc from "fast-check";
import { expect, test } from "vitest";
import { Account } from "../../test/bank.js";
import { ann, api, as, initConvexTest, stored, type App } from "../../test/initConvexTest.js";
import { Diary } from "../../test/notes.js";
import { Trap } from "../../test/trap.js";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import { fold } from "./fold.js";

type Outcome = { status: string; version?: number; events?: unknown[] };
type Step = { target: { aggregate: AnyAggregate; id: string }; send: (t: App) => Promise<Outcome> };

const user = (t: App) => as(t, { ...ann, roles: ["teller"] });
const ids = fc.constantFrom("1", "2");
const cents = fc.integer({ min: -2, max: 9 });
const meta = fc.option(
  fc.record(
    {
      commandId: fc.constantFrom("c-1", "c-2", "c-3"),
      expectedVersion: fc.integer({ min: 0, max: 4 }),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
);
const withMeta = (given: object | undefined) => (given === undefined ? {} : { meta: given });

const onAccount = fc
  .tuple(ids, cents, meta, fc.constantFrom("open", "open", "deposit", "withdraw", "all", "close"))
  .map(([id, amount, given, kind]): Step => {
    const args = { accountId: id, ...withMeta(given) };
    const send = (t: App): Promise<Outcome> => {
      if (kind === "open") return user(t).mutation(api.openAccount, { ...args, owner: "o" });
      if (kind === "deposit") return user(t).mutation(api.makeDeposit, { ...args, cents: amount });
      if (kind === "withdraw") return user(t).mutation(api.withdraw, { ...args, cents: amount });
      if (kind === "close") return user(t).mutation(api.closeAccount, args);
      const amounts = Array<number>(Math.max(amount, 0)).fill(amount);
      return user(t).mutation(api.depositAll, { ...args, amounts });
    };
    return { target: { aggregate: Account, id }, send };
  });

const onDiary = fc
  .tuple(ids, meta, fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }), fc.boolean())
  .map(([id, given, texts, tears]): Step => {
    const args = { diaryId: id, ...withMeta(given) };
    const send = (t: App): Promise<Outcome> =>
      tears
        ? user(t).mutation(api.tearOutEntry, { ...args, entryId: "c-1.1" })
        : user(t).mutation(api.writeEntries, { ...args, texts });
    return { target: { aggregate: Diary, id }, send };
  });

// What convex-test takes for 25 sequences of 20 commands on a busy machine.
const seconds = 60_000;

const faults = ["", "rejected", "decide throws", "evolve throws", "handler throws", "load throws"];
const onTrap = fc
  .tuple(ids, meta, fc.constantFrom("set", ...faults))
  .map(([id, given, fault]): Step => {
    const args = { trapId: id, ...withMeta(given) };
    const send = (t: App): Promise<Outcome> =>
      fault === "set"
        ? user(t).mutation(api.setTrap, args)
        : user(t).mutation(api.springTrap, { ...args, fault });
    return { target: { aggregate: Trap, id }, send };
  });

const steps = fc.array(fc.oneof(onAccount, onDiary, onTrap), { minLength: 5, maxLength: 20 });

async function isFold(t: App, target: Step["target"]) {
  const { events, version, state } = await stored(t, target);
  expect(version).toBe(events.length);
  expect(events.map((event) => event.version)).toEqual(events.map((_, index) => index + 1));
  if (version === 0) return;
  const folded = fold(target.aggregate, target.aggregate.initial, events);
  expect(state).toStrictEqual(folded);
}

test(
  "AG-3 over random commands the stored state is the fold of the stream, and both have one version",
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const t = initConvexTest();
        for (const { send, target } of sequence) {
          await send(t).catch(() => undefined);
          await isFold(t, target);
        }
      }),
      { numRuns: 25 },
    );
  },
  seconds,
);

test(
  "AG-3 over random commands a success moves the version by its events, and a failure moves nothing",
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const t = initConvexTest();
        const seen = new Set<string>();
        for (const { send, target } of sequence) {
          const before = await stored(t, target);
          const outcome = await send(t).catch(
            () => ({ status: "failed" }) satisfies Outcome as Outcome,
          );
          const after = await stored(t, target);
          const repeat = JSON.stringify(outcome, (_key, value: unknown) =>
            typeof value === "bigint" ? `${value}` : value,
          );
          if (outcome.status !== "executed" || seen.has(repeat)) expect(after).toEqual(before);
          else {
            expect(after.version).toBe(outcome.version);
            expect(after.version).toBe(before.version + outcome.events!.length);
          }
          seen.add(repeat);
        }
      }),
      { numRuns: 25 },
    );
  },
  seconds,
);
