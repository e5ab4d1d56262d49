import {
  defineAggregate,
  defineBoundedContext,
  defineEvents,
  defineRejections,
  ensure,
  initPlatform,
} from "@convex-es/platform-core";
import { v } from "convex/values";
import { afterEach, describe, expect, test } from "vitest";
import { given } from "./given.js";
import { assertSpecificationsEnded } from "./openSpecifications.js";

const lampEvents = defineEvents({
  LampInstalled: { lampId: v.string() },
  LampSwitchedOn: { lampId: v.string(), at: v.number(), by: v.string() },
});
const lampRejections = defineRejections({
  LAMP_IS_ON: { message: "The lamp is on.", details: { since: v.number() } },
});
const Lamp = defineAggregate("Lamp", v.object({ onSince: v.union(v.null(), v.number()) }), {
  id: "lampId",
  events: lampEvents,
  rejections: lampRejections,
  initial: { onSince: null },
  evolve: {
    LampInstalled: (lamp) => lamp,
    LampSwitchedOn: (lamp, { at }) => ({ ...lamp, onSince: at }),
  },
});
const { LampInstalled, LampSwitchedOn } = lampEvents;
const switchOn = Lamp.command({
  decide: ({ onSince }, { lampId }, { now, newId }) => {
    ensure(onSince === null, lampRejections.LAMP_IS_ON, { since: onSince ?? 0 });
    return LampSwitchedOn({ lampId, at: now, by: newId() });
  },
});
const lampId = "l-1";
const on = LampSwitchedOn({ lampId, at: 7, by: "c.1" });
const { defineProjection } = initPlatform<{
  lamps: {
    document: {
      _id: string;
      _creationTime: number;
      tenant: string;
      generation: number;
      key: string;
      on: boolean;
      switched: number;
    };
    fieldPaths: string;
    indexes: Record<never, never>;
    searchIndexes: Record<never, never>;
    vectorIndexes: Record<never, never>;
  };
}>();
const lamps = defineProjection("lamps", {
  events: lampEvents,
  key: "lampId",
  initial: { on: false, switched: 0 },
  on: {
    LampInstalled: (row) => row,
    LampSwitchedOn: (row) => ({ on: true, switched: row.switched + 1 }),
  },
});
const failureOf = async (work: () => Promise<void>): Promise<string> => {
  try {
    await work();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe("a decision", () => {
  test("TE-1 events, a command and the events that follow make a specification", async () => {
    await given([LampInstalled({ lampId })])
      .when(switchOn, { lampId }, { now: 7, commandId: "c" })
      .then([on]);
  });

  test("TE-1 another event than the expected one fails it", async () => {
    const work = () =>
      given([LampInstalled({ lampId })])
        .when(switchOn, { lampId }, { now: 8, commandId: "c" })
        .then([on]);
    expect(await failureOf(work)).toContain("the events of the command");
  });

  test("TE-1 a rejection where events are expected fails it, and the other way round", async () => {
    expect(await failureOf(() => given([on]).when(switchOn, { lampId }).then([on]))).not.toBe("");
    const works = () =>
      given([LampInstalled({ lampId })])
        .when(switchOn, { lampId })
        .rejects("LAMP_IS_ON");
    expect(await failureOf(works)).toContain("the rejection of the command");
  });

  test("TE-1 a rejection is specified by its code, built-in ones too, and by its details where given", async () => {
    await given([on]).when(switchOn, { lampId }).rejects("LAMP_IS_ON", { since: 7 });
    await given([]).when(switchOn, { lampId }).rejects("NOT_FOUND");
    const wrong = () => given([on]).when(switchOn, { lampId }).rejects("LAMP_IS_ON", { since: 8 });
    expect(await failureOf(wrong)).toContain("details");
  });

  test("TE-1 events of another aggregate do not count", async () => {
    const other = LampSwitchedOn({ lampId: "l-2", at: 1, by: "x" });
    await given([LampInstalled({ lampId }), other])
      .when(switchOn, { lampId }, { now: 7, commandId: "c" })
      .then([on]);
  });

  test("TE-1 a given event its declaration does not allow is a mistake in the test", async () => {
    const wrong = { type: "LampSwitchedOn", payload: { lampId, at: "noon", by: "x" } };
    expect(await failureOf(() => given([wrong]).when(switchOn, { lampId }).then([]))).toContain(
      "at",
    );
  });

  test("TE-1 a decision that looks at the clock or rolls dice fails its specification", async () => {
    const impure = Lamp.command({
      onMissing: "decide",
      decide: (_lamp, { lampId: id }) => LampSwitchedOn({ lampId: id, at: Date.now(), by: "x" }),
    });
    const failure = await failureOf(() => given([]).when(impure, { lampId }).then([on]));
    expect(failure).toContain("context.now");
  });

  test("TE-1 a decision that makes a Date of no time fails its specification; one of a time may be made", async () => {
    const timed = (at: () => Date) =>
      Lamp.command({
        onMissing: "decide",
        decide: (_lamp, { lampId: id }) =>
          LampSwitchedOn({ lampId: id, at: at().getTime(), by: "x" }),
      });
    const now = timed(() => new Date());
    expect(await failureOf(() => given([]).when(now, { lampId }).then([on]))).toContain(
      "use new Date(context.now) instead of new Date()",
    );
    const past = LampSwitchedOn({ lampId, at: 7, by: "x" });
    await given([])
      .when(
        timed(() => new Date(7)),
        { lampId },
      )
      .then([past]);
    expect(new Date().getTime()).toBeGreaterThan(7);
  });

  test("AG-1 a rule on who may send a command is specified like any other, for the actor of the specification", async () => {
    const guarded = Lamp.command({
      onMissing: "decide",
      authorise: ({ roles }) => roles.includes("electrician"),
      decide: (_lamp, { lampId: id }) => LampSwitchedOn({ lampId: id, at: 7, by: "x" }),
    });
    const actor = { id: "eve", tenant: "", roles: ["electrician"] };
    await given([]).when(guarded, { lampId }).rejects("FORBIDDEN");
    await given([])
      .when(guarded, { lampId }, { actor })
      .then([LampSwitchedOn({ lampId, at: 7, by: "x" })]);
  });

  test("US-5 the data of a specification is what the command's load returns", async () => {
    const dim = Lamp.command({
      onMissing: "decide",
      load: async () => ({ levels: [1, 2] }),
      decide: (_lamp, { lampId: id }, { data }) =>
        LampSwitchedOn({ lampId: id, at: data.levels.length, by: "x" }),
    });
    const once = LampSwitchedOn({ lampId, at: 1, by: "x" });
    await given([])
      .when(dim, { lampId }, { data: { levels: [3] } })
      .then([once]);
    // @ts-expect-error -- of another type
    const wrong = () => given([]).when(dim, { lampId }, { data: { levels: "many" } });
    // @ts-expect-error -- the command loads nothing
    const none = () => given([]).when(switchOn, { lampId }, { data: { levels: [] } });
    expect([wrong, none]).toHaveLength(2);
  });

  test("TE-1 a decision that changes the state it is given fails its specification", async () => {
    const mutating = Lamp.command({
      onMissing: "decide",
      decide: (lamp) => {
        // @ts-expect-error -- a state is read only
        lamp.onSince = 1;
        return [];
      },
    });
    expect(await failureOf(() => given([]).when(mutating, { lampId }).then([]))).toContain(
      "read only",
    );
  });
});

describe("a read model", () => {
  test("TE-1 events project to a row, of which only the given fields are compared", async () => {
    await given([LampInstalled({ lampId }), on, on]).projects(lamps, { switched: 2 });
    const wrong = () => given([on]).projects(lamps, { switched: 2 });
    expect(await failureOf(wrong)).toContain("the row of lamps");
  });

  test("TE-1 without events there is no row", async () => {
    await given([]).projects(lamps, null);
    expect(await failureOf(() => given([on]).projects(lamps, null))).not.toBe("");
  });

  test("TE-1 one of several rows is named by its key", async () => {
    const other = LampSwitchedOn({ lampId: "l-2", at: 1, by: "x" });
    await given([on, other, other]).projects(lamps, { switched: 2 }, { key: "l-2" });
    expect(await failureOf(() => given([on, other]).projects(lamps, {}))).toContain("key");
  });
});

describe("an ending", () => {
  afterEach(assertSpecificationsEnded);

  test("TE-1 a specification that is awaited without an ending fails", async () => {
    const unfinished = given([]).when(switchOn, { lampId });
    const failure = await failureOf(
      async () => void (await (unfinished as unknown as Promise<void>)),
    );
    expect(failure).toContain("no ending");
  });

  test("TE-1 a specification that is begun and dropped is found by the set-up file", () => {
    given([]).when(switchOn, { lampId });
    expect(assertSpecificationsEnded).toThrow("1 specification has no ending");
    expect(assertSpecificationsEnded).not.toThrow();
  });

  test("US-5 a specification that nobody awaits fails its test, right or wrong", async () => {
    const right = given([]).when(switchOn, { lampId }).rejects("NOT_FOUND");
    expect(assertSpecificationsEnded).toThrow("1 specification was not awaited: write await given");
    await right;
    expect(assertSpecificationsEnded).not.toThrow();
  });

  test("TE-1 the ending takes an array of events and nothing else", async () => {
    const work = () =>
      given([])
        .when(switchOn, { lampId })
        .then(on as never);
    expect(await failureOf(async () => work())).toContain("takes an array");
  });
});

test("TE-1 a context of these declarations can be made", () => {
  expect(defineBoundedContext("lamps", { commands: { switchOn } }).aggregates).toEqual([Lamp]);
});
