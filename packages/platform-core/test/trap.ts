import { v } from "convex/values";
import {
  defineAggregate,
  defineEvents,
  defineRejections,
  ensure,
  type DomainEvent,
} from "../src/index.js";
import { makeProjection } from "../src/declarations/defineProjection.js";

// User code with a mistake at every place where user code runs; the command names the mistake.

export const trapEvents = defineEvents({
  TrapSet: { trapId: v.string() },
  TrapSprung: { trapId: v.string(), fault: v.string(), weight: v.optional(v.number()) },
});
const strayEvents = defineEvents({ Stray: { trapId: v.string() } });

export const trapRejections = defineRejections({
  TRAP_EMPTY: { message: "Nothing is in the trap.", details: { seen: v.number() } },
});
const strayRejections = defineRejections({ STRAY: { message: "Not one of the trap's." } });

type Seen = { readonly seen: readonly string[] };
type State = { readonly sprung: number; readonly list: readonly number[] };
type Faults = Record<string, () => unknown>;

const fail = (place: string) => {
  throw new Error(`broken in ${place}`);
};
const untypedEnsure = ensure as (...args: unknown[]) => void;
const wrongDetails = { ...trapRejections.TRAP_EMPTY, details: v.null() as never };

const inDecide = (trap: State, args: { trapId: string }, data: Seen): Faults => ({
  "decide throws": () => fail("decide"),
  "decide is async": async () => fail("an async decide"),
  "decide returns nothing": () => undefined,
  "decide returns null": () => null,
  "decide returns a string": () => "TrapSprung",
  "decide changes the state": () => (trap.list as number[]).push(1),
  "decide changes the args": () => Object.assign(args, { trapId: "other" }),
  "decide changes the data": () => (data.seen as string[]).push("changed"),
  "decide yields an event of others": () => strayEvents.Stray({ trapId: args.trapId }),
  "decide yields an event called constructor": () => ({ type: "constructor", payload: {} }),
  "decide yields an event called __proto__": () => ({ type: "__proto__", payload: {} }),
  "decide yields a wrong payload": () => ({ type: "TrapSprung", payload: { trapId: 1 } }),
  "decide yields an extra field": () => ({
    type: "TrapSet",
    payload: { trapId: args.trapId, extra: 1 },
  }),
  "decide yields a list with a hole": () => {
    const list = [trapEvents.TrapSprung({ trapId: args.trapId, fault: "" })];
    list[2] = trapEvents.TrapSprung({ trapId: args.trapId, fault: "" });
    return list;
  },
  "decide yields a Date": () => ({ type: "TrapSprung", payload: { trapId: new Date(0) } }),
  "decide yields half a surrogate": () =>
    trapEvents.TrapSprung({ trapId: args.trapId, fault: "\ud800" }),
  "decide yields another aggregate's event": () => trapEvents.TrapSet({ trapId: "elsewhere" }),
  "decide rejects with a code of others": () => {
    ensure(false, strayRejections.STRAY);
  },
  "decide knows a code of others": () => {
    ensure(true, strayRejections.STRAY);
    return [];
  },
  "decide rejects with wrong details": () => {
    ensure(false, wrongDetails, { seen: "many" });
  },
  "decide rejects without its details": () => {
    untypedEnsure(false, trapRejections.TRAP_EMPTY);
  },
  rejected: () => {
    ensure(false, trapRejections.TRAP_EMPTY, { seen: trap.sprung });
  },
});

const inEvolve = (trap: State): Faults => ({
  "evolve throws": () => fail("evolve"),
  "evolve rejects": () => {
    ensure(false, trapRejections.TRAP_EMPTY, { seen: 0 });
  },
  "evolve is async": async () => fail("an async evolve"),
  "evolve returns nothing": () => undefined,
  "evolve changes the state": () => Object.assign(trap, { sprung: 99 }),
  "evolve makes another shape": () => ({ ...trap, sprung: "many" }),
  "evolve makes a Map": () => ({ ...trap, list: new Map() }),
});

