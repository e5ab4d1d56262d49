import type { Position } from "@convex-es/platform-base";
import type { ItemsRan, NestedBatch } from "./batch.js";
import type { ConsumerKind, Declared, DeclaredDelivery, Scope, WaitsFor } from "./consumer.js";
import type { HonouredCounts } from "./decisions.js";
import type { Aside, AsideEvent, Edited } from "./letters.js";
import type { Failure } from "./failure.js";
import type { Timer } from "./timers.js";
import type { Comparison, RowAt, Unverified } from "./rebuilds.js";

/**
 * Every operation of the app's runtime: its kind, its input and its answer. The component's calls and the app's table are both
 * typed by this, so that an operation which one side lacks does not compile.
 */
export type Operations = {
  /** What has been appended after the dispatcher's cursor, and which read models handle some of it. */
  findEvents: Query<{ after: string | null; declared: string | null }, NewEvents>;
  /** The next event of a worker, found without its handlers; `null` at the end of the log. */
  nextEvent: Query<PageInput & { isCodeRun: boolean }, NextEvent | null>;
  /** How many events a page of a build holds. */
  countEvents: Query<CountInput, CountedPage>;
  /** Compares a page of the rows served with those of a shadow; `null` when the shadow is too far behind to tell. */
  compareRows: Query<CompareInput, Comparison | null>;
  /** Rows of one read model for the handlers of another. */
  readJoined: Query<JoinedInput, JoinedAnswer>;

  /** Applies the next page of a worker. */
  applyPage: Mutation<PageInput, AppliedPage>;
  /** Applies an event that was put aside; `keys` of the answer: it concerns these rows instead, and one of them waits. */
  applyLetter: Mutation<LetterInput, { keys: string[] | null }>;
  /** Applies a page of the events of some rows, up to the cursor of a worker that is followed. */
  foldScope: Mutation<FoldInput, FoldedPage>;
  /** Serves a generation in place of the one before. */
  serveGeneration: Mutation<Serving, null>;
  /** Serves the rows of one tenant, or of one key, from where they were built; answers where they were served from. */
  serveScope: Mutation<Serving & { scope: Scope; built: number }, { before: number }>;
  /** Whether commands keep what is served of a read model. */
  isKeptInline: Mutation<{ consumer: string }, boolean>;
  /** Deletes a batch of rows that nobody reads; answers the tenant to go on with, `null` at the end. */
  dropRows: Mutation<DropInput, { tenant: string | null }>;

  /** Lets commands wake the dispatcher from now on; answers false, and does nothing, when something was appended after the cursor. */
  fallAsleep: Mutation<{ after: string | null }, boolean>;

  /** Fires timers of a process; answers how each ended, in their order: none after the last that an answer names was tried. */
  fireTimers: Mutation<TimersInput, FiredTimers>;

  /** Runs all items of a batch in a transaction of their own. The app calls it by itself. */
  batch: Mutation<NestedBatch, ItemsRan>;
};

type Query<Input, Answer> = { kind: "query"; input: Input; answer: Answer };
type Mutation<Input, Answer> = { kind: "mutation"; input: Input; answer: Answer };

export type OperationKind = Operations[keyof Operations]["kind"];
/** The operations of one kind, by name. */
export type OperationName<Kind extends OperationKind> = {
  [Name in keyof Operations]: Operations[Name]["kind"] extends Kind ? Name : never;
}[keyof Operations];
export type InputOf<Name extends keyof Operations> = Operations[Name]["input"];
export type AnswerOf<Name extends keyof Operations> = Operations[Name]["answer"];

/** The app's functions for all operations of a kind: each of them, and no other. */
export type OperationTable<Kind extends OperationKind, Ctx> = {
  readonly [Name in OperationName<Kind>]: (
    ctx: Ctx,
    input: InputOf<Name>,
  ) => Promise<AnswerOf<Name>>;
};

/** What the app tells the dispatcher of the log behind a cursor. */
export type NewEvents = {
  /** How many stored events the page holds. */
  scanned: number;
  cursor: string;
  /** Which consumers handle one of them. */
  matched: string[];
  /** Where each consumer's own stores have been read to. */
  upTo: { consumer: string; upTo: string }[];
  /** Just before the first command that woke the dispatcher; only told without a cursor. */
  begin: string | null;
  /** The hash of what the code declares, and all of it when the hash is not the known one. */
  hash: string;
  declarations: Declared[] | null;
};

/** Which page a worker applies. */
export type PageInput = {
  consumer: string;
  kind: ConsumerKind;
  version: number;
  generation: number;
  partition: number;
  partitions: number;
  after: string | null;
  limit: number;
  /** Whether any events of this worker are aside. */
  isAnyAside: boolean;
  /** Whether anything was decided about events of this consumer that a build honours. */
  isDecided: boolean;
  /** Whether the end of the log is its very end, in conflict with whoever appends (default: as it was when the transaction began). */
  isFinal?: boolean;
};

