import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import {
  componentsGeneric,
  type GenericDatabaseReader,
  type GenericDatabaseWriter,
  type GenericDataModel,
} from "convex/server";
import { vi } from "vitest";
import type { AnyContext } from "../../src/declarations/defineBoundedContext.js";
import type { AnyCommand } from "../../src/declarations/command.js";
import { createPlatform, type Actor } from "../../src/index.js";
import type { PlatformComponents, Sending } from "../../src/platform/createPlatform.js";
import core from "../../src/test.js";
import { moduleOf } from "../staged/MallApp.js";
import { orders, schema, stock } from "./fulfilment.js";

type Stores = Record<"stockStore", PlatformComponents["eventStore"]>;
const components = componentsGeneric() as unknown as PlatformComponents & Stores;

const clerk: Actor = { id: "clerk", tenant: "", roles: [] };

const platformOf = (context: AnyContext) =>
  createPlatform(components, {
    schema,
    actor: () => clerk,
    log: { sink: () => undefined },
    contexts: [context, { context: stock, store: components.stockStore }],
  });

type Row = Record<string, unknown>;
type Inside = <T>(
  component: string,
  body: (ctx: { db: GenericDatabaseWriter<GenericDataModel> }) => Promise<T>,
) => Promise<T>;

/** An app of two contexts with a store each, whose processes run; fake timers must be on. */
export class ProcessApp {
  platform = platformOf(orders);
  readonly t;

  constructor(context: AnyContext = orders) {
    this.platform = platformOf(context);
    const kinds = ["query", "mutation", "action"];
    const runtime = moduleOf(() => this.platform.runtime(), kinds);
    const modules = {
      "./_generated/api.ts": async () => ({}),
      "./platform.ts": async () => runtime,
    };
    this.t = convexTest({ schema, modules: modules as never, transactionLimits: true });
    store.register(this.t);
    store.register(this.t, "stockStore");
    core.register(this.t);
  }

  /** Replaces the code. */
  deploy(context: AnyContext): void {
    this.platform = platformOf(context);
  }

  /** Sends a command as a clerk. */
  async send<C extends AnyCommand>(command: C, args: Sending<C>["args"], meta = {}) {
    return await this.t.mutation((ctx) =>
      this.platform.execute(ctx as never, command, { args, actor: clerk, meta }),
    );
  }

  /** Lets every loop run until all are asleep. */
  async drain(): Promise<void> {
    await this.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
  }

  /** Runs what is due within some milliseconds. */
  async pass(ms: number): Promise<void> {
    for (let at = 0; at < ms; at += 100) {
      vi.advanceTimersByTime(100);
      await this.t.finishInProgressScheduledFunctions();
    }
  }

  /** Every document of a table of a component. */
  async rows(component: string, table: string): Promise<Row[]> {
    return await this.inside(
      component,
      async ({ db }: { db: GenericDatabaseReader<GenericDataModel> }) => db.query(table).collect(),
    );
  }

  async inside<T>(
    component: string,
    body: (ctx: { db: GenericDatabaseWriter<GenericDataModel> }) => Promise<T>,
  ): Promise<T> {
    const { runInComponent } = this.t as unknown as { runInComponent: Inside };
    return await runInComponent(component, body);
  }

  /** The types of all events of a store, in order. */
  async eventTypes(component: string): Promise<unknown[]> {
    return (await this.rows(component, "events")).map(({ type }) => type);
  }

  /** The state of an aggregate. */
  async stateOf(component: string, streamId: string): Promise<unknown> {
    const heads = await this.rows(component, "streams");
    const head = heads.find((row) => row["streamId"] === streamId);
    return (head?.["state"] as { value: unknown } | undefined)?.value;
  }
}
