import store from "@convex-es/platform-store/test";
import { convexTest, type TestConvex } from "convex-test";
import { makeFunctionReference } from "convex/server";
import { vi } from "vitest";
import type { AnyProjection } from "../../src/declarations/defineProjection.js";
import type { Executed, Position } from "../../src/index.js";
import type { SnapshotContext } from "../../src/readSide/Progress.js";
import core from "../../src/test.js";
import { mallPlatform, platformCore, pricing, schema, selling, sellingOnly } from "./mall.js";

type Platform = ReturnType<typeof mallPlatform>;
type Operation = "pause" | "resume";

/** A module whose functions are made anew for the code that is deployed when they are called. */
export const moduleOf = (functions: () => object, names: readonly string[]) =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      names.map((name) => [
        name,
        { enumerable: true, get: () => (functions() as Record<string, unknown>)[name] },
      ]),
    ),
  );

/** The mall on the real components, empty; fake timers must be on. */
export class MallApp {
  platform: Platform;
  #hasPrices: boolean;
  readonly t: TestConvex<typeof schema>;

  constructor({ withPrices = true } = {}) {
    this.platform = mallPlatform(withPrices);
    this.#hasPrices = withPrices;
    const app = moduleOf(
      () => ({
        ...this.platform.mutations(this.#hasPrices ? selling : sellingOnly),
        ...(this.#hasPrices && this.platform.mutations(pricing)),
      }),
      ["sell", "setPrice"],
    );
    const runtime = moduleOf(() => this.platform.runtime(), ["query", "mutation", "action"]);
    const modules = {
      "./_generated/api.ts": async () => ({}),
      "./app.ts": async () => app,
      "./platform.ts": async () => runtime,
    };
    this.t = convexTest({ schema, modules: modules as never, transactionLimits: true });
    store.register(this.t);
    store.register(this.t, "priceStore");
    core.register(this.t);
  }

  /** Replaces the code, with or without the context that sets prices and what is made of it. */
  deploy({ withPrices }: { withPrices: boolean }): void {
    this.platform = mallPlatform(withPrices);
    this.#hasPrices = withPrices;
  }

  async setPrice(productId: string, cents: number, tenant = ""): Promise<Position | null> {
    return await this.#send("setPrice", { productId, cents }, tenant);
  }

  async sell(
    orderId: string,
    productId: string,
    { units = 1, tenant = "" } = {},
  ): Promise<Position | null> {
    return await this.#send("sell", { orderId, productId, units }, tenant);
  }

  async #send(
    name: string,
    args: Record<string, unknown>,
    tenant: string,
  ): Promise<Position | null> {
    const command = makeFunctionReference<"mutation", Record<string, unknown>, Executed>(
      `app:${name}`,
    );
    const { position } = await this.t
      .withIdentity({ subject: "ann", tenant })
      .mutation(command, args);
    return position;
  }

  /** The rows of a read model by tenant and key, of what is served. */
  async rows<Row = Record<string, unknown>>(
    projection: AnyProjection,
  ): Promise<Record<string, Row>> {
    return await this.t.query(async (ctx) => {
      const served = await ctx.db
        .query("projectionGenerations")
        .withIndex("by_projection", (q) => q.eq("projection", projection.name))
        .unique();
      const rows = await ctx.db.query(projection.name as "sales").collect();
      return Object.fromEntries(
        rows
          .filter(({ generation }) => generation === (served?.generation ?? 0))
          .map(({ tenant, key, generation, _id, _creationTime, ...row }) => [
            tenant === "" ? key : `${tenant}/${key}`,
            row as Row,
          ]),
      );
    });
  }

  /** Pauses or resumes a read model's workers. */
  async operate(operation: Operation, { name: consumer }: AnyProjection): Promise<void> {
    const reference = platformCore?.lib[operation] as never;
    await this.t.mutation((ctx) => ctx.runMutation(reference, { consumer, actor: "ann" } as never));
  }

  /** Asks the platform within a query of somebody of a tenant. */
  async ask<Answer>(
    question: (platform: Platform, ctx: SnapshotContext) => Promise<Answer>,
    tenant = "",
  ): Promise<Answer> {
    const somebody = this.t.withIdentity({ subject: "ann", tenant });
    return await somebody.query((ctx) => question(this.platform, ctx as never));
  }

  /** Lets the loops run a little, and stop anywhere. */
  async runALittle(): Promise<void> {
    vi.advanceTimersByTime(50);
    await this.t.finishInProgressScheduledFunctions();
  }

  /** Lets every loop run until all are asleep. */
  async drain(): Promise<void> {
    await this.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
  }
}
