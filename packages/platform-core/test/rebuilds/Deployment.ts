import store from "@convex-es/platform-store/test";
import { convexTest, type TestConvex } from "convex-test";
import {
  componentsGeneric,
  makeFunctionReference,
  mutationGeneric,
  queryGeneric,
  type GenericMutationCtx,
  type GenericQueryCtx,
  type PaginationOptions,
  type PaginationResult,
} from "convex/server";
import { v } from "convex/values";
import { vi } from "vitest";
import { createPlatform, type PlatformComponents } from "../../src/platform/createPlatform.js";
import type { RebuildOptions } from "../../src/rebuilds/rebuildsOf.js";
import type { AnyDataModel, AnyRange } from "../../src/base/untypedTables.js";
import core from "../../src/test.js";
import { metersWith, schema, totals } from "./meters.js";
import type { ListedConsumer } from "../../src/status/describeConsumers.js";
import type { LetterFilter } from "../../src/letters/DeadLetter.js";
import type { Decision } from "../../src/contract/decisions.js";
import type { RebuildStatus } from "../../src/contract/rebuilds.js";

type Totals = ReturnType<typeof totals>;
export type Row = { key: string; version: number; units: number; readings: number };
type Ctx = GenericQueryCtx<AnyDataModel> & GenericMutationCtx<AnyDataModel>;
type PageArgs = { order?: "asc" | "desc"; range?: string; page: PaginationOptions };
type Reading = { meterId?: string; house?: string; units?: number; times?: number };

const components = componentsGeneric() as unknown as PlatformComponents;

const released = (projections: Totals[]) => {
  const context = metersWith(projections);
  const platform = createPlatform(components, {
    schema,
    log: { sink: () => undefined },
    contexts: [context],
    actor: ({ subject }) => ({ id: subject, tenant: subject.split("@")[1] ?? "", roles: [] }),
  });
  const named = Object.fromEntries(projections.map((one) => [one.name, one]));
  const reads = (name: string) => platform.read(named[name] ?? totals());
  const { rebuilds } = platform;
  const operator = (run: (ctx: Ctx, name: string, options: RebuildOptions) => Promise<unknown>) =>
    mutationGeneric({
      args: { name: v.string(), options: v.any() },
      handler: (ctx, { name, options }) => run(ctx as never, name, options as never),
    });
  const rows = async (ctx: Ctx, { name }: { name: string }) =>
    await reads(name).list(ctx, { index: "by_key", limit: 500 });
  const look = (run: (ctx: Ctx, args: never) => Promise<unknown>) =>
    queryGeneric({ args: v.any(), handler: (ctx, args) => run(ctx as never, args as never) });
  return {
    app: {
      ...platform.mutations(context),
      start: operator((ctx, name, options) => rebuilds.start(ctx, name, options)),
      cancel: operator((ctx, name, options) => rebuilds.cancel(ctx, name, options)),
      force: operator((ctx, name, options) => rebuilds.force(ctx, name, options)),
      verify: operator((ctx, name, options) => platform.verifyProjection(ctx, name, options)),
      list: look((ctx, asked) => rebuilds.list(ctx, asked)),
      rows: look(rows),
      page: look((ctx, { order, range, page }: PageArgs) => {
        const query = { index: "by_key" as const, order, page };
        const from = range === undefined ? {} : { range: (q: AnyRange) => q.gte("key", range) };
        return reads("totals").paginate(ctx, { ...query, ...(from as object) });
      }),
      consumers: look((ctx) => platform.consumers.list(ctx)),
      restart: operator((ctx) => platform.consumers.restart(ctx)),
      pause: operator((ctx, name) => platform.pauseProjection(ctx, name)),
      resume: operator((ctx, name) => platform.resumeProjection(ctx, name)),
      discard: operator((ctx, consumer, filter) =>
        platform.deadLetters.discard(ctx, { consumer, ...(filter as LetterFilter) }),
      ),
      retry: operator((ctx, consumer) => platform.deadLetters.retry(ctx, { consumer })),
      edit: operator(async (ctx, consumer, payload) => {
        const { letters } = await platform.deadLetters.list(ctx, { consumer });
        await platform.deadLetters.edit(ctx, letters[0]?.id ?? "", { payload });
      }),
      forget: operator((ctx, consumer) => platform.decisions.forget(ctx, { consumer })),
      forgetOne: operator((ctx, _name, given) => {
        const { id } = given as { id: string };
        return platform.decisions.forget(ctx, id);
      }),
      expire: operator((ctx, consumer) => platform.deadLetters.expire(ctx, { consumer })),
      decisions: look((ctx) => platform.decisions.list(ctx, { consumer: "totals" })),
      wake: operator((ctx) => platform.consumers.wake(ctx)),
      log: look(async (ctx) => (await platform.readLog(ctx as never, { limit: 1000 })).events),
    },
    platform: platform.runtime(),
  };
};

/** A deployment whose code tests replace; fake timers must be on. */
export class Deployment {
  #release: ReturnType<typeof released>;
  #projections: readonly Totals[];
  readonly t: TestConvex<typeof schema>;
  readonly #meters = new Set<string>();

