import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { Account, accountEvents, balances, bank, deposit } from "../../test/bank.js";
import { ann, api, as, initConvexTest, withAccount } from "../../test/initConvexTest.js";
import { Diary, diaryEvents, notes, writeEntries } from "../../test/notes.js";
import { actorOf, components, platform } from "../../test/platform.js";
import { createPlatform } from "./createPlatform.js";
import { defineAggregate } from "../declarations/defineAggregate.js";
import { defineBoundedContext } from "../declarations/defineBoundedContext.js";
import { defineEvents } from "../declarations/defineEvents.js";
import { makeProjection } from "../declarations/defineProjection.js";
import { projectionTable } from "../declarations/projectionTable.js";
import schema from "../../test/schema.js";

const wire = (...contexts: Parameters<typeof createPlatform>[1]["contexts"]) =>
  createPlatform(components, { schema, contexts, actor: actorOf });
const context = (name: string, more: object) =>
  defineBoundedContext(name, { commands: {}, ...more });
const projection = (more: object) => () =>
  makeProjection("balances", {
    events: accountEvents,
    key: "accountId",
    initial: {},
    on: {},
    ...more,
  });

const boxEvents = defineEvents({ BoxFilled: { boxId: v.string() } });
const box = (name: string, events = boxEvents) =>
  defineAggregate(name, v.object({ n: v.number() }), {
    id: "boxId",
    events,
    initial: { n: 0 },
    evolve: { BoxFilled: (state) => state },
  });
const Box = box("Box");
const fill = (aggregate: typeof Box) => aggregate.creation({ decide: () => [] });

describe("owners", () => {
  test("BC-1 two owners of one stream type are an error that names both", () => {
    const other = context("other", { commands: { deposit } });
    expect(() => wire(bank, other)).toThrow(/stream type "Account".*"bank" and "other"/);
  });

  test("BC-1 appending to another context's stream type is that error", () => {
    const credit = Account.command({ decide: () => [] });
    expect(() => wire(bank, context("loans", { commands: { credit } }))).toThrow(/"Account"/);
  });

  test("BC-1 two owners of one event name are an error", () => {
    const one = context("one", { commands: { fillBox: fill(Box) } });
    const two = context("two", {
      commands: {
        fillOther: fill(box("OtherBox", defineEvents({ BoxFilled: { boxId: v.string() } }))),
      },
    });
    expect(() => wire(one, two)).toThrow(/event "BoxFilled".*"one" and "two"/);
  });

  test("BC-1 two contexts of one name are an error", () => {
    expect(() => wire(bank, context("bank", {}))).toThrow(/context name "bank"/);
  });

  test("BC-1 one read model in two contexts is an error", () => {
    const other = context("other", { projections: [balances] });
    expect(() => wire(bank, other)).toThrow(/read model "balances"/);
  });

  test("BC-1 aggregates of one context may share a declaration of events", () => {
    const Crate = box("Crate");
    const commands = { fillBox: fill(Box), fillCrate: fill(Crate) };
    expect(context("boxes", { commands }).aggregates).toEqual([Box, Crate]);
  });

  test("BC-1 contexts may have commands of one name", () => {
    const open = Diary.creation({ decide: () => [] });
    const two = context("two", { commands: { openAccount: open } });
    expect(
      wire(bank, two)
        .describe()
        .map(({ name }) => name),
    ).toEqual(["bank", "two"]);
  });
});

describe("a context", () => {
  test("BC-1 has a name, version, description and the stream types it owns, queryable", async () => {
    const described = await as(initConvexTest()).query(api.contexts, {});
    expect(described).toMatchObject([
      {
        name: "bank",
        version: 2,
        description: "Accounts and what moves on them",
        streamTypes: ["Account"],
        events: Object.keys(accountEvents),
        readModels: [
          {
            ...{ name: "balances", category: "view", delivery: "inline", version: 1 },
            ...{ replaces: null, partitions: 1, strategy: "byStream" },
            reason: "its key accountId is the id of Account, whose streams alone feed it",
            handles: balances.handles,
          },
          { name: "movements", category: "reporting", strategy: "computed" },
        ],
      },
      { name: "notes", version: 1, description: "", streamTypes: ["Diary", "Trap"] },
    ]);
  });

  test("BC-1 names its commands by the keys that list them", () => {
    expect(Object.keys(platform.mutations(notes))).toEqual([
      "writeEntries",
      "tearOutEntry",
      "setTrap",
      "springTrap",
    ]);
  });

  test("BC-1 that the platform was not given has no mutations", () => {
    expect(() => wire(bank).mutations(notes)).toThrow(/"notes" is missing from createPlatform/);
  });

  test("BC-1 a command that no context lists cannot be sent", async () => {
    const t = await withAccount();
    const sent = t.mutation((ctx) =>
      wire(bank).execute(ctx, writeEntries, { actor: ann, args: { diaryId: "d", texts: [] } }),
    );
    await expect(sent).rejects.toThrow(/a command of Diary that no context lists/);
  });
});

describe("a read model", () => {
  test("PR-1 is a view unless it says otherwise", () => {
    expect(balances.category).toBe("view");
  });

  test.each(["view", "logic", "reporting", "integration"])(
    "PR-1 may be of category %s",
    (category) => {
      expect(projection({ category })()).toMatchObject({ category });
    },
  );

  test.each(["logic", "reporting", "integration"])(
    "PR-1 only a view is for clients: one of category %s is refused",
    (category) => {
      const hidden = projection({ category })();
      const hiding = wire(context("bank", { projections: [hidden] }));
      expect(() => hiding.view(hidden)).toThrow(`of category "${category}"; only a view`);
    },
  );

  test("PR-1 that no context lists, and so nothing writes, cannot be read", () => {
    expect(() => wire(notes).read(balances)).toThrow(/no context lists the read model "balances"/);
    expect(() => wire(notes).view(balances)).toThrow(/add it to defineBoundedContext/);
  });

  test("PR-10 has tenant and generation in front of every index, and by_key", () => {
    const table = projectionTable({ a: v.string(), b: v.string() }, { by_both: ["a", "b"] });
    expect(table[" indexes"]()).toEqual([
      { indexDescriptor: "by_key", fields: ["tenant", "generation", "key"] },
      { indexDescriptor: "by_both", fields: ["tenant", "generation", "a", "b"] },
    ]);
  });
});

test("US-3 events, rejections and commands are named by the keys that list them", () => {
  const { EntryWritten } = diaryEvents;
  const payload = { diaryId: "d", entryId: "e", text: "t", at: 1, by: "me" };
  expect(EntryWritten(payload)).toEqual({ type: "EntryWritten", payload });
  expect(EntryWritten.type).toBe("EntryWritten");
  expect(bank.commands.deposit).toBe(deposit);
});
