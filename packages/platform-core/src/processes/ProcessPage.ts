import { findOversize, sha256Hex } from "@convex-es/platform-base";
import type { RecordedEvent } from "@convex-es/platform-store";
import type { Value } from "convex/values";
import { infrastructureError } from "../base/infrastructureError.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Runtime } from "../commands/Call.js";
import { executeCommand } from "../commands/executeCommand.js";
import { UnitOfWork, type Mark } from "../commands/UnitOfWork.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { RoutedEvent } from "../consumers/RoutedEvent.js";
import type { Keyed } from "../consumers/Subscription.js";
import { trusted } from "../contract/boundary.js";
import type { ProcessStep, Sent } from "../contract/processes.js";
import type { Actor } from "../declarations/actor.js";
import type { Rejected } from "../declarations/outcome.js";
import type { Effect, SendEffect } from "../declarations/processEffects.js";
import type { ContextRegistry } from "../wiring/ContextRegistry.js";
import {
  effectsOf,
  initialOf,
  reactTo,
  routingOf,
  type Instance,
  type NamedProcess,
  type Reaction,
} from "./reactTo.js";

/** What processes need of an app. */
export type ProcessHost = { core: CoreApi; runtime: Runtime; registry: ContextRegistry };

/** Commands that one event may send, those that follow a rejection included. */
const mostSent = 200;

/**
 * How long a chain of events and commands of processes may be, each caused by the one before: two processes that start each other come
 * to an end, where an operator sees it.
 */
const longestChain = 100;

/** How many commands of processes lie behind an event: its command's id tells. */
const chainOf = ({ causationId }: RecordedEvent): number =>
  Number(/^p-(\d+)-/.exec(causationId)?.[1] ?? 0);

type Handled = { event: RecordedEvent; key: string };
type Stepping = Handled & { n: number; sent: Sent[]; sends: number };

