import { findOversize, sha256Hex, type Position } from "@convex-es/platform-base";
import type { RecordedEvent } from "@convex-es/platform-store";
import type { Value } from "convex/values";
import { infrastructureError } from "../base/infrastructureError.js";
import type { MutationContext } from "../base/untypedTables.js";
import { UnitOfWork, type Mark } from "../commands/UnitOfWork.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { RoutedEvent } from "../consumers/RoutedEvent.js";
import type { Keyed } from "../consumers/Subscription.js";
import { trusted } from "../contract/boundary.js";
import type { ProcessStep } from "../contract/processes.js";
import type { Timer } from "../contract/timers.js";
import type { Effect, SendEffect } from "../declarations/processEffects.js";
import { InstanceTimers } from "./InstanceTimers.js";
import { StepRun, type CommandHost, type End, type Input } from "./StepRun.js";
import {
  initialOf,
  reactTo,
  reactToTimer,
  routingOf,
  type Instance,
  type NamedProcess,
  type Reaction,
} from "./reactTo.js";

/** What processes need of an app. */
export type ProcessHost = CommandHost & { core: CoreApi };

type Handled = { event: RecordedEvent; key: string };

/** Instances of one process in memory: loaded once, written once, together with what their commands decided. */
export class ProcessPage {
  readonly #unit: UnitOfWork;
  #instances = new Map<string, Instance | null>();
  readonly #steps: { step: ProcessStep; timers: InstanceTimers }[] = [];
  #ignored = 0;

  constructor(
    readonly ctx: MutationContext,
    readonly host: ProcessHost,
    readonly named: NamedProcess,
  ) {
    this.#unit = new UnitOfWork(ctx, host.runtime);
  }

  /** How many commands have been sent so far. */
  get sent(): number {
    return this.#steps.reduce((sum, { step }) => sum + step.sent.length, 0);
  }

  /** Loads the instances that events belong to, and the aggregates that their commands will be about: one call, and one of each store. */
  async load(routed: readonly RoutedEvent[]): Promise<void> {
    const all = routed.flatMap(({ events }) => events.flatMap(handledOf));
    await this.#loadInstances(all.map(({ event: { tenant }, key }) => ({ tenant, key })));
    await this.#unit.loadHeads(this.#targetsOf(all));
  }

  /** As `load`, for timers. */
  async loadFor(timers: readonly Timer[]): Promise<void> {
    await this.#loadInstances(timers);
    const reactions = timers.flatMap((timer) => {
      try {
        return [{ ...this.#fire(this.#instances.get(nameOf(timer)) ?? null, timer), ...timer }];
      } catch {
        return [];
      }
    });
    await this.#unit.loadHeads(
      reactions.flatMap(({ effects, tenant }) => this.#targets(effects, tenant)),
    );
  }

  async #loadInstances(keys: readonly { tenant: string; key: string }[]): Promise<void> {
    const wanted = new Map(
      keys.map(({ tenant, key }) => [nameOf({ tenant, key }), { tenant, key }]),
    );
    if (wanted.size === 0) return;
    const query = { process: this.named.name, keys: [...wanted.values()] };
    const heads = await this.ctx.runQuery(this.host.core.processes.loadHeads, query);
    for (const [index, name] of [...wanted.keys()].entries()) {
      this.#instances.set(name, heads[index] ?? null);
    }
  }

  /** What the commands of events will be about, as far as it can be told before any of them runs. */
  #targetsOf(all: readonly Handled[]) {
    const instances = new Map(this.#instances);
    return all.flatMap(({ event, key }) => {
      try {
        const name = nameOf({ tenant: event.tenant, key });
        const instance = instances.get(name) ?? null;
        if (routingOf(this.named, instance, event) !== "handled") return [];
        const reaction = this.#react(instance, { event, key });
        instances.set(name, { ...nextOf(instance, event.position), ...reaction });
        return this.#targets(reaction.effects, event.tenant);
      } catch {
        // It fails again where it is handled, and is put aside there.
        return [];
      }
    });
  }

  #targets(effects: readonly Effect[], tenant: string) {
    return effects.filter(isSend).map(({ command, args }) => ({
      aggregate: command.aggregate,
      context: this.host.registry.find(command).context,
      tenant,
      id: trusted<string>(args[command.aggregate.idField]),
    }));
  }

