import { trusted } from "../contract/boundary.js";
import { mutationGeneric, type RegisteredMutation } from "convex/server";
import { v, type GenericValidator } from "convex/values";
import type { AnyCommand, Expand } from "../declarations/command.js";
import { vCommandMeta, type CommandMeta } from "./envelope.js";
import { executeCommand } from "./executeCommand.js";
import { vOutcomeOf, type ArgsOf, type OutcomeOf } from "../declarations/outcome.js";
import type { Runtime } from "./Call.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { ListedCommand } from "../wiring/ContextRegistry.js";

/** The arguments of a command's public mutation: its own fields and the envelope. */
export type MutationArgs<C extends AnyCommand> = Expand<ArgsOf<C> & { meta?: CommandMeta }>;

/** The public mutations of a context, named like its commands. */
export type CommandMutations<Commands extends Record<string, AnyCommand>> = {
  // Spelled out, not an alias of its own: Convex reads the types off the name RegisteredMutation.
  [Name in keyof Commands & string]: RegisteredMutation<
    "public",
    MutationArgs<Commands[Name]>,
    Promise<OutcomeOf<Commands[Name]>>
  >;
};

type Input = Record<string, unknown> & { meta?: CommandMeta };

/** Makes the public mutation of a listed command; what it throws is always an infrastructure error. */
export function mutationOf(
  runtime: Runtime,
  listed: ListedCommand,
): RegisteredMutation<"public", Record<string, unknown>, Promise<unknown>> {
  const fields = trusted<Record<string, GenericValidator>>(listed.command.args.fields);
  const handler = (ctx: MutationContext, { meta, ...args }: Input) =>
    executeCommand(ctx, runtime, { listed, args, meta });
  return mutationGeneric({
    args: { ...fields, meta: v.optional(vCommandMeta) },
    returns: trusted<never>(vOutcomeOf(listed.command)),
    handler: trusted<never>(handler),
  });
}
