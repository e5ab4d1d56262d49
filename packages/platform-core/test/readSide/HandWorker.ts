import type { ComponentApi as CoreApi } from "../../src/component/_generated/component.js";
import { applyPage } from "../../src/asyncDelivery/applyPage.js";
import { readModelConsumers } from "../../src/readModels/readModelConsumers.js";
import { Consumers } from "../../src/consumers/Consumers.js";
import { wiringOf } from "../../src/platform/createPlatform.js";
import type { AnyProjection } from "../../src/declarations/defineProjection.js";
import type { Progress } from "../../src/readSide/Progress.js";
import type { ReadSide } from "../../src/readSide/servedOf.js";
import type { MarketApp } from "./initMarket.js";
import { runtimeQuery } from "../../src/wiring/runtimeReference.js";
import { platform } from "./market.js";

type Key = { tenant: string; key: string };
type Run = (reference: unknown, args: never) => Promise<unknown>;

const { stores, projections } = wiringOf(platform).runtime;
const asideKeys = "asideKeys";
const core = { lib: { asideKeys } } as unknown as CoreApi;

/** The workers of the market, moved by hand: what a test has not applied is not applied. */
export class HandWorker {
  readonly readModels = new Consumers(stores, readModelConsumers(stores, projections));
  readonly #cursors = new Map<string, (string | null)[]>();
  readonly #aside = new Set<string>();

  constructor(readonly t: MarketApp) {}

  cursors({ name, partitions }: AnyProjection): (string | null)[] {
    const known = this.#cursors.get(name) ?? Array<null>(partitions).fill(null);
    this.#cursors.set(name, known);
    return known;
  }

  /** Has events of a row put aside. */
  putAside({ name }: AnyProjection, { tenant, key }: Key): void {
    this.#aside.add(JSON.stringify([name, tenant, key]));
  }

  /** Applies the next page of one worker, as the component has it done. */
  async step(projection: AnyProjection, { partition = 0, limit = 100 } = {}): Promise<void> {
    const { name, version, partitions } = projection;
    const cursors = this.cursors(projection);
    const after = cursors[partition] ?? null;
    const share = { partition, partitions, isDecided: false, isAnyAside: true };
    const consumer = { consumer: name, kind: "readModel" as const, version, generation: 0 };
    const input = { ...consumer, ...share, after, limit };
    const app = { readModels: this.readModels, core, query: runtimeQuery("platform") };
    const { cursor, aside } = await this.t.mutation((ctx) => {
      const runQuery = this.#answering(projection, ctx.runQuery as Run);
      return applyPage({ ...ctx, runQuery } as never, app, input);
    });
    cursors[partition] = cursor;
    for (const { event } of aside) {
      for (const key of event.keys) this.putAside(projection, { tenant: event.tenant, key });
    }
  }

  /** The read side that sees these workers. */
  get side(): ReadSide {
    const progress: Progress = {
      served: async (_ctx, name) => {
        const { projection } = this.readModels.find(name, 1);
        const { version, partitions } = projection;
        const live = {
          delivery: "async",
          status: { kind: "running" },
          stale: false,
          aside: 0,
        } as const;
        return { generation: 0, version, partitions, ...live, cursors: this.cursors(projection) };
      },
      isAside: async (_ctx, name, { generation, tenant, key }) =>
        generation === 0 && this.#isAside(name, { tenant, key }),
    };
    return { readModels: this.readModels, progress };
  }

  #isAside(name: string, { tenant, key }: Key): boolean {
    return this.#aside.has(JSON.stringify([name, tenant, key]));
  }

  /** Answers what the component would of rows that have events aside. */
  #answering(projection: AnyProjection, run: Run): Run {
    return async (reference, args) => {
      if (reference !== asideKeys) return await run(reference, args);
      const { keys } = args as { keys: Key[] };
      return keys.map((key) => this.#isAside(projection.name, key));
    };
  }
}
