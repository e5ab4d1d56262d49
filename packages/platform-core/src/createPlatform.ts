import { CommandBus } from "@convex-es/platform-bus";
import type { ComponentApi as BusApi } from "@convex-es/platform-bus/_generated/component.js";
import { EventStore, resolveLimits, type Limits } from "@convex-es/platform-store";
import type { ComponentApi as StoreApi } from "@convex-es/platform-store/_generated/component.js";
import type { GenericDataModel } from "convex/server";
import { actorFrom, defaultActor, type Actor, type ActorOf } from "./actor.js";
import type { AnyCommand } from "./command.js";
import { describeContext, type ContextDescription } from "./describeContext.js";
import type { AnyContext, BoundedContext } from "./defineBoundedContext.js";
import type { Projection, ReadModelName } from "./defineProjection.js";
import type { CommandMeta } from "./envelope.js";
import { executeCommand, type ListedCommand, type MutationContext, type Runtime } from "./executeCommand.js";
import { DeclarationError } from "./infrastructureError.js";
import { mutationOf, type CommandMutations } from "./mutationOf.js";
import type { ArgsOf, OutcomeOf } from "./outcome.js";
import { assertOneOwner } from "./assertOneOwner.js";
import { readModelOf, type ReadContext, type ReadModel } from "./readModel.js";
import { viewOf, type View } from "./viewOf.js";

/** The mounted components the platform works with; pass `components` from `_generated/api`. */
export type PlatformComponents = { eventStore: StoreApi; commandBus: BusApi };

export type PlatformOptions = {
  contexts: readonly AnyContext[];
  /** Identity → actor; without it the actor is the identity's token, without tenant and roles. */
  actor?: ActorOf | undefined;
  limits?: Partial<Limits> | undefined;
};

/** A command sent by server code: its fields, who sends it, and the envelope. */
export type Sending<C extends AnyCommand> = {
  args: ArgsOf<C>;
  actor: Actor;
  meta?: CommandMeta | undefined;
};

/** The wired platform of an app. */
export interface Platform {
  /** One public mutation per command of the context, named like the command; export them from `convex/<context>.ts`. */
  mutations<Commands extends Record<string, AnyCommand>>(
    context: BoundedContext<Commands>,
  ): CommandMutations<Commands>;
  /** Sends a command from server code, within the calling mutation's transaction, as the given actor. */
  execute<C extends AnyCommand>(
    ctx: MutationContext,
    command: C,
    sending: Sending<C>,
  ): Promise<OutcomeOf<C>>;
  /** Reads a read model in queries and mutations: the caller's tenant, the generation being served. */
  read<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>>(
    projection: Projection<DataModel, Table>,
  ): ReadModel<DataModel, Table>;
  /** Public queries on a read model of category `view`; any other category is refused at declaration. */
  view<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>>(
    projection: Projection<DataModel, Table>,
  ): View<DataModel, Table>;
  /** Name, version, description, stream types, commands, events and read models of every context. */
  describe(): ContextDescription[];
}

/**
 * Wires contexts and mounted components into the platform of an app: call it once, in `convex/platform.ts`.
 * Throws a DeclarationError when two contexts own one stream type, event or read model.
 *
 * @example
 * export const platform = createPlatform(components, { contexts: [orders] });
 */
export function createPlatform(components: PlatformComponents, options: PlatformOptions): Platform {
  assertOneOwner(options.contexts);
  const runtime = runtimeOf(components, options);
  const listed = listCommands(options.contexts);
  const tenantOf = async (ctx: ReadContext) =>
    (await actorFrom(ctx.auth, runtime.actorOf))?.tenant ?? "";
  const read: Platform["read"] = ({ name }) => readModelOf(name, tenantOf);
  const platform: Platform = {
    mutations: (context) => {
      assertListed(options.contexts, context);
      const names = Object.keys(context.commands);
      const mutation = (name: string) =>
        mutationOf(runtime, { name, context: context.name, command: context.commands[name] as AnyCommand });
      return Object.fromEntries(names.map((name) => [name, mutation(name)])) as never;
    },
    execute: async (ctx, command, { args, actor, meta }) => {
      const input = meta === undefined ? args : { ...(args as object), meta };
      const call = { listed: listedAs(listed, command), input: input as Record<string, unknown>, actor };
      return (await executeCommand(ctx, runtime, call)) as never;
    },
    read,
    view: (projection) => viewOf(projection, read(projection)),
    describe: () => options.contexts.map(describeContext),
  };
  return Object.defineProperty(platform, WIRING, { value: { runtime, contexts: options.contexts } });
}

const WIRING = Symbol.for("convex-es.wiring");

/** What a platform was wired from; platform-testing arranges and inspects with it. */
export function wiringOf(platform: Platform): { runtime: Runtime; contexts: readonly AnyContext[] } {
  return (platform as unknown as { [WIRING]: ReturnType<typeof wiringOf> })[WIRING];
}

function runtimeOf(components: PlatformComponents, options: PlatformOptions): Runtime {
  const limits = resolveLimits(options.limits);
  return {
    bus: new CommandBus(components.commandBus),
    store: new EventStore(components.eventStore, { limits }),
    inline: options.contexts.flatMap((context) => context.projections),
    actorOf: options.actor ?? defaultActor,
    limits,
  };
}

function listCommands(contexts: readonly AnyContext[]): Map<AnyCommand, ListedCommand> {
  const entries = contexts.flatMap((context) =>
    Object.entries(context.commands as Record<string, AnyCommand>).map(
      ([name, command]) => [command, { command, name, context: context.name }] as const,
    ),
  );
  return new Map(entries);
}

function listedAs(listed: Map<AnyCommand, ListedCommand>, command: AnyCommand): ListedCommand {
  const found = listed.get(command);
  if (found !== undefined) return found;
  throw new DeclarationError(
    `platform.execute: a command of ${command.aggregate.name} that no context lists; add it to defineBoundedContext.`,
  );
}

function assertListed(contexts: readonly AnyContext[], context: AnyContext): void {
  if (contexts.includes(context)) return;
  throw new DeclarationError(
    `platform.mutations: the context "${context.name}" is missing from createPlatform({ contexts }).`,
  );
}
