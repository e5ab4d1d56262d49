import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import {
  anyApi,
  type ApiFromModules,
  type FilterApi,
  type FunctionReference,
  type GenericDatabaseReader,
  type GenericDataModel,
} from "convex/server";
import { wiringOf } from "../src/platform/createPlatform.js";
import type { AnyAggregate } from "../src/declarations/defineAggregate.js";
import type { Actor } from "../src/index.js";
import { infrastructureDataOf } from "../src/base/infrastructureError.js";
import * as app from "./app.js";
import { platform } from "./platform.js";
import schema from "./schema.js";

type Everything = FilterApi<
  ApiFromModules<{ app: typeof app }>,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any function
  FunctionReference<any, any>
>;
const references: unknown = anyApi;
/** The functions of the app. */
export const { app: api } = references as Everything;

const modules = { "./_generated/api.ts": async () => ({}), "./app.ts": async () => app };

/** The fixture app with the real components, empty, with the limits of real transactions. */
export function initConvexTest() {
  const t = convexTest({ schema, modules, transactionLimits: true });
  store.register(t);
  return t;
}
export type App = ReturnType<typeof initConvexTest>;

export const ann: Actor = { id: "ann", tenant: "", roles: [] };

/** The app as a signed-in user sees it. */
export const as = (t: App, actor: unknown = ann) =>
  t.withIdentity({ subject: "user", actor: actor as never });

type Run = <T>(
  component: string,
  work: (ctx: { db: GenericDatabaseReader<GenericDataModel> }) => Promise<T>,
) => Promise<T>;
type Rows = Record<string, unknown>[];

/** Every document of every table, the components' included: two equal dumps mean that nothing was written. */
export async function dump(t: App): Promise<Record<string, Rows>> {
  const { runInComponent } = t as unknown as { runInComponent: Run };
  const tablesOf = async (component: string, tables: string[]) =>
    await runInComponent(component, async ({ db }) =>
      Promise.all(
        tables.map(
          async (table) => [`${component}.${table}`, await db.query(table).collect()] as const,
        ),
      ),
    );
  const rows = [
    ...(await tablesOf("", Object.keys(schema.tables))),
    ...(await tablesOf("eventStore", Object.keys(store.schema.tables))),
  ];
  return Object.fromEntries(rows);
}

/** How many documents each non-empty table has more than before. */
export function added(before: Record<string, Rows>, after: Record<string, Rows>) {
  const differences = Object.entries(after).map(
    ([table, rows]) => [table, rows.length - (before[table]?.length ?? 0)] as const,
  );
  return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
}

/** The infrastructure data of what a call throws; fails when it throws nothing of that kind. */
export async function failureOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    (value) => new Error(`Nothing was thrown: ${JSON.stringify(value, shown)}`),
    (thrown: unknown) => thrown,
  );
  const data = infrastructureDataOf(error);
  if (data === null) throw error;
  return data;
}

const shown = (_key: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);

/** The app with an account "a" of "owner" that holds `cents`. */
export async function withAccount(cents = 100): Promise<App> {
  const t = initConvexTest();
  await as(t).mutation(api.openAccount, { accountId: "a", owner: "owner" });
  if (cents > 0) await as(t).mutation(api.makeDeposit, { accountId: "a", cents });
  return t;
}

/** The app with a trap "t" that is set. */
export async function withTrap(): Promise<App> {
  const t = initConvexTest();
  await as(t).mutation(api.setTrap, { trapId: "t" });
  return t;
}

/** Runs a call and tells how many documents it added where. */
export async function addedBy<T>(t: App, call: () => Promise<T>) {
  const before = await dump(t);
  const outcome = await call();
  return { outcome, added: added(before, await dump(t)) };
}

const { stores } = wiringOf(platform).runtime;

export type StreamOf = { aggregate: AnyAggregate; id: string; tenant?: string };

/** The events of an aggregate as the store has them, and its state. */
export async function stored(t: App, { aggregate, id, tenant = "" }: StreamOf) {
  const key = { tenant, streamType: aggregate.name, streamId: id };
  const { events } = await t.query((ctx) =>
    stores.holding(aggregate).readStream(ctx, { ...key, direction: "forward", limit: 1000 }),
  );
  const head = await t.query((ctx) => stores.holding(aggregate).loadState(ctx, key));
  return { events, version: head?.version ?? 0, state: head?.state?.value as unknown };
}