  #react(instance: Instance | null, { event, key }: Handled): Reaction {
    const state = instance?.state ?? initialOf(this.named);
    return reactTo(this.named, { state, key }, event);
  }

  // An instance that has ended has no timers: they went with it.
  #fire(instance: Instance | null, timer: Timer): Reaction {
    if (instance?.status !== "processing") {
      return { state: null, status: "completed", effects: [] };
    }
    return reactToTimer(this.named, { key: timer.key, state: instance.state }, timer);
  }

  /** Handles an event in memory; when it throws, nothing of it is left. */
  async handle({ events }: Pick<RoutedEvent, "events">): Promise<void> {
    await this.#orNothing(async () => {
      for (const handled of events.flatMap(handledOf)) await this.#handleOne(handled);
    });
  }

  /** Fires a timer in memory; when its reaction throws, nothing of it is left. */
  async fire(timer: Timer): Promise<void> {
    const instance = this.#instances.get(nameOf(timer)) ?? null;
    if (instance?.status !== "processing") return;
    const { name, tenant, key, dueAt, setBy, correlationId, chain } = timer;
    const id = `timer:${name}:${dueAt}:${sha256Hex(`${setBy}/${tenant}/${key}`).slice(0, 16)}`;
    const type = `timer:${name}`;
    const input = { id, type, tenant, key, correlationId, chain, position: null };
    await this.#orNothing(async () => {
      await this.#step(instance, input, this.#fire(instance, timer));
    });
  }

  async #orNothing(work: () => Promise<void>): Promise<void> {
    const before = this.#mark();
    try {
      await work();
    } catch (error) {
      this.#undo(before);
      throw error;
    }
  }

  async #handleOne({ event, key }: Handled): Promise<void> {
    const { tenant, id, type, correlationId, position } = event;
    const instance = this.#instances.get(nameOf({ tenant, key })) ?? null;
    const routing = routingOf(this.named, instance, event);
    if (routing === "left out") this.#ignored++;
    if (routing !== "handled") return;
    const input = { id, type, tenant, key, correlationId, chain: chainOf(event), position };
    await this.#step(instance, input, this.#react(instance, { event, key }));
  }

  async #step(instance: Instance | null, input: Input, reaction: Reaction): Promise<void> {
    const next = nextOf(instance, input.position);
    const run = new StepRun(this.#unit, this.host, { named: this.named, input });
    const end = (await run.run(reaction.effects)) ?? { status: reaction.status };
    const after = { ...next, state: reaction.state, status: end.status };
    this.#assertFits(after.state);
    this.#instances.set(nameOf(input), after);
    this.#steps.push({ step: this.#stepOf(run, after, end), timers: run.timers });
  }

  #assertFits(state: unknown): void {
    const { limits } = this.host.runtime;
    const most = { ...limits, maxBytes: limits.maxStateBytes };
    const oversize = findOversize(state, most, "state");
    if (oversize === null) return;
    const { path, actual, limit } = oversize;
    throw infrastructureError(
      "PROCESS_FAILED",
      `The state of ${this.named.name} is too large: ${path} is ${actual}, at most ${limit} is allowed.`,
    );
  }

  #stepOf(
    { input, sent, timers }: StepRun,
    { n, state, status, seen }: Instance,
    end: End,
  ): ProcessStep {
    const { id, type, tenant, key, correlationId } = input;
    // An instance begins with an event, so that it has seen one.
    const place = { seen: trusted<Position>(seen), state: trusted<Value>(state) };
    return {
      ...{ process: this.named.name, tenant, key, n, input: { id, type }, ...place, sent },
      ...timers.told,
      ...{ version: 1, status, ...(end.code !== undefined && { code: end.code }) },
      ...{ correlationId, at: Date.now() },
    };
  }

  #mark(): PageMark {
    const { length } = this.#steps;
    return {
      unit: this.#unit.mark(),
      instances: new Map(this.#instances),
      steps: length,
      ignored: this.#ignored,
    };
  }

  #undo({ unit, instances, steps, ignored }: PageMark): void {
    this.#unit.undo(unit);
    this.#instances = instances;
    this.#steps.length = steps;
    this.#ignored = ignored;
  }

  /** Writes what the commands decided, and the steps with their timers. */
  async write(): Promise<void> {
    await this.#unit.write();
    if (this.#steps.length === 0 && this.#ignored === 0) return;
    const steps = this.#steps.map(({ step }) => step);
    const timers = InstanceTimers.atTheEnd(
      this.#steps.map(({ timers: own }) => own),
      (key) => this.#instances.get(nameOf(key))?.status === "processing",
    );
    const page = { process: this.named.name, steps, ...timers, ignored: this.#ignored };
    await this.ctx.runMutation(this.host.core.processes.saveSteps, page);
  }
}

type PageMark = {
  unit: Mark;
  instances: Map<string, Instance | null>;
  steps: number;
  ignored: number;
};

const isSend = (effect: Effect): effect is SendEffect => effect.kind === "send";
const handledOf = ({ event, keys }: Keyed<RecordedEvent>): Handled[] =>
  keys.map((key) => ({ event, key }));
const nameOf = ({ tenant, key }: { tenant: string; key: string }) => JSON.stringify([tenant, key]);
const nextOf = (instance: Instance | null, position: Position | null) => ({
  n: (instance?.n ?? 0) + 1,
  seen: position ?? instance?.seen ?? null,
});

/** How many commands of processes lie behind an event: its command's id tells. */
const chainOf = ({ causationId }: RecordedEvent): number =>
  Number(/^p-(\d+)-/.exec(causationId)?.[1] ?? 0);
