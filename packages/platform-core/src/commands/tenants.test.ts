import { describe, expect, test } from "vitest";
import { Account } from "../../test/bank.js";
import { fn, initBatchApp, put, queryOf, sendBatch } from "../../test/batchApp.js";
import { ann, as, stored, type App } from "../../test/initConvexTest.js";

// Three tenants whose people, aggregates, commands and correlations all have the same ids.
const tenants = ["", "acme", "globex"];
const of = (t: App, tenant: string) => as(t, { ...ann, tenant });
const amountOf = (tenant: string) => (tenants.indexOf(tenant) + 1) * 10;
const meta = { commandId: "c-1", correlationId: "k-1" };

async function filled(): Promise<App> {
  const t = await initBatchApp();
  for (const tenant of tenants.slice(1)) {
    await of(t, tenant).mutation(fn("app:openAccount"), { accountId: "a", owner: tenant });
  }
  for (const tenant of tenants) {
    await of(t, tenant).mutation(fn("app:deposit"), {
      ...{ accountId: "a", cents: amountOf(tenant), meta },
    });
  }
  return t;
}

describe.each(tenants)("equal ids in three tenants, seen by %j", (tenant) => {
  test("LC-5 every tenant has an aggregate of its own", async () => {
    const { events, state } = await stored(await filled(), { aggregate: Account, id: "a", tenant });
    const start = tenant === "" ? 100 : 0;
    expect(state).toMatchObject({ cents: start + amountOf(tenant) });
    expect(events.at(-1)).toMatchObject({ tenant, payload: { cents: amountOf(tenant) } });
  });

  test("LC-5 the dedupe keeps them apart: each command ran, each repeat gets its own outcome", async () => {
    const t = await filled();
    const again = of(t, tenant).mutation(fn("app:deposit"), {
      ...{ accountId: "a", cents: amountOf(tenant), meta },
    });
    const { events } = await stored(t, { aggregate: Account, id: "a", tenant });
    expect(await again).toMatchObject({ events: [{ id: events.at(-1)?.id }] });
  });

  test("LC-5 another tenant's use of an id is not misuse, one's own is", async () => {
    const t = await filled();
    const other = of(t, tenant).mutation(fn("app:deposit"), { accountId: "a", cents: 1, meta });
    expect(await other).toMatchObject({ code: "COMMAND_ID_REUSED" });
  });

  test("LC-5 read models show the own rows only", async () => {
    const t = await filled();
    const row: unknown = await of(t, tenant).query(queryOf("app:get"), { key: "a" });
    expect(row).toMatchObject({ owner: tenant === "" ? "o" : tenant });
    const page: unknown = await of(t, tenant).query(queryOf("app:page"), {
      paginationOpts: { numItems: 10, cursor: null },
    });
    expect(page).toMatchObject({ page: [row] });
  });

  test("LC-5 a status is that of the own command", async () => {
    const t = await filled();
    const { events } = await stored(t, { aggregate: Account, id: "a", tenant });
    const status: unknown = await of(t, tenant).query(queryOf("app:status"), { commandId: "c-1" });
    expect(status).toMatchObject({ status: "executed", events: [{ id: events.at(-1)?.id }] });
  });

  test("LC-5 a trace holds the own commands and events only", async () => {
    const t = await filled();
    const trace: unknown = await of(t, tenant).query(queryOf("app:trace"), {
      correlationId: "k-1",
    });
    const { events } = await stored(t, { aggregate: Account, id: "a", tenant });
    expect(trace).toMatchObject({
      roots: [{ id: "c-1", caused: [{ id: events.at(-1)?.id, caused: [] }] }],
    });
    expect((trace as { roots: unknown[] }).roots).toHaveLength(1);
  });

  test("LC-5 a batch under an id that others have used runs", async () => {
    const t = await filled();
    for (const other of tenants.filter((one) => one !== tenant)) {
      await sendBatch(
        t,
        { items: [put(1)], meta: { commandId: "b-1" } },
        { ...ann, tenant: other },
      );
    }
    const outcome = await sendBatch(
      t,
      { items: [put(2), put(3)], meta: { commandId: "b-1" } },
      { ...ann, tenant },
    );
    expect(outcome).toMatchObject({ status: "executed", items: [{}, {}] });
  });
});

test("LC-5 a tenant without an aggregate finds nothing under an id that others have", async () => {
  const t = await filled();
  const stranger = of(t, "initech");
  const sent = stranger.mutation(fn("app:deposit"), { accountId: "a", cents: 1 });
  expect(await sent).toMatchObject({ status: "rejected", code: "NOT_FOUND" });
  expect(await stranger.query(queryOf("app:get"), { key: "a" })).toBeNull();
  expect(await stranger.query(queryOf("app:status"), { commandId: "c-1" })).toEqual({
    status: "unknown",
  });
});
