import { wiringOf } from "../../src/createPlatform.js";
import { applyPage } from "../../src/consumers/applyPage.js";
import { Consumers } from "../../src/consumers/Consumers.js";
import type { AnyProjection } from "../../src/defineProjection.js";
import type { Progress } from "../../src/readSide/Progress.js";
import type { ReadSide } from "../../src/readSide/servedOf.js";
import type { MarketApp } from "./initMarket.js";
import { platform } from "./market.js";

/** The workers of the market, moved by hand: what a test has not applied is not applied. */
export class HandWorker {
  readonly consumers = new Consumers(wiringOf(platform).runtime.stores);
  readonly #cursors = new Map<string, (string | null)[]>();
  /** Keys whose events are put aside. */
  readonly aside = new Set<string>();

  constructor(readonly t: MarketApp) {}

  cursors({ name, partitions }: AnyProjection): (string | null)[] {
    const known = this.#cursors.get(name) ?? Array<null>(partitions).fill(null);
    this.#cursors.set(name, known);
    return known;
  }

  /** Applies the next page of one worker, as the component has it done. */
  async step(projection: AnyProjection, { partition = 0, limit = 100 } = {}): Promise<void> {
    const { name, version, partitions } = projection;
    const cursors = this.cursors(projection);
    const after = cursors[partition] ?? null;
    const input = { projection: name, version, generation: 0, partition, partitions, after, limit };
    const { cursor } = await this.t.mutation((ctx) => applyPage(ctx, this.consumers, input));
    cursors[partition] = cursor;
  }

  /** The read side that sees these workers. */
  get side(): ReadSide {
    const progress: Progress = {
      served: async (_ctx, name) => {
        const { projection } = this.consumers.find(name, 1);
        const status = { kind: "running" } as const;
        const { version, partitions } = projection;
        const cursors = this.cursors(projection);
        return { generation: 0, version, partitions, status, cursors };
      },
      isAside: async (_ctx, _projection, { key }) => this.aside.has(key),
    };
    return { consumers: this.consumers, progress };
  }
}
