import store from "@convex-es/platform-store/test";
import { componentsGeneric } from "convex/server";
import { describe, expect, test } from "vitest";
import { bank, openAccount, deposit } from "../../test/bank.js";
import { initBatchApp, put, queryOf, sendBatch } from "../../test/batchApp.js";
import { ann, as, failureOf, initConvexTest, type App } from "../../test/initConvexTest.js";
import { notes, writeEntries } from "../../test/notes.js";
import { platform as fixture } from "../../test/platform.js";
import { createPlatform, type PlatformComponents } from "../platform/createPlatform.js";
import type { TraceNode, TracePage } from "./Trace.js";
import { traceTree } from "./traceTree.js";
import schema from "../../test/schema.js";

const shapeOf = ({ type, caused }: TraceNode): unknown =>
  caused.length === 0 ? type : { [type]: caused.map(shapeOf) };
const traceOf = async (t: App, query: object, actor: unknown = ann) =>
  (await as(t, actor).query(queryOf("app:trace"), query)) as TracePage;
const meta = { commandId: "b-1", correlationId: "k-1" };

describe("a trace", () => {
  test("OR-5 is the causal tree: a batch, its commands, their events", async () => {
    const t = await initBatchApp();
    await sendBatch(t, { items: [put(1), put(2)], meta });
    const { roots, isDone } = await traceOf(t, { correlationId: "k-1" });
    const deposited = { "bank.deposit": ["MoneyDeposited"] };
    expect([roots.map(shapeOf), isDone]).toEqual([
      [{ "bank:batch": [deposited, deposited] }],
      true,
    ]);
  });

  test("OR-5 names who, when and how it ended, and no payload", async () => {
    const t = await initBatchApp();
    await sendBatch(t, { items: [put(777)], meta });
    const { roots } = await traceOf(t, { correlationId: "k-1" });
    expect(roots).toMatchObject([
      { kind: "command", id: "b-1", status: "executed", actorId: "ann" },
    ]);
    expect(
      JSON.stringify(roots, (_, value: unknown) =>
        String(value) && typeof value === "bigint" ? "" : value,
      ),
    ).not.toContain("777");
  });

  test("OR-5 leaves out what belongs to other correlations", async () => {
    const t = await initBatchApp();
    await sendBatch(t, { items: [put(1)], meta });
    await sendBatch(t, { items: [put(1)], meta: { commandId: "b-2", correlationId: "k-2" } });
    const { roots } = await traceOf(t, { correlationId: "k-2" });
    expect(roots.map(({ id }) => id)).toEqual(["b-2"]);
  });

  test("OR-5 is paged: every command and event exactly once, whatever the page size", async () => {
    const t = await initBatchApp();
    await sendBatch(t, { items: [put(1), put(2), put(3), put(4), put(5)], meta });
    for (const limit of [1, 2, 3, 100]) {
      const ids = await collect(t, limit);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(11);
    }
  });

  test("OR-5 goes on later from its cursor with what has come since", async () => {
    const t = await initBatchApp();
    await sendBatch(t, { items: [put(1)], meta });
    const { cursor } = await traceOf(t, { correlationId: "k-1" });
    await sendBatch(t, { items: [put(2)], meta: { commandId: "b-2", correlationId: "k-1" } });
    const { roots } = await traceOf(t, { correlationId: "k-1", cursor });
    expect(roots.map(shapeOf)).toEqual([
      { "bank:batch": [{ "bank.deposit": ["MoneyDeposited"] }] },
    ]);
  });

  test.each(["", "null", "{}", '{"commands":1,"stores":{}}', '{"commands":null,"stores":null}'])(
    "OR-5 a cursor %j of no page is a typed error",
    async (cursor) => {
      const t = await initBatchApp();
      const call = traceOf(t, { correlationId: "k-1", cursor });
      expect(await failureOf(call)).toMatchObject({ code: "CURSOR_UNREADABLE" });
    },
  );

  test("OR-5 what was caused by something unknown stands at the top", () => {
    const timing = { startedAt: 0, recordedAt: 0, durationMs: 0 };
    const command = {
      ...{ status: "rejected" as const, commandId: "c", type: "t", actorId: "a" },
      ...{ correlationId: "k", causationId: "elsewhere", events: [], timing },
      outcome: { status: "rejected" as const, code: "C", message: "", details: null },
    };
    expect(traceTree([command], [])).toMatchObject([{ id: "c", causedBy: "elsewhere" }]);
  });
});

