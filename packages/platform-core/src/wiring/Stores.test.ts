import store from "@convex-es/platform-store/test";
import { readLogs } from "@convex-es/platform-store";
import { componentsGeneric } from "convex/server";
import { describe, expect, test } from "vitest";
import { bank, deposit, openAccount } from "../../test/bank.js";
import { ann, initConvexTest, type App } from "../../test/initConvexTest.js";
import { notes, writeEntries } from "../../test/notes.js";
import { actorOf } from "../../test/platform.js";
import { createPlatform, wiringOf, type PlatformComponents } from "../platform/createPlatform.js";
import { defineBoundedContext } from "../declarations/defineBoundedContext.js";
import schema from "../../test/schema.js";

type Components = PlatformComponents & Record<"notesStore", PlatformComponents["eventStore"]>;
const components = componentsGeneric() as unknown as Components;
const { eventStore, notesStore } = components;
const platform = createPlatform(components, {
  schema,
  contexts: [bank, { context: notes, store: notesStore }],
  actor: actorOf,
});
const { stores } = wiringOf(platform).runtime;

function twoStores(): App {
  const t = initConvexTest();
  store.register(t, "notesStore");
  return t;
}

const open = (t: App) =>
  t.mutation((ctx) =>
    platform.execute(ctx, openAccount, { actor: ann, args: { accountId: "a", owner: "o" } }),
  );
const write = (t: App, texts = ["hello"]) =>
  t.mutation((ctx) =>
    platform.execute(ctx, writeEntries, { actor: ann, args: { diaryId: "a", texts } }),
  );
const typesIn = (t: App, context: string) =>
  t.query(async (ctx) => {
    const { events } = await stores.of(context).readLog(ctx, { limit: 100 });
    return events.map(({ type }) => type);
  });

describe("a context with a store of its own", () => {
  test("ST-12 has its events there and nowhere else", async () => {
    const t = twoStores();
    await open(t);
    await write(t);
    expect(await typesIn(t, "bank")).toEqual(["AccountOpened"]);
    expect(await typesIn(t, "notes")).toEqual(["EntryWritten"]);
  });

  test("ST-12 positions carry the name of the store", async () => {
    const t = twoStores();
    expect(await open(t)).toMatchObject({ position: { store: "eventStore" } });
    expect(await write(t)).toMatchObject({ position: { store: "notesStore" } });
  });

  test("ST-12 its states are loaded from there", async () => {
    const t = twoStores();
    await write(t);
    expect(await write(t)).toMatchObject({ status: "executed", version: 2 });
  });

  test("ST-12 one order holds the events of all stores", async () => {
    const t = twoStores();
    await open(t);
    await write(t, ["one", "two"]);
    await t.mutation((ctx) =>
      platform.execute(ctx, deposit, { actor: ann, args: { accountId: "a", cents: 1 } }),
    );
    const { events } = await t.query((ctx) => readLogs(ctx as never, stores.all, { limit: 100 }));
    expect(events.map(({ type, position }) => [position.store, type])).toEqual([
      ["eventStore", "AccountOpened"],
      ["notesStore", "EntryWritten"],
      ["notesStore", "EntryWritten"],
      ["eventStore", "MoneyDeposited"],
    ]);
  });

  test("CB-1 keeps the records of its own commands: a command id is taken once in each store", async () => {
    const t = twoStores();
    const meta = { commandId: "c-1" };
    await t.mutation((ctx) =>
      platform.execute(ctx, openAccount, {
        actor: ann,
        args: { accountId: "a", owner: "o" },
        meta,
      }),
    );
    const again = await t.mutation((ctx) =>
      platform.execute(ctx, writeEntries, { actor: ann, args: { diaryId: "d", texts: [] }, meta }),
    );
    expect(again).toMatchObject({ status: "executed", commandId: "c-1" });
    const other = await t.mutation((ctx) =>
      platform.execute(ctx, writeEntries, { actor: ann, args: { diaryId: "e", texts: [] }, meta }),
    );
    expect(other).toMatchObject({ code: "COMMAND_ID_REUSED", details: { differs: "payload" } });
  });
});

describe("mounts", () => {
  const wire = (...contexts: Parameters<typeof createPlatform>[1]["contexts"]) =>
    wiringOf(createPlatform(components, { schema, contexts, actor: actorOf })).runtime.stores;

  test("ST-12 two contexts may share a store of their own", () => {
    const other = defineBoundedContext("other", { commands: {} });
    const shared = [bank, notes, other].map((context) => ({ context, store: notesStore }));
    expect(wire(...shared).all.map(({ name }) => name)).toEqual(["notesStore"]);
  });

  test("ST-12 the same component given twice is one store", () => {
    const { all } = wire(bank, { context: notes, store: eventStore });
    expect(all.map(({ name }) => name)).toEqual(["eventStore"]);
  });

  test.each([undefined, null, {}])("ST-12 what is not a store is refused by name", (mount) => {
    const entry = { context: notes, store: mount as never };
    expect(() => wire(bank, entry)).toThrow(/store of the context "notes".*app\.use/);
  });

  test("BC-1 contexts with stores of their own still share no name", () => {
    const same = defineBoundedContext("bank", { commands: {} });
    expect(() => wire(bank, { context: same, store: notesStore })).toThrow(/context name "bank"/);
  });
});
