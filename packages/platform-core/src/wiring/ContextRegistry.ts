import type { AnyCommand } from "../declarations/command.js";
import type { AnyContext } from "../declarations/defineBoundedContext.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import { DeclarationError } from "../base/infrastructureError.js";

/** A command with the name and context it is listed under. */
export type ListedCommand = { command: AnyCommand; name: string; context: string };

/** Commands and read models by the contexts that list them. Anything unlisted is refused with the place where to add it. */
export class ContextRegistry {
  readonly #commands: Map<AnyCommand, ListedCommand>;

  constructor(readonly contexts: readonly AnyContext[]) {
    const listed = contexts.flatMap(commandsIn);
    this.#commands = new Map(listed.map((one) => [one.command, one]));
  }

  /** Every command of every context. */
  get commands(): ListedCommand[] {
    return [...this.#commands.values()];
  }

  commandsOf(context: AnyContext): ListedCommand[] {
    if (this.contexts.includes(context)) return commandsIn(context);
    throw new DeclarationError(
      `platform.mutations: the context "${context.name}" is missing from createPlatform({ contexts }).`,
    );
  }

  /** The commands of the context with a name. */
  commandsNamed(context: string): ListedCommand[] {
    return this.contexts.filter(({ name }) => name === context).flatMap(commandsIn);
  }

  find(command: AnyCommand): ListedCommand {
    const found = this.#commands.get(command);
    if (found !== undefined) return found;
    throw new DeclarationError(
      `platform.execute: a command of ${command.aggregate.name} that no context lists; add it to defineBoundedContext.`,
    );
  }

  nameOf<Projection extends AnyProjection>(projection: Projection): Projection["name"] {
    if (this.contexts.some(({ projections }) => projections.includes(projection))) {
      return projection.name;
    }
    throw new DeclarationError(
      `platform.read: no context lists the read model "${projection.name}", so nothing writes it; add it to defineBoundedContext.`,
    );
  }
}

function commandsIn({ name: context, commands }: AnyContext): ListedCommand[] {
  return Object.entries(commands).map(([name, command]) => ({ command, name, context }));
}
