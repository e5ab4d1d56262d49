import { asObjectValidator, v, type PropertyValidators, type VObject } from "convex/values";
import type { AnyCommand, DecideContext, LoadContext, LoadTarget, RateLimit } from "./command.js";
import type { Actor } from "./actor.js";
import type { AnyAggregate } from "./defineAggregate.js";
import type { DomainEvent } from "./defineEvents.js";
import { hiddenField, trusted } from "../contract/boundary.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { copyRefinement } from "./refinement.js";
import type { AnyDataModel } from "../base/untypedTables.js";

/** The behaviour of a command with its types forgotten: what the orchestrator runs. */
export type CommandBehaviour = {
  decide: (
    state: unknown,
    args: unknown,
    context: DecideContext<unknown>,
  ) => DomainEvent | readonly DomainEvent[];
  load:
    | ((
        ctx: LoadContext<AnyDataModel>,
        args: unknown,
        target: LoadTarget<unknown>,
      ) => Promise<unknown>)
    | null;
  authorise: ((actor: Actor, args: unknown) => boolean) | null;
};

const commandField = hiddenField<CommandBehaviour>("command");

/** A command's options with their types forgotten. */
type AnyCommandOptions = {
  args?: unknown;
  open?: boolean | undefined;
  onMissing?: "decide" | undefined;
  rateLimit?: RateLimit | undefined;
  decide: unknown;
  load?: unknown;
  authorise?: unknown;
};

/** Makes a command of an aggregate; the one place where its types are forgotten for the runtime. */
export function makeCommand(
  aggregate: AnyAggregate,
  kind: "creation" | "command",
  options: AnyCommandOptions,
): AnyCommand {
  const own = trusted<VObject<Record<string, unknown>, PropertyValidators>>(
    asObjectValidator(trusted<PropertyValidators>(options.args ?? {})),
  );
  const { idField } = aggregate;
  assertOnMissing(`${aggregate.name}.${kind}`, kind, options.onMissing);
  assertCommandFields(`${aggregate.name}.${kind}`, options.decide, {
    fields: own.fields,
    reserved: [idField, "meta"],
  });
  const behaviour = trusted<CommandBehaviour>({
    decide: options.decide,
    load: options.load ?? null,
    authorise: options.authorise ?? null,
  });
  const command: AnyCommand = {
    kind,
    aggregate,
    args: copyRefinement(own, v.object({ [idField]: v.string(), ...own.fields })),
    open: options.open ?? false,
    onMissing: options.onMissing ?? "reject",
    hasLoad: behaviour.load !== null,
    rateLimit: checkedRateLimit(`${aggregate.name}.${kind}`, options.rateLimit),
  };
  return commandField.put(command, behaviour);
}

function assertOnMissing(what: string, kind: AnyCommand["kind"], onMissing: unknown): void {
  if (onMissing === undefined) return;
  if (kind === "creation") {
    throw new DeclarationError(
      `${what}: leave out onMissing; a creation needs an aggregate that is missing.`,
    );
  }
  if (onMissing !== "decide") {
    throw new DeclarationError(
      `${what}: unknown onMissing ${JSON.stringify(onMissing)}; use "decide" or leave it out.`,
    );
  }
}

function assertCommandFields(
  what: string,
  decide: unknown,
  { fields, reserved }: { fields: PropertyValidators; reserved: readonly string[] },
): void {
  const taken = reserved.find((name) => Object.hasOwn(fields, name));
  if (taken !== undefined) {
    throw new DeclarationError(
      `${what}: leave "${taken}" out of args; the platform adds it to every command.`,
    );
  }
  if (typeof decide !== "function") {
    throw new DeclarationError(`${what}: decide must be a function.`);
  }
}

function checkedRateLimit(what: string, limit: RateLimit | undefined): RateLimit | null {
  if (limit === undefined) return null;
  const { rate, period, capacity = rate } = limit;
  if ([rate, period, capacity].every((value) => Number.isFinite(value) && value > 0)) return limit;
  throw new DeclarationError(
    `${what}: rateLimit needs a positive rate, a positive period in milliseconds, and no capacity or a positive one.`,
  );
}

/** The behaviour that `makeCommand` put into a command. */
export function behaviourOf(command: AnyCommand): CommandBehaviour {
  const behaviour = commandField.of(command);
  if (behaviour !== undefined) return behaviour;
  throw new DeclarationError(
    "The command was not made by an aggregate; declare it with Order.command or Order.creation.",
  );
}
