import { eventIdOf, type EventStore } from "@convex-es/platform-store";
import type { Decision } from "@convex-es/platform-store/internal";
import type { MutationContext } from "../base/untypedTables.js";
import { loadAggregate, loadedFrom, type Loaded } from "../states/loadAggregate.js";
import type { FoldTarget } from "../states/foldStream.js";
import type { Call, Runtime } from "./Call.js";
import { decisionOf, targetOf, type CommandSite, type Ending } from "./CommandSite.js";
import { answerOf, endingOf, type Answer } from "./outcomeRecord.js";
import { changedMeanwhile, writeRows, type Recording } from "./recordEvents.js";

type Planned = {
  store: EventStore;
  decision: Decision;
  /** `null` for a command without events. */
  written: { recording: Recording; events: { id: string; version: number }[] } | null;
};

/** Where a unit of work stood, to go back to. */
export type Mark = { planned: number; heads: ReadonlyMap<string, Loaded> };

/** Most aggregates whose heads are loaded in one call. */
const mostHeads = 500;

/**
 * Many commands of one transaction, decided in memory, each on what those before it decided, and written at the end: one call of each
 * store, every inline row once, one wake-up. What one command decided can be taken back before that.
 */
export class UnitOfWork implements CommandSite {
  readonly #planned: Planned[] = [];
  #heads = new Map<string, Loaded>();

  constructor(
    readonly ctx: MutationContext,
    readonly runtime: Runtime,
  ) {}

  /** Loads the aggregates that commands will be about: one call of each store. */
  async loadHeads(targets: readonly (FoldTarget & { context: string })[]): Promise<void> {
    const wanted = new Map(targets.map((one) => [this.#nameOf(one.context, one), one]));
    for (const name of this.#heads.keys()) wanted.delete(name);
    for (const store of this.runtime.stores.all) {
      const own = [...wanted].filter(([, one]) => this.runtime.stores.of(one.context) === store);
      for (let start = 0; start < own.length; start += mostHeads) {
        await this.#loadFrom(store, own.slice(start, start + mostHeads));
      }
    }
  }

  async #loadFrom(store: EventStore, wanted: readonly [string, FoldTarget][]): Promise<void> {
    const streams = wanted.map(([, { aggregate, tenant, id }]) => ({
      tenant,
      streamType: aggregate.name,
      streamId: id,
    }));
    const heads = await store.loadStates(this.ctx, streams);
    for (const [index, [name, target]] of wanted.entries()) {
      const head = heads[index] ?? null;
      this.#heads.set(name, await loadedFrom(this.ctx, store, { ...target, head }));
    }
  }

  async load(call: Call): Promise<Loaded> {
    const target = targetOf(call);
    const name = this.#nameOf(call.context, target);
    const known = this.#heads.get(name) ?? (await loadAggregate(this.ctx, call.store, target));
    this.#heads.set(name, known);
    return known;
  }

  /** The outcome that the command will have; its position is not known before the end. */
  end(call: Call, ending: Ending): Promise<Answer> {
    const { store } = call;
    if ("outcome" in ending) {
      const { outcome } = ending;
      this.#planned.push({ store, decision: endingOf(call, outcome), written: null });
      return Promise.resolve(answerOf(outcome, call));
    }
    const { recording } = ending;
    const { aggregate, stream, drafts, state } = recording;
    const key = { tenant: stream.tenant, streamType: aggregate.name, streamId: stream.id };
    const events = drafts.map(({ type }, index) => {
      const version = stream.version + index + 1;
      return { id: eventIdOf(key, version), type, version };
    });
    const version = stream.version + events.length;
    this.#heads.set(this.#nameOf(call.context, targetOf(call)), { version, state });
    const decision = endingOf(call, decisionOf(recording));
    this.#planned.push({ store, decision, written: { recording, events } });
    return Promise.resolve(answerOf({ status: "executed", version, position: null, events }, call));
  }

  /** Where it stands now. */
  mark(): Mark {
    return { planned: this.#planned.length, heads: new Map(this.#heads) };
  }

  /** Forgets what was decided after a mark. */
  undo({ planned, heads }: Mark): void {
    this.#planned.length = planned;
    this.#heads = new Map(heads);
  }

  /** Writes everything; throws CONFLICT, for the transaction to roll back, when a stream was changed by others within it. */
  async write(): Promise<void> {
    for (const store of this.runtime.stores.all) {
      const own = this.#planned.filter((one) => one.store === store);
      if (own.length === 0) continue;
      const result = await store.commit(
        this.ctx,
        own.map(({ decision }) => decision),
      );
      const changed = result.status === "changed" ? own[result.command]?.written : undefined;
      if (changed) throw changedMeanwhile(changed.recording.aggregate, changed.recording.stream.id);
    }
    const written = this.#planned.flatMap((one) => one.written ?? []);
    if (written.length === 0) return;
    const { wake, inline } = this.runtime;
    const state = wake === null ? null : await wake.look(this.ctx);
    const switched = state?.switched ?? null;
    const upkeep = await writeRows(this.ctx, inline, { written, switched });
    await wake?.wake(this.ctx, { upkeep, state });
  }

  #nameOf(context: string, { aggregate, tenant, id }: FoldTarget): string {
    return JSON.stringify([this.runtime.stores.of(context).name, tenant, aggregate.name, id]);
  }
}
