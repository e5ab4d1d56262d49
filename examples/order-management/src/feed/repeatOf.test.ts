// @vitest-environment node
import { expect, test } from "vitest";
import type { Pass } from "./Pass.ts";
import { repeatOf } from "./repeatOf.ts";

const counts = {
  calls: 1,
  nestedCalls: 1,
  indexRanges: 1,
  docsRead: 1,
  docsWritten: 0,
  bytesWritten: 0,
  scheduled: 0,
};

/** A pass of commands given by version and documents written. */
const pass = (...commands: [version: number, docsWritten: number][]): Pass => ({
  imported: [],
  failed: [],
  reservations: [],
  otherWrites: 0,
  seconds: 1,
  sent: commands.map(([version, docsWritten]) => ({
    name: "submitOrder",
    ms: 1,
    outcome: { status: "executed", commandId: "c", version, position: null, events: [] },
    counts: { ...counts, docsWritten },
  })),
});

const first = pass([1, 5], [2, 4]);

test("a repeat with the same outcomes and no writes is silent", () => {
  expect(repeatOf(first, [pass([1, 0], [2, 0])])).toEqual({
    commands: 2,
    writes: 0,
    otherOutcomes: 0,
  });
});

test("writes and other outcomes of all later passes add up", () => {
  const again = [pass([1, 0], [3, 4]), { ...pass([2, 1], [2, 0]), otherWrites: 2 }];
  expect(repeatOf(first, again)).toEqual({ commands: 4, writes: 7, otherOutcomes: 2 });
});

test("a command that was not sent again is another outcome", () => {
  expect(repeatOf(first, [pass([1, 0])])).toMatchObject({ commands: 1, otherOutcomes: 1 });
});
