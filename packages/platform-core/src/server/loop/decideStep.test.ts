import { cursorAt } from "@convex-es/platform-store/log";
import { describe, expect, test } from "vitest";
import type { Doc } from "../../component/_generated/dataModel.js";
import { decideStep, type Step, type WorkerState } from "./decideStep.js";

const now = 100_000;
const later = now + 1;
const longAgo = now - 10_000;

type Generation = Partial<Doc<"generations">>;
type Cursor = Partial<Doc<"cursors">>;
type Letter = Partial<Doc<"letters">>;
type Case = Partial<Omit<WorkerState, "generation" | "cursor" | "letter">> & {
  generation?: Generation | null;
  cursor?: Cursor | null;
  letter?: Letter | null;
  upTo?: string | null;
  since?: number;
};

const cursorBehind = (commitTs: bigint) => cursorAt({ store: "s", commitTs, ordinal: 0 }, ["s"]);

/** A live worker that is behind its due cursor; each case says what is different. */
function decide({ generation = {}, cursor = {}, letter = null, ...rest }: Case): Step {
  const { upTo = cursorBehind(2n), since = now, ...state } = rest;
  const row = { state: "live", delivery: "async", status: { kind: "running" }, ...generation };
  const moved = { cursor: cursorBehind(1n), movedAt: now, aside: 0, ...cursor };
  return decideStep(
    {
      generation: generation === null ? null : (row as Doc<"generations">),
      cursor: cursor === null ? null : (moved as Doc<"cursors">),
      letter: letter as Doc<"letters"> | null,
      partition: 0,
      isCounting: false,
      isWaiting: false,
      isHeldUp: false,
      timerAt: Infinity,
      ...state,
    },
    { upTo, since },
    now,
  );
}

const asleep = { do: "sleep", until: Infinity };
const until = (time: number) => ({ do: "sleep", until: time });
const build = { state: "building" } as const;
const caughtUp = { upTo: null };
const due = { dueAt: now };

const cases: [what: string, given: Case, step: object][] = [
  ["a worker whose generation is deleted sleeps", { generation: null }, asleep],
  ["one that is paused sleeps", { generation: { status: { kind: "paused" } } }, asleep],
  [
    "one that has halted sleeps",
    { generation: { status: { kind: "halted", reason: "" } } },
    asleep,
  ],
  ["one that the code has lost sleeps", { generation: { status: { kind: "removed" } } }, asleep],
  ["one that commands keep sleeps", { generation: { delivery: "inline" } }, asleep],

  ["the first worker deletes rows", { generation: { state: "dropping" } }, { do: "dropRows" }],
  ["no other one does", { generation: { state: "dropping" }, partition: 1 }, asleep],
  ["a tenant's rows live apart", { generation: { state: "tenantLive" } }, asleep],
  [
    "the rows they replaced are deleted",
    { generation: { state: "tenantLive", replaced: 0 } },
    { do: "dropRows" },
  ],

  ["a build counts first", { generation: build, isCounting: true }, { do: "countEvents" }],
  [
    "only its first worker counts",
    { generation: build, isCounting: true, partition: 1 },
    { do: "applyPage" },
  ],
  [
    "part of a read model follows the live generation",
    { generation: { ...build, scope: { tenant: "t" } } },
    { do: "followLive" },
  ],
  ["so does a shadow", { generation: { ...build, isShadow: true } }, { do: "followLive" }],

  ["a worker that is behind applies a page", {}, { do: "applyPage" }],
  ["also before its first one", { cursor: null }, { do: "applyPage" }],
  ["one that has caught up sleeps", caughtUp, asleep],
  ["one that waits for another consumer sleeps", { isWaiting: true }, asleep],
  ["a build goes on until it is served", { generation: build, ...caughtUp }, { do: "applyPage" }],
  ["one that is held up sleeps", { generation: build, ...caughtUp, isHeldUp: true }, asleep],
  ["but is kept up to date", { generation: build, isHeldUp: true }, { do: "applyPage" }],
  [
    "after a failure of no event a page waits",
    { cursor: { failure: { code: "C", message: "m", times: 1, retryAt: later } } },
    until(later),
  ],
  [
    "and is tried again",
    { cursor: { failure: { code: "C", message: "m", times: 1, retryAt: now } } },
    { do: "applyPage" },
  ],

  ["a due letter comes before a page", { letter: due }, { do: "tryLetters" }],
  ["a letter that is not due does not", { letter: { dueAt: later } }, { do: "applyPage" }],
  [
    "a worker sleeps until its letter is due",
    { letter: { dueAt: later }, ...caughtUp },
    until(later),
  ],
  ["a letter is tried while pages wait", { letter: due, isWaiting: true }, { do: "tryLetters" }],

  [
    "a page without progress is claimed",
    { since: longAgo, cursor: { movedAt: longAgo } },
    { do: "claimPage" },
  ],
  [
    "a claimed page is applied",
    { cursor: { claim: { at: now, times: 1, suspects: 9 } } },
    { do: "applyPage" },
  ],
  [
    "without a trace of that it is claimed again",
    { since: longAgo, cursor: { movedAt: longAgo, claim: { at: longAgo, times: 1, suspects: 9 } } },
    { do: "claimPage" },
  ],
  [
    "an event that was claimed alone is put aside",
    { cursor: { claim: { at: now, times: 2, suspects: 1 } } },
    { do: "putNextAside" },
  ],
  [
    "a letter without progress is claimed",
    { letter: { dueAt: longAgo }, cursor: { movedAt: longAgo } },
    { do: "claimLetter" },
  ],
  [
    "so is one that has ended a transaction before",
    { letter: { dueAt: now, error: { code: "ENDED_WITHOUT_ANSWER", message: "" } } },
    { do: "claimLetter" },
  ],
  [
    "a claimed letter is tried",
    { letter: { dueAt: now, claimedAt: now } },
    { do: "tryClaimedLetter" },
  ],
  [
    "without a trace of that it has failed",
    { letter: { dueAt: longAgo, claimedAt: longAgo }, cursor: { movedAt: longAgo } },
    { do: "failClaimedLetter" },
  ],
];

describe("a worker's next step", () => {
  test.each(cases)("%s", (_what, given, step) => {
    expect(decide(given)).toEqual(step);
  });
});