  constructor(...projections: Totals[]) {
    this.#projections = projections;
    this.#release = released(projections);
    const current = (part: "app" | "platform") => {
      const names = Object.keys(this.#release[part]);
      return Object.defineProperties(
        {},
        Object.fromEntries(
          names.map((name) => [
            name,
            { enumerable: true, get: () => this.#release[part][name as never] },
          ]),
        ),
      );
    };
    const app = current("app");
    const platform = current("platform");
    const modules = {
      "./_generated/api.ts": async () => ({}),
      "./app.ts": async () => app,
      "./platform.ts": async () => platform,
    };
    this.t = convexTest({ schema, modules: modules as never, transactionLimits: true });
    for (const component of [store, core]) component.register(this.t);
  }

  /**
   * Replaces the code once it is known which rows nobody keeps any more: of what commands append before anybody has looked, only
   * a verification finds out.
   */
  async deployNoticed(next: Totals): Promise<void> {
    const [served] = await this.table("projectionGenerations", "");
    const isKept = this.#projections.some((each) => each.delivery === "inline");
    if (served?.["delivery"] !== "async" && !isKept) {
      vi.advanceTimersByTime(11_000);
      await this.pass(300);
    }
    this.deploy(next);
  }

  /** Replaces the code. */
  deploy(...projections: Totals[]): void {
    this.#projections = projections;
    this.#release = released(projections);
  }

  /** Appends readings of a meter, which is its own house's, of a tenant. */
  async read(tenant = "", { meterId = "m", house = "h", units = 1, times = 1 }: Reading = {}) {
    const place = JSON.stringify([tenant, meterId]);
    const command = this.#meters.has(place) ? "readMeter" : "installMeter";
    this.#meters.add(place);
    const args = { meterId, house, units, times };
    const outcome: unknown = await this.as(tenant).mutation(fn(`app:${command}`), args);
    return outcome as {
      status: string;
      position: { commitTs: bigint; ordinal: number; store: string };
    };
  }

  /** What a tenant's readers see. */
  async rows(tenant = "", name = "totals"): Promise<Row[]> {
    return (await this.as(tenant).query(query("app:rows"), { name })) as Row[];
  }

  async start(options: RebuildOptions = {}, name = "totals") {
    return await this.operate("start", name, options);
  }

  async verify(options: RebuildOptions = {}) {
    return await this.operate("verify", "totals", options);
  }

  async operate(what: string, name = "totals", options: object = {}): Promise<unknown> {
    return await this.as("").mutation(fn(`app:${what}`), { name, options });
  }

  /** What was decided about events that a read model could not apply. */
  async decisions(): Promise<Decision[]> {
    const page: unknown = await this.as("").query(query("app:decisions"), {});
    return (page as { decisions: Decision[] }).decisions;
  }

  /** A page of a tenant's rows. */
  async page(tenant: string, args: PageArgs): Promise<PaginationResult<Row>> {
    return (await this.as(tenant).query(query("app:page"), args)) as PaginationResult<Row>;
  }

  /** The builds of a read model, newest first. */
  async list(projection = "totals"): Promise<RebuildStatus[]> {
    return (await this.as("").query(query("app:list"), { projection })) as RebuildStatus[];
  }

  /** The events of a tenant, in order. */
  async log(
    tenant = "",
  ): Promise<{ streamId: string; payload: { house: string; units: number } }[]> {
    return (await this.as(tenant).query(query("app:log"), {})) as never;
  }

  /** Every document of a table of the component, or of the app. */
  async table(name: string, component = "platformCore"): Promise<Record<string, unknown>[]> {
    const t = this.t as unknown as {
      runInComponent<T>(component: string, body: (ctx: Ctx) => Promise<T>): Promise<T>;
    };
    return await t.runInComponent<Record<string, unknown>[]>(component, async ({ db }) => {
      const rows = name.startsWith("_") ? db.system.query(name as never) : db.query(name);
      return (await rows.collect()) as Record<string, unknown>[];
    });
  }

  /** Ends a scheduled run of a loop without a trace, as a crash does. */
  async kill(id: string): Promise<void> {
    const t = this.t as unknown as {
      runInComponent(component: string, body: (ctx: Ctx) => Promise<void>): Promise<void>;
    };
    await t.runInComponent("platformCore/batchWorker", ({ scheduler }) =>
      scheduler.cancel(id as never),
    );
  }

  /** Ends whatever is scheduled to run next of any loop, as a crash does; monitors stay. */
  async crash(): Promise<void> {
    const jobs = await this.table("_scheduled_functions", "platformCore/batchWorker");
    for (const { _id, name, state } of jobs) {
      const isPending = (state as { kind: string }).kind === "pending";
      if (isPending && name === "loop:loop") await this.kill(_id as string);
    }
  }

  /** Ends everything that is scheduled of any loop, monitors too, as a restored backup or "cancel all" does. */
  async cancelAll(): Promise<void> {
    const jobs = await this.table("_scheduled_functions", "platformCore/batchWorker");
    for (const { _id, state } of jobs) {
      if ((state as { kind: string }).kind === "pending") await this.kill(_id as string);
    }
  }

  /** What operators see of the consumers. */
  async consumers() {
    return (await this.as("").query(query("app:consumers"), {})) as ListedConsumer[];
  }

  /** Runs the safety net, as its cron does. */
  async runSafetyNet(): Promise<void> {
    const t = this.t as unknown as {
      runInComponent(component: string, body: (ctx: Ctx) => Promise<unknown>): Promise<unknown>;
    };
    await t.runInComponent("platformCore", (ctx) => ctx.runMutation(fn("safetyNet:wakeAll"), {}));
  }

  /** Lets every loop run until all are asleep. */
  async drain(): Promise<void> {
    await this.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
  }

  /** Runs what is due within some milliseconds. */
  async pass(ms: number): Promise<void> {
    for (let at = 0; at < ms; at += 50) {
      vi.advanceTimersByTime(50);
      await this.t.finishInProgressScheduledFunctions();
    }
  }

  as(tenant: string) {
    return this.t.withIdentity({ subject: `ann@${tenant}` });
  }
}

const fn = (name: string) => makeFunctionReference<"mutation">(name);
const query = (name: string) => makeFunctionReference<"query">(name);