test("ST-12 OR-5 a trace follows several stores", async () => {
  type Components = PlatformComponents & Record<"notesStore", PlatformComponents["eventStore"]>;
  const components = componentsGeneric() as unknown as Components;
  const contexts = [bank, { context: notes, store: components.notesStore }];
  const platform = createPlatform(components, { schema, contexts, actor: () => ann });
  const t = initConvexTest();
  store.register(t, "notesStore");
  const sent = { actor: ann, meta: { correlationId: "k-1" } };
  const accountId = "a";
  const open = { ...sent, args: { accountId, owner: "o" } };
  await t.mutation((ctx) => platform.execute(ctx, openAccount, open));
  const write = { ...sent, args: { diaryId: "d", texts: ["x"] } };
  await t.mutation((ctx) => platform.execute(ctx, writeEntries, write));
  const put = { ...sent, args: { accountId, cents: 1 } };
  await t.mutation((ctx) => platform.execute(ctx, deposit, put));
  const { roots } = await as(t).query((ctx) => platform.trace(ctx, { correlationId: "k-1" }));
  expect(roots.map(shapeOf)).toEqual([
    { "bank.openAccount": ["AccountOpened"] },
    { "notes.writeEntries": ["EntryWritten"] },
    { "bank.deposit": ["MoneyDeposited"] },
  ]);
});

test("OR-10 server code says what caused a command, and the trace shows it below that", async () => {
  const t = initConvexTest();
  const meta = { correlationId: "k-1" };
  const opened = await t.mutation((ctx) =>
    fixture.execute(ctx, openAccount, { actor: ann, meta, args: { accountId: "a", owner: "o" } }),
  );
  const causationId = opened.status === "executed" ? opened.events[0]!.id : "none";
  await t.mutation((ctx) => {
    const args = { accountId: "a", cents: 1 };
    return fixture.execute(ctx, deposit, { actor: ann, meta: { ...meta, causationId }, args });
  });
  const { roots } = await as(t).query((ctx) => fixture.trace(ctx, meta));
  expect(roots).toHaveLength(1);
  expect(roots[0]?.caused[0]).toMatchObject({ id: causationId });
  expect(roots[0]?.caused[0]?.caused.map(shapeOf)).toEqual([
    { "bank.deposit": ["MoneyDeposited"] },
  ]);
});

test.each([
  [{ causedBy: "e-1" }, "meta.causedBy: unknown field"],
  [{ causationId: "" }, "meta.causationId: is empty"],
  [{ causationId: "c".repeat(1025) }, "meta.causationId: has 1025 characters"],
])("OR-10 metadata that the platform would drop is refused: %j", async (meta, message) => {
  const t = initConvexTest();
  const args = { accountId: "a", owner: "o" };
  const outcome = await t.mutation((ctx) =>
    fixture.execute(ctx, openAccount, { actor: ann, meta: meta as never, args }),
  );
  expect(outcome).toMatchObject({ status: "refused", code: "INVALID_INPUT" });
  expect(outcome).toMatchObject({ message: expect.stringContaining(message) as string });
});

async function collect(t: App, limit: number): Promise<string[]> {
  const ids: string[] = [];
  const visit = ({ id, caused }: TraceNode) => {
    ids.push(id);
    caused.forEach(visit);
  };
  for (let page: Partial<TracePage> = {}; page.isDone !== true;) {
    const { cursor } = page;
    const next = await traceOf(t, { correlationId: "k-1", limit, ...(cursor && { cursor }) });
    next.roots.forEach(visit);
    page = next;
  }
  return ids;
}
