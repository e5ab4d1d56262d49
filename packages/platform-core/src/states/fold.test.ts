import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { Account, accountEvents } from "../../test/bank.js";
import { defineAggregate } from "../declarations/defineAggregate.js";
import { defineEvents } from "../declarations/defineEvents.js";
import { fold } from "./fold.js";
import { infrastructureDataOf } from "../base/infrastructureError.js";

const { AccountOpened, MoneyDeposited } = accountEvents;
const deposited = (cents: number) => MoneyDeposited({ accountId: "a", cents });

function codeOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    return infrastructureDataOf(error)?.code;
  }
  return null;
}

test("AG-3 a fold is evolve, event by event", () => {
  const events = [AccountOpened({ accountId: "a", owner: "o" }), deposited(2), deposited(3)];
  expect(fold(Account, Account.initial, events)).toEqual({ owner: "o", cents: 5, closed: false });
});

test("AG-3 a fold in one go is the fold in steps", () => {
  const events = [AccountOpened({ accountId: "a", owner: "o" }), deposited(2), deposited(3)];
  const stepwise = events.reduce<unknown>(
    (state, event) => fold(Account, state, [event]),
    Account.initial,
  );
  expect(fold(Account, Account.initial, events)).toEqual(stepwise);
});

test("AG-3 an event that the declaration does not know is UNKNOWN_EVENT", () => {
  for (const type of ["Gone", "constructor", "__proto__"]) {
    expect(codeOf(() => fold(Account, Account.initial, [{ type, payload: {} }]))).toBe(
      "UNKNOWN_EVENT",
    );
  }
});

describe("an aggregate whose evolve is not careful", () => {
  const events = defineEvents({
    Noted: { boxId: v.string(), bytes: v.bytes(), note: v.optional(v.string()) },
  });
  const vBox = v.object({
    bytes: v.bytes(),
    note: v.optional(v.string()),
    fields: v.number(),
    list: v.array(v.number()),
  });
  const Box = defineAggregate("Box", vBox, {
    id: "boxId",
    events,
    // Frozen at the top only: what is inside must be safe as well.
    initial: Object.freeze({ bytes: new ArrayBuffer(1), fields: 0, list: [] }),
    evolve: {
      Noted: (box, { bytes, note }) => {
        new Uint8Array(box.bytes)[0]! += 1;
        new Uint8Array(bytes)[0]! += 1;
        return { ...box, bytes, note: note as string, fields: Object.keys(box).length };
      },
    },
  });
  const noted = (first: number) => events.Noted({ boxId: "b", bytes: Uint8Array.of(first).buffer });

  test("AG-3 bytes that evolve changes are its own copy, so that the next fold sees the old ones", () => {
    const event = noted(7);
    fold(Box, Box.initial, [event]);
    expect(fold(Box, Box.initial, [event])).toMatchObject({ bytes: Uint8Array.of(8).buffer });
    expect([new Uint8Array(event.payload.bytes)[0], new Uint8Array(Box.initial.bytes)[0]]).toEqual([
      7, 0,
    ]);
  });

  test("AG-3 a field that is undefined is gone for the next event, as it is after a commit", () => {
    const inOneGo = fold(Box, Box.initial, [noted(1), noted(1)]);
    const inSteps = fold(Box, fold(Box, Box.initial, [noted(1)]), [noted(1)]);
    expect(inOneGo).toEqual(inSteps);
    expect(inOneGo).toMatchObject({ fields: 3 });
  });

  test("AG-3 the initial state cannot be changed for those who come later", () => {
    expect(() => (Box.initial.list as number[]).push(1)).toThrow("not extensible");
  });
});
