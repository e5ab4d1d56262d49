import { mutationGeneric, type RegisteredMutation } from "convex/server";
import { v, type GenericValidator } from "convex/values";
import type { AnyCommand } from "./command.js";
import { vCommandMeta, type CommandMeta } from "./envelope.js";
import { executeCommand, type ListedCommand, type MutationContext, type Runtime } from "./executeCommand.js";
import { asInfrastructureError } from "./infrastructureError.js";
import { vOutcomeOf, type ArgsOf, type OutcomeOf } from "./outcome.js";

/** The arguments of a command's public mutation: its own fields and the envelope. */
export type MutationArgs<C extends AnyCommand> = Expand<ArgsOf<C> & { meta?: CommandMeta }>;

type Expand<T> = { [Key in keyof T]: T[Key] } & {};

/** The public mutations of a context, named like its commands. */
export type CommandMutations<Commands extends Record<string, AnyCommand>> = {
  // Spelled out, not an alias of its own: Convex reads the types off the name RegisteredMutation.
  [Name in keyof Commands & string]: RegisteredMutation<
    "public",
    MutationArgs<Commands[Name]>,
    Promise<OutcomeOf<Commands[Name]>>
  >;
};

/** Makes the public mutation of a listed command; what it throws is always an infrastructure error. */
export function mutationOf(
  runtime: Runtime,
  listed: ListedCommand,
): RegisteredMutation<"public", Record<string, unknown>, Promise<unknown>> {
  const fields: Record<string, GenericValidator> = listed.command.args.fields;
  const handler = async (ctx: MutationContext, input: Record<string, unknown>) => {
    try {
      return await executeCommand(ctx, runtime, { listed, input });
    } catch (error) {
      throw asInfrastructureError(error, "COMMAND_FAILED", `${listed.context}.${listed.name}`);
    }
  };
  return mutationGeneric({
    args: { ...fields, meta: v.optional(vCommandMeta) },
    returns: vOutcomeOf(listed.command) as never,
    handler: handler as never,
  });
}
