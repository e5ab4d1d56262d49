import batchWorker from "@convex-dev/batch-worker/test";
import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import {
  componentsGeneric,
  internalMutationGeneric,
  internalQueryGeneric,
  makeFunctionReference,
  type GenericDatabaseReader,
  type GenericDataModel,
  type GenericMutationCtx,
} from "convex/server";
import { vi } from "vitest";
import type { ComponentApi as CoreApi } from "../../src/component/_generated/component.js";
import { wiringOf, type PlatformComponents } from "../../src/platform/createPlatform.js";
import type { AnyProjection } from "../../src/declarations/defineProjection.js";
import { createPlatform, defineBoundedContext } from "../../src/index.js";
import core from "../../src/test.js";
import type { AnyDataModel } from "../../src/base/untypedTables.js";
import { schema, takeNotes } from "./desk.js";
import { faults } from "./faults.js";

const components = componentsGeneric() as unknown as PlatformComponents & {
  platformCore: CoreApi;
};
export const { platformCore } = components;

/** An app with desks and one of the read models, empty; fake timers must be on. */
export function initDesk(
  projection: AnyProjection,
  sink: (line: string) => void = () => undefined,
) {
  const desk = defineBoundedContext("desk", {
    commands: { takeNotes },
    projections: [projection],
  });
  const platform = createPlatform(components, {
    schema,
    contexts: [desk],
    actor: () => ({ id: "ann", tenant: "", roles: [] }),
    log: { sink },
  });
  const modules = {
    "./_generated/api.ts": async () => ({}),
    "./desk.ts": async () => platform.mutations(desk),
    "./platform.ts": async () => fallible(platform.runtime()),
  };
  const t = convexTest({ schema, modules: modules as never, transactionLimits: true });
  store.register(t);
  t.registerComponent("platformCore", core.schema, core.modules);
  t.registerComponent("platformCore/batchWorker", batchWorker.schema, mortal);
  return new DeskApp(t.withIdentity({ subject: "ann" }), projection, platform);
}

/** The runtime's functions, out of order where the faults say so. */
function fallible({ query, mutation }: ReturnType<ReturnType<typeof createPlatform>["runtime"]>) {
  const wrapped = (original: unknown) => {
    const { _handler: handler } = original as { _handler: Handler };
    return (async (ctx, args) => {
      faults.call(String((args as { op: unknown }).op));
      return await handler(ctx, args);
    }) as Handler as never;
  };
  return {
    query: internalQueryGeneric({ handler: wrapped(query) }),
    mutation: internalMutationGeneric({ handler: wrapped(mutation) }),
  };
}

type Handler = (ctx: GenericMutationCtx<AnyDataModel>, args: object) => Promise<unknown>;

// A worker's loop is the outermost function: what it throws at its end takes everything with it.
const mortal = {
  ...batchWorker.modules,
  "./component/loop.ts": async () => {
    const original = (await batchWorker.modules["./component/loop.ts"]?.()) as {
      loop: { _handler: Handler };
    };
    const handler: Handler = async (ctx, args) => {
      const answer = await original.loop._handler(ctx, args);
      if (faults.end()) throw new Error("Function execution timed out.");
      return answer;
    };
    return { ...original, loop: internalMutationGeneric({ handler: handler as never }) };
  },
};

type Run = <T>(
  component: string,
  work: (ctx: { db: GenericDatabaseReader<GenericDataModel> }) => Promise<T>,
) => Promise<T>;
type App = ReturnType<ReturnType<typeof convexTest>["withIdentity"]>;
type Platform = ReturnType<typeof createPlatform>;

/** Notes at desks, and what a read model makes of them. */
export class DeskApp {
  constructor(
    readonly t: App,
    readonly projection: AnyProjection,
    readonly platform: Platform,
  ) {}

  /** Takes notes at a desk, for some readers. */
  async take(deskId: string, notes: string[], to: string[] = []): Promise<void> {
    const command = makeFunctionReference<"mutation">("desk:takeNotes");
    await this.t.mutation(command, { deskId, notes, to });
  }

  /** Notes as an older release stored them, or a newer one: without a wake-up. */
  async takeStored(deskId: string, note: string, schemaVersion: number): Promise<void> {
    const event = {
      ...{
        type: "NoteTaken",
        schemaVersion,
        payload: { deskId, note, ...(schemaVersion > 1 && { to: [] }) },
        context: "desk",
      },
      ...{ category: "domain" as const, tags: [], occurredAt: 0 },
    };
    const stream = { streamType: "Desk", streamId: deskId, expected: "any" as const };
    const metadata = { actor: "past", correlationId: "past", causationId: "past" };
    const [events] = wiringOf(this.platform).runtime.stores.all;
    await this.t.mutation(async (ctx) => {
      await events?.append(ctx, {
        tenant: "",
        metadata,
        streams: [{ ...stream, events: [event] }],
      });
    });
  }

  /** What each row has seen. */
  async rows(): Promise<Record<string, string[]>> {
    const rows = await this.t.run((ctx) => ctx.db.query(this.projection.name as never).collect());
    const known = rows as { key: string; seen: string[] }[];
    return Object.fromEntries(known.map(({ key, seen }) => [key, seen]));
  }

  /** The dead letters, in the order of the log, as far as tests look at them. */
  async letters() {
    const list = { filter: {}, cursor: null };
    const { letters } = await this.t.query((ctx) =>
      ctx.runQuery(platformCore.deadLetters.list, list),
    );
    return letters;
  }

  /** Has the component do something for an operator. */
  async operate(name: "retry" | "discard" | "expire" | "pause" | "resume", args: object) {
    const { deadLetters, lib } = platformCore;
    const operation = name === "pause" || name === "resume" ? lib[name] : deadLetters[name];
    return await this.t.mutation((ctx) =>
      ctx.runMutation(operation as never, { ...args, actor: "ann" } as never),
    );
  }

  /** Everything of a table of the component. */
  async table(name: "cursors" | "generations" | "letterKeys" | "letters" | "due" | "unfolded") {
    const { runInComponent } = this.t as unknown as { runInComponent: Run };
    return await runInComponent("platformCore", ({ db }) => db.query(name).collect());
  }

  /** How many loops are to run some time. */
  async scheduled(): Promise<number> {
    const { runInComponent } = this.t as unknown as { runInComponent: Run };
    const jobs = await runInComponent("platformCore/batchWorker", ({ db }) =>
      db.system.query("_scheduled_functions").collect(),
    );
    return jobs.filter(({ state }) => state.kind === "pending").length;
  }

  /** Lets time pass, and everybody work meanwhile. */
  async pass(ms: number, step = 50): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      vi.advanceTimersByTime(step);
      await this.t.finishInProgressScheduledFunctions();
    }
  }

  /** Lets everybody work until all sleep, over the attempts of a letter. */
  async drain(): Promise<void> {
    await this.pass(4_000);
    await this.pass(16_000, 200);
  }
}
