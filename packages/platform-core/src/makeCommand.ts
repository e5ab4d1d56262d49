import { asObjectValidator, v, type PropertyValidators, type VObject } from "convex/values";
import type { AnyCommand, DecideContext, LoadContext } from "./command.js";
import type { Actor } from "./actor.js";
import type { AnyAggregate } from "./defineAggregate.js";
import type { DomainEvent } from "./defineEvents.js";
import { DeclarationError } from "./infrastructureError.js";
import { copyRefinement } from "./refinement.js";

/** The behaviour of a command with its types forgotten: what the orchestrator runs. */
export type CommandBehaviour = {
  decide: (state: unknown, args: unknown, context: DecideContext<unknown>) => DomainEvent | readonly DomainEvent[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any data model
  load: ((ctx: LoadContext<any>, args: unknown) => Promise<unknown>) | null;
  authorise: ((actor: Actor, args: unknown) => boolean) | null;
};

const BEHAVIOUR = Symbol.for("convex-es.command");

type AnyObjectValidator = VObject<Record<string, unknown>, PropertyValidators>;

type AnyOptions = {
  args?: unknown;
  open?: boolean | undefined;
  onMissing?: "decide" | undefined;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the caller has checked the types
  [option: string]: any;
};

/** Makes a command of an aggregate; the one place where its types are forgotten for the runtime. */
export function makeCommand(
  aggregate: AnyAggregate,
  kind: "creation" | "command",
  options: AnyOptions,
): AnyCommand {
  const own = asObjectValidator((options.args ?? {}) as never) as AnyObjectValidator;
  const idField: string = aggregate.idField;
  for (const reserved of [idField, "meta"]) {
    if (reserved in own.fields) {
      throw new DeclarationError(
        `${aggregate.name}.${kind}: leave "${reserved}" out of args; the platform adds it to every command.`,
      );
    }
  }
  const behaviour: CommandBehaviour = {
    decide: options["decide"],
    load: options["load"] ?? null,
    authorise: options["authorise"] ?? null,
  };
  return {
    kind,
    aggregate,
    args: copyRefinement(own, v.object({ [idField]: v.string(), ...own.fields })),
    open: options.open ?? false,
    onMissing: options.onMissing ?? "reject",
    hasLoad: behaviour.load !== null,
    [BEHAVIOUR]: behaviour,
  } as AnyCommand;
}

/** The behaviour that `makeCommand` put into a command. */
export function behaviourOf(command: AnyCommand): CommandBehaviour {
  return (command as unknown as { [BEHAVIOUR]: CommandBehaviour })[BEHAVIOUR];
}