/** How far a page went, and what it left aside. */
export type AppliedPage = {
  cursor: string | null;
  handled: number;
  /** Whether nothing lay beyond it when its transaction began. */
  isDone: boolean;
  /** Events it has not applied, in order: they failed, or earlier ones of their rows are aside. */
  aside: Aside[];
  /** What was decided about events of the page; left-out ones are among the handled. */
  honoured?: HonouredCounts;
  /** Why nothing can go on behind the page. */
  halt: string | null;
  /** The read model that has to move before anything behind the page can be applied. */
  waitsFor?: WaitsFor;
  /** The read models that wait for the rows of this one. */
  dependents?: string[];
};

/** The next event of a worker. */
export type NextEvent = {
  /** Its `keys` are empty where it is not the worker's own. */
  event: AsideEvent;
  /** Why no row can be told: then nothing can go on without it. */
  problem: string | null;
  /** The cursor behind it. */
  cursor: string;
};

/** Which letter is tried, and the rows it is the first of. */
export type LetterInput = Pick<AsideEvent, "store" | "eventId" | "tenant" | "keys"> & {
  consumer: string;
  kind: ConsumerKind;
  version: number;
  generation: number;
  edited: Edited | null;
  /** Which attempt this is, from 1. */
  attempt: number;
};

/** Which timers of a process are due. */
export type TimersInput = {
  consumer: string;
  version: number;
  generation: number;
  timers: Timer[];
};

/** How timers ended: `waits`, since their instance waits for an event that is aside. */
export type FiredTimers = { ends: ({ error: Failure } | "fired" | "waits")[] };

type CountInput = {
  consumer: string;
  version: number;
  scope: Scope | null;
  after: string | null;
};

/** How many events a page holds of those that a build applies. */
export type CountedPage = { events: number; cursor: string; isDone: boolean };

export type FoldInput = Omit<PageInput, "kind" | "isAnyAside" | "isFinal"> & {
  scope: Scope | null;
  /** The cursor of the worker that is followed; `null` for the end of the log. */
  upTo: string | null;
  /** Whether the end of the log is its very end: in conflict with whoever appends. */
  isFinal: boolean;
  /**
   * An event that a handler throws at fails the page; is left out, as the live worker does under `skip`; or its rows are noted, and
   * left out of the comparison.
   */
  onFailure: "fail" | "skip" | "note";
};

/** How far a page went, and whether nothing is left up to where it may go. */
export type FoldedPage = {
  cursor: string;
  handled: number;
  isDone: boolean;
  honoured?: HonouredCounts;
  /** The rows that cannot be folded, and why. */
  unfolded?: Unverified[];
};

/** What is compared: the rows that are served with those of a shadow, after a row. */
export type CompareInput = {
  consumer: string;
  version: number;
  /** The shadow's. */
  generation: number;
  /** The generation it is compared with. */
  live: number;
  scope: Scope | null;
  after: RowAt | null;
  partitions: number;
  /** Whether anything was decided about events of it. */
  isDecided: boolean;
  /** The next rows that cannot be compared, in order, and the place up to which these are all; `null` for the end. */
  notCompared: { rows: Unverified[]; upTo: RowAt | null };
  /** How far the shadow's workers have come. */
  cursors: (string | null)[];
  /** How far the live workers have come; `null` for the end of the log. */
  upTo: (string | null)[] | null;
};

/** Rows that are wanted for a version of a read model which is made of another one's. */
export type JoinedInput = {
  consumer: string;
  version: number;
  rows: { tenant: string; key: string }[];
};

/** Rows of another read model, all of one moment, and up to where they show every event. */
export type JoinedAnswer = {
  /** As they were asked for. */
  rows: (Record<string, unknown> | null)[];
  /** The first event that is not in them; `null`: none is missing up to `cursor`. */
  first: Position | null;
  /** How far the log was looked through for it; `null`: to its end, or not at all since none is ever missing. */
  cursor: string | null;
  /** What has to change before they show more. */
  waitsFor: WaitsFor;
  /** Whether none is served. */
  isMissing: boolean;
};

/** Which generation of a read model is served, and how it is kept up to date. */
export type Serving = {
  consumer: string;
  generation: number;
  version: number;
  delivery: DeclaredDelivery;
};

/** The generation to delete rows of, the tenant to go on with, and whether it is the only one. */
export type DropInput = {
  consumer: string;
  generation: number;
  tenant: string | null;
  isOne: boolean;
};
