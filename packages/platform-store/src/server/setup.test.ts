import { convexTest } from "convex-test";
import {
  componentsGeneric,
  defineSchema,
  type GenericDataModel,
  type GenericMutationCtx,
} from "convex/server";
import { ConvexError } from "convex/values";
import { expect, test } from "vitest";
import {
  EventStore,
  type AppendArgs,
  type AppendOutcome,
  type ComponentApi,
  type Expectation,
  type LogPage,
  type NewEvent,
  type State,
  type StoreErrorData,
} from "../client/index.js";
import type { MutationCtx as ComponentCtx } from "../component/_generated/server.js";
import { register } from "../test.js";

type Mounted = { eventStore: ComponentApi; inventoryStore: ComponentApi };
export const components = componentsGeneric() as unknown as Mounted;
type MutationCtx = GenericMutationCtx<GenericDataModel>;
type Appended = Extract<AppendOutcome, { status: "appended" }>;
type Conflicted = Extract<AppendOutcome, { status: "conflict" }>;
export type Args = AppendArgs;

/** An app that has nothing but event stores. */
export function initConvexTest(...names: string[]) {
  const modules = { "./_generated/api.ts": async () => ({}) };
  const t = convexTest({ schema: defineSchema({}), modules, transactionLimits: true });
  for (const name of names.length === 0 ? ["eventStore"] : names) register(t, name);
  return t;
}
export type App = ReturnType<typeof initConvexTest>;

/** Runs within the component; convex-test has the method, its types do not. */
export function inStore<R>(t: App, run: (ctx: ComponentCtx) => Promise<R>): Promise<R> {
  type Inner = { runInComponent(path: string, body: typeof run): Promise<R> };
  return (t as unknown as Inner).runInComponent("eventStore", run);
}

export const store = new EventStore(components.eventStore);
export const storeWith = (options: ConstructorParameters<typeof EventStore>[1]) =>
  new EventStore(components.eventStore, options);

export const inventory = new EventStore(components.inventoryStore);

export const metadata = { actor: "user-1", correlationId: "corr-1", causationId: "cmd-1" };

export const eventWith = (more: Partial<NewEvent> = {}): NewEvent => ({
  type: "OrderItemAdded",
  schemaVersion: 1,
  category: "domain",
  context: "orders",
  payload: { quantity: 1 },
  tags: [],
  occurredAt: 1_700_000_000_000,
  ...more,
});

export const eventsOf = (count: number, first = 1) =>
  Array.from({ length: count }, (_, i) => eventWith({ payload: { n: first + i } }));

export type OneStream = { id?: string; expected?: Expectation; events?: NewEvent[]; state?: State };

/** An append to one order of the tenant "". */
export const toOrder = ({ id = "o-1", expected = "any", events, state }: OneStream = {}): Args => ({
  tenant: "",
  streams: [
    {
      ...{ streamType: "Order", streamId: id, expected },
      events: events ?? [eventWith()],
      ...(state && { state }),
    },
  ],
  metadata,
});

export const append = (t: App, args: Args, by = store) => t.mutation((ctx) => by.append(ctx, args));

export async function appended(t: App, args: Args): Promise<Appended> {
  const result = await append(t, args);
  if (result.status !== "appended") throw new Error(`The append ended as ${result.status}.`);
  return result;
}

export async function conflicted(t: App, args: Args): Promise<Conflicted["conflicts"]> {
  const result = await append(t, args);
  if (result.status !== "conflict") throw new Error(`The append ended as ${result.status}.`);
  return result.conflicts;
}

/** What our code threw; fails when it threw nothing of ours. */
export async function refusalOf(call: Promise<unknown>): Promise<StoreErrorData> {
  const error: unknown = await call.then(
    () => new Error("Nothing was thrown."),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConvexError) return error.data as StoreErrorData;
  throw error;
}

export const refusal = (t: App, args: Args, by = store) => refusalOf(append(t, args, by));

export const orderKey = (id = "o-1") => ({ tenant: "", streamType: "Order", streamId: id });

export const stream = async (t: App, id = "o-1") =>
  (await readStream(t, { id, direction: "forward", limit: 1000 })).events;

type ReadArgs = { id?: string } & Omit<
  Parameters<EventStore["readStream"]>[1],
  "tenant" | "streamType" | "streamId"
>;
export const readStream = (t: App, { id = "o-1", ...args }: ReadArgs) =>
  t.query((ctx) => store.readStream(ctx, { ...orderKey(id), ...args }));

export const readLog = (t: App, args: Parameters<EventStore["readLog"]>[1]) =>
  t.query((ctx) => store.readLog(ctx, args));

type Reader = Parameters<EventStore["readLog"]>[0];
type ReadPage = (ctx: Reader, after: string | undefined) => Promise<LogPage>;

/** Every page from the beginning, each read in a query of its own. */
export async function pagesOf(t: App, read: ReadPage): Promise<LogPage[]> {
  const pages: LogPage[] = [];
  while (!pages.at(-1)?.isDone) {
    if (pages.length === 1000) throw new Error("The cursor does not get on.");
    pages.push(await t.query((ctx) => read(ctx, pages.at(-1)?.cursor)));
  }
  return pages;
}

/** The events of all pages. */
export const eventsIn = (pages: LogPage[]) => pages.flatMap((page) => page.events);

export const log = async (t: App) => (await readLog(t, { limit: 1000 })).events;

export const loadState = (t: App, id = "o-1") =>
  t.query((ctx) => store.loadState(ctx, orderKey(id)));

/** Runs `run` in a mutation of its own and tells what that mutation touched. */
export const costOf = (t: App, run: (ctx: MutationCtx) => Promise<unknown>) =>
  t.mutation(async (ctx) => {
    await run(ctx);
    const used = await ctx.meta.getTransactionMetrics();
    return { read: used.documentsRead.used, written: used.documentsWritten.used };
  });

test("a store mounted under its default name answers", async () => {
  expect(await loadState(initConvexTest(), "never-written")).toBeNull();
});
