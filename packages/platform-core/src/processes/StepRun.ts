import { sha256Hex, type Position } from "@convex-es/platform-base";
import { infrastructureError } from "../base/infrastructureError.js";
import type { Runtime } from "../commands/Call.js";
import { executeCommand } from "../commands/executeCommand.js";
import type { UnitOfWork } from "../commands/UnitOfWork.js";
import { trusted } from "../contract/boundary.js";
import type { InstanceStatus, Sent } from "../contract/processes.js";
import type { Actor } from "../declarations/actor.js";
import type { Rejected } from "../declarations/outcome.js";
import type { Effect, SendEffect, TimerEffect } from "../declarations/processEffects.js";
import type { ContextRegistry } from "../wiring/ContextRegistry.js";
import { InstanceTimers, timeOf } from "./InstanceTimers.js";
import { effectsOf, type NamedProcess } from "./reactTo.js";

/** What sending commands needs of an app. */
export type CommandHost = { runtime: Runtime; registry: ContextRegistry };

/** How a step ends its instance. */
export type End = { status: InstanceStatus; code?: string };

/** Commands that one event or timer may send, those that follow a rejection included. */
const mostSent = 200;

/**
 * How long a chain of events and commands of processes may be, each caused by the one before: two processes that start each other come
 * to an end, where an operator sees it.
 */
const longestChain = 100;

/** What an instance handles: an event of the log, or a timer of its own. */
export type Input = {
  id: string;
  type: string;
  tenant: string;
  key: string;
  correlationId: string;
  /** How many commands of processes lie behind it. */
  chain: number;
  /** Its place in the log; `null` for a timer. */
  position: Position | null;
};
/** What one step of an instance does: the commands it sends, on a unit of work, and the timers it sets. */
export class StepRun {
  readonly named: NamedProcess;
  readonly input: Input;
  readonly sent: Sent[] = [];
  readonly timers: InstanceTimers;
  #sends = 0;

  constructor(
    readonly unit: UnitOfWork,
    readonly host: CommandHost,
    { named, input }: { named: NamedProcess; input: Input },
  ) {
    this.named = named;
    this.input = input;
    this.timers = new InstanceTimers(named.name, input);
  }

  /** Runs what a reaction asks for, in order; returns how it ends the instance, `null` where it does not. */
  async run(effects: readonly Effect[]): Promise<End | null> {
    let end: End | null = null;
    for (const effect of effects) {
      if (effect.kind === "send") end = (await this.#send(effect)) ?? end;
      else if (effect.kind === "timer") this.#setTimer(effect);
      else if (effect.kind === "cancelTimer") this.timers.cancel(effect.name);
      else if (effect.kind === "complete") end = { status: "completed" };
      else end = { status: "failed", code: effect.code };
    }
    return end;
  }

  #setTimer(effect: TimerEffect): void {
    const dueAt = timeOf(effect, Date.now());
    if (dueAt === null) {
      const problem = `sets the timer "${effect.name}" to a time that is none; give after or at as a number of milliseconds, within ten years`;
      throw this.#failed(problem);
    }
    this.timers.set(effect.name, dueAt);
  }

  async #send({ command, args, rejected }: SendEffect): Promise<End | null> {
    const { registry, runtime } = this.host;
    const { id, type, correlationId } = this.input;
    const listed = registry.find(command);
    const commandId = this.#nextCommandId();
    if (this.#sends > mostSent) {
      throw this.#failed(`sends more than ${mostSent} commands`);
    }
    const outcome = await executeCommand(this.unit.ctx, runtime, {
      listed,
      args,
      meta: { commandId, correlationId },
      actor: this.#actor,
      cause: { causationId: id, isRepeatable: false },
      site: this.unit,
      isSystem: true,
    });
    const about = { command: `${listed.context}.${listed.name}`, commandId };
    if (outcome.status === "executed") {
      this.sent.push({ ...about, status: "executed" });
      return null;
    }
    if (outcome.status === "refused" || rejected === null) {
      throw infrastructureError(
        "COMMAND_REJECTED",
        `${about.command}, sent by ${this.named.name} for ${type} (id ${id}), was ${outcome.status} with ${outcome.code}: ${outcome.message}`,
      );
    }
    this.sent.push({ ...about, status: "rejected", code: outcome.code });
    const follow = trusted<(rejection: Rejected) => unknown>(rejected);
    const effects = effectsOf(this.named, `react.${type}: rejected`, () => follow(outcome));
    return await this.run(effects);
  }

  get #actor(): Actor {
    return { id: `process:${this.named.name}`, tenant: this.input.tenant, roles: ["system"] };
  }

  #nextCommandId(): string {
    const { id, tenant, key } = this.input;
    const chain = this.input.chain + 1;
    if (chain > longestChain) {
      const problem = `is the end of a chain of ${longestChain} commands of processes, each caused by the one before; look for processes that start each other`;
      throw this.#failed(problem);
    }
    const parts = JSON.stringify([this.named.name, tenant, key, id, this.#sends++]);
    return `p-${chain}-${sha256Hex(parts).slice(0, 40)}`;
  }

  #failed(problem: string) {
    const { type, id } = this.input;
    return infrastructureError(
      "PROCESS_FAILED",
      `${this.named.name}.react.${type} (id ${id}) ${problem}.`,
    );
  }
}