const inProjection = (row: Record<string, unknown>): Faults => ({
  "handler throws": () => fail("a handler"),
  "handler rejects": () => {
    ensure(false, trapRejections.TRAP_EMPTY, { seen: 0 });
  },
  "handler is async": async () => fail("an async handler"),
  "handler returns nothing": () => undefined,
  "handler returns a list": () => [],
  "handler changes the row": () => Object.assign(row, { count: 99 }),
  "handler makes a row of another shape": () => ({ ...row, count: "many" }),
  "handler makes a row with a Date": () => ({ ...row, count: new Date(0) }),
  "handler sets a platform column": () => ({ ...row, tenant: "other" }),
});

const keyFaults: Faults = {
  "key throws": () => fail("a key"),
  "key is empty": () => "",
  "key is not a string": () => 7,
};

const run = (faults: Faults, name: string, otherwise: () => unknown) =>
  (Object.hasOwn(faults, name) ? (faults[name] ?? otherwise) : otherwise)() as never;

const vTrap = v.object({ sprung: v.number(), list: v.array(v.number()) });

export const Trap = defineAggregate("Trap", vTrap, {
  id: "trapId",
  events: trapEvents,
  rejections: trapRejections,
  initial: { sprung: 0, list: [] },
  evolve: {
    TrapSet: (trap) => trap,
    TrapSprung: (trap, { fault }) =>
      run(inEvolve(trap), fault, () => ({ ...trap, sprung: trap.sprung + 1 })),
  },
});

export const setTrap = Trap.creation({
  decide: (_trap, { trapId }) => trapEvents.TrapSet({ trapId }),
});

export const springTrap = Trap.command({
  args: { fault: v.string() },
  authorise: (actor, args) => {
    if (args.fault === "authorise throws") fail("authorise");
    if (args.fault === "authorise changes the args") Object.assign(args, { trapId: "other" });
    if (args.fault === "authorise changes the actor") Object.assign(actor, { id: "other" });
    if (args.fault === "authorise returns nothing") return undefined as never;
    if (args.fault === "authorise says yes in words") return "yes" as never;
    return args.fault !== "authorise refuses";
  },
  load: async (ctx, args) => {
    const writer = ctx as unknown as {
      db: { insert: (table: string, row: object) => unknown };
      storage: { delete: () => unknown };
      runMutation: () => unknown;
      scheduler: { runAfter: () => unknown };
    };
    const rate = { currency: "x", percent: 1 };
    if (args.fault === "load throws") fail("load");
    if (args.fault === "load rejects") ensure(false, trapRejections.TRAP_EMPTY, { seen: 0 });
    if (args.fault === "load changes the args") Object.assign(args, { trapId: "other" });
    if (args.fault === "load inserts") await writer.db.insert("rates", rate);
    if (args.fault === "load deletes a file") writer.storage.delete();
    if (args.fault === "load runs a mutation") writer.runMutation();
    if (args.fault === "load schedules") writer.scheduler.runAfter();
    return { seen: ["loaded"] };
  },
  decide: (trap, args, { data }): DomainEvent<"TrapSprung", never> =>
    run(inDecide(trap, args, data), args.fault, () =>
      trapEvents.TrapSprung({ trapId: args.trapId, fault: args.fault }),
    ),
});

type Sprung = { payload: { trapId: string; fault: string } };

export const pits = makeProjection("pits", {
  category: "logic",
  events: trapEvents,
  key: ({ payload }: Sprung) => run(keyFaults, payload.fault, () => payload.trapId),
  initial: { kind: "trap", count: 0 },
  on: {
    TrapSprung: (row: { kind: string; count: number }, { fault }: Sprung["payload"]) =>
      run(inProjection(row), fault, () => ({ ...row, count: row.count + 1 })),
  },
});