/** Instances of one process in memory: loaded once, written once, together with what their commands decided. */
export class ProcessPage {
  readonly #unit: UnitOfWork;
  #instances = new Map<string, Instance | null>();
  readonly #steps: ProcessStep[] = [];
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
    return this.#steps.reduce((sum, step) => sum + step.sent.length, 0);
  }

  /** Loads the instances that events belong to, and the aggregates that their commands will be about: one call, and one of each store. */
  async load(routed: readonly RoutedEvent[]): Promise<void> {
    const all = routed.flatMap(({ events }) => events.flatMap(handledOf));
    const keys = new Map(all.map((one) => [nameOf(one), tenantKey(one)]));
    if (keys.size === 0) return;
    const { core } = this.host;
    const process = this.named.name;
    const list = [...keys];
    const query = { process, keys: list.map(([, key]) => key) };
    const heads = await this.ctx.runQuery(core.processes.loadHeads, query);
    for (const [index, [name]] of list.entries()) this.#instances.set(name, heads[index] ?? null);
    await this.#unit.loadHeads(this.#targetsOf(all));
  }

  /** What the commands of events will be about, as far as it can be told before any of them runs. */
  #targetsOf(all: readonly Handled[]) {
    const instances = new Map(this.#instances);
    return all.flatMap(({ event, key }) => {
      try {
        const name = nameOf({ event, key });
        const instance = instances.get(name) ?? null;
        if (routingOf(this.named, instance, event) !== "handled") return [];
        const reaction = this.#react(instance, { event, key });
        instances.set(name, { ...nextOf(instance, event), ...reaction });
        return reaction.effects.filter(isSend).map(({ command, args }) => ({
          aggregate: command.aggregate,
          context: this.host.registry.find(command).context,
          tenant: event.tenant,
          id: trusted<string>(args[command.aggregate.idField]),
        }));
      } catch {
        // It fails again where it is handled, and is put aside there.
        return [];
      }
    });
  }

  #react(instance: Instance | null, { event, key }: Handled): Reaction {
    const state = instance?.state ?? initialOf(this.named);
    return reactTo(this.named, { state, key }, event);
  }

  /** Handles an event in memory; when it throws, nothing of it is left. */
  async handle({ events }: Pick<RoutedEvent, "events">): Promise<void> {
    const before = this.#mark();
    try {
      for (const handled of events.flatMap(handledOf)) await this.#handleOne(handled);
    } catch (error) {
      this.#undo(before);
      throw error;
    }
  }

  async #handleOne(handled: Handled): Promise<void> {
    const name = nameOf(handled);
    const instance = this.#instances.get(name) ?? null;
    const routing = routingOf(this.named, instance, handled.event);
    if (routing === "left out") this.#ignored++;
    if (routing !== "handled") return;
    const reaction = this.#react(instance, handled);
    const next = nextOf(instance, handled.event);
    const stepping = { ...handled, n: next.n, sent: [], sends: 0 };
    const end = (await this.#run(stepping, reaction.effects)) ?? { status: reaction.status };
    const after = { ...next, state: reaction.state, status: end.status };
    this.#assertFits(after.state);
    this.#instances.set(name, after);
    this.#steps.push(this.#stepOf(stepping, after, end));
  }

  /** Runs what a reaction asks for, in order; returns how it ends the instance, `null` where it does not. */
  async #run(stepping: Stepping, effects: readonly Effect[]): Promise<End | null> {
    let end: End | null = null;
    for (const effect of effects) {
      if (effect.kind === "send") end = (await this.#send(stepping, effect)) ?? end;
      else if (effect.kind === "complete") end = { status: "completed" };
      else end = { status: "failed", code: effect.code };
    }
    return end;
  }

  async #send(stepping: Stepping, { command, args, rejected }: SendEffect): Promise<End | null> {
    const { registry, runtime } = this.host;
    const { event } = stepping;
    const listed = registry.find(command);
    const commandId = this.#commandIdOf(event, stepping.sends++);
    if (stepping.sends > mostSent)
      throw this.#failed(event, `sends more than ${mostSent} commands`);
    const outcome = await executeCommand(this.ctx, runtime, {
      listed,
      args,
      meta: { commandId, correlationId: event.correlationId },
      actor: this.#actorFor(event),
      cause: { causationId: event.id, isRepeatable: false },
      site: this.#unit,
      isSystem: true,
    });
    const about = { command: `${listed.context}.${listed.name}`, commandId };
    if (outcome.status === "executed") {
      stepping.sent.push({ ...about, status: "executed" });
      return null;
    }
    if (outcome.status === "refused" || rejected === null) {
      throw infrastructureError(
        "COMMAND_REJECTED",
        `${about.command}, sent by ${this.named.name} for ${event.type} (id ${event.id}), was ${outcome.status} with ${outcome.code}: ${outcome.message}`,
      );
    }
    stepping.sent.push({ ...about, status: "rejected", code: outcome.code });
    const what = `react.${event.type}: rejected`;
    const follow = trusted<(rejection: Rejected) => unknown>(rejected);
    return await this.#run(
      stepping,
      effectsOf(this.named, what, () => follow(outcome)),
    );
  }

  #actorFor({ tenant }: RecordedEvent): Actor {
    return { id: `process:${this.named.name}`, tenant, roles: ["system"] };
  }

  #commandIdOf(event: RecordedEvent, index: number): string {
    const { id, tenant } = event;
    const chain = chainOf(event) + 1;
    if (chain > longestChain) {
      const problem = `is the end of a chain of ${longestChain} commands of processes, each caused by the one before; look for processes that start each other`;
      throw this.#failed(event, problem);
    }
    const hash = sha256Hex(JSON.stringify([this.named.name, tenant, id, index])).slice(0, 40);
    return `p-${chain}-${hash}`;
  }

  #failed({ type, id }: RecordedEvent, problem: string) {
    return infrastructureError(
      "PROCESS_FAILED",
      `${this.named.name}.react.${type} (id ${id}) ${problem}.`,
    );
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

  #stepOf({ event, key, n, sent }: Stepping, { state, status }: Instance, end: End): ProcessStep {
    const { position } = event;
    return {
      process: this.named.name,
      tenant: event.tenant,
      key,
      n,
      input: { id: event.id, type: event.type },
      seen: position,
      sent,
      state: trusted<Value>(state),
      version: 1,
      status,
      ...(end.code !== undefined && { code: end.code }),
      correlationId: event.correlationId,
      at: Date.now(),
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

  /** Writes what the commands decided, and the steps. */
  async write(): Promise<void> {
    await this.#unit.write();
    if (this.#steps.length === 0 && this.#ignored === 0) return;
    await this.ctx.runMutation(this.host.core.processes.saveSteps, {
      process: this.named.name,
      steps: this.#steps,
      ignored: this.#ignored,
    });
  }
}

type End = { status: Instance["status"]; code?: string };
type PageMark = {
  unit: Mark;
  instances: Map<string, Instance | null>;
  steps: number;
  ignored: number;
};

const isSend = (effect: Effect): effect is SendEffect => effect.kind === "send";
const handledOf = ({ event, keys }: Keyed<RecordedEvent>): Handled[] =>
  keys.map((key) => ({ event, key }));
const tenantKey = ({ event: { tenant }, key }: Handled) => ({ tenant, key });
const nameOf = ({ event: { tenant }, key }: Handled) => JSON.stringify([tenant, key]);
const nextOf = (instance: Instance | null, { position }: RecordedEvent) => ({
  n: (instance?.n ?? 0) + 1,
  seen: position,
});
