import { CommandBus } from "@convex-es/platform-bus";
import type { ComponentApi as BusApi } from "@convex-es/platform-bus/_generated/component.js";
import type { Limits, RecordedEvent } from "@convex-es/platform-store";
import type { ComponentApi as StoreApi } from "@convex-es/platform-store/_generated/component.js";
import type { GenericDataModel } from "convex/server";
import { createLogger } from "../logging/createLogger.js";
import { behaviourOf } from "../declarations/makeCommand.js";
import {
  assertActorDeclared,
  defaultActor,
  type Actor,
  type ActorOf,
} from "../declarations/actor.js";
import type { AnyCommand } from "../declarations/command.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import { assertConsumers } from "./assertConsumers.js";
import { operationsOf } from "../operations/operationsOf.js";
import { Consumers } from "../consumers/Consumers.js";
import type { Subscription } from "../consumers/Subscription.js";
import { readModelConsumers } from "../readModels/readModelConsumers.js";
import { explainRouting, type Routing } from "../readModels/explainRouting.js";
import { wakeOf } from "./wakeOf.js";
import { describeContext, type ContextDescription } from "./describeContext.js";
import type { AnyContext, BoundedContext } from "../declarations/defineBoundedContext.js";
import type { Projection, ReadModelName } from "../declarations/defineProjection.js";
import type { ServerMeta } from "../commands/envelope.js";
import { executeCommand } from "../commands/executeCommand.js";
import { hiddenField, trusted } from "../contract/boundary.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { ContextRegistry } from "../wiring/ContextRegistry.js";
import { CommandLog, type CommandLogOptions } from "../commands/CommandLog.js";
import type { Middleware } from "../commands/middleware/Middleware.js";
import { stepsOf } from "../commands/middleware/stepsOf.js";
import { mutationOf, type CommandMutations } from "../commands/mutationOf.js";
import type { ArgsOf, OutcomeOf } from "../declarations/outcome.js";
import { assertNoRateLimit } from "./assertNoRateLimit.js";
import { assertOneOwner } from "./assertOneOwner.js";
import { batchesOf, type PlatformBatches } from "../commands/batch/batchesOf.js";
import { mayBeInline } from "../readModels/inlineRows.js";
import { operatorOf } from "../consumers/operatorOf.js";
import { callerOf, tenantOf, type ReadScope } from "../wiring/tenantOf.js";
import type { ViewOptions } from "../readSide/admissionOf.js";
import { lettersOf, type PlatformLetters } from "../letters/lettersOf.js";
import { limitsOf } from "./limitsOf.js";
import type { Runtime } from "../commands/Call.js";
import type { RateLimiterApi } from "../wiring/RateLimiterApi.js";
import { retentionOf } from "./retentionOf.js";
import { runtimeFunctions, type RuntimeFunctions } from "../wiring/runtimeFunctions.js";
import { runtimeQuery } from "../wiring/runtimeReference.js";
import { rebuildsOf, type PlatformRebuilds } from "../rebuilds/rebuildsOf.js";
import { readModelOf, type ReadModel, type ReadRow } from "../readModels/readModel.js";
import { statesOf, type PlatformStates } from "../states/statesOf.js";
import { progressOf } from "../readSide/Progress.js";
import { readSideOf, type PlatformReadSide } from "../readSide/readSideOf.js";
import { consumersOf, type PlatformConsumers } from "../status/consumersOf.js";
import { claimsOf, type PlatformClaims } from "../claims/claimsOf.js";
import { processConsumers } from "../processes/processConsumers.js";
import { processesOf, type PlatformProcesses } from "../processes/processesOf.js";
import { projectionsOf, type AppSchema } from "./projectionsOf.js";
import { CommandRecords } from "../wiring/CommandRecords.js";
import { Stores, type ContextEntry } from "../wiring/Stores.js";
import { tracesOf, type PlatformTraces } from "../tracing/tracesOf.js";
import type { MutationContext } from "../base/untypedTables.js";
import { viewOf, type View } from "../readSide/viewOf.js";

/** The mounted components the platform works with; pass `components` from `_generated/api`. */
export type PlatformComponents = {
  eventStore: StoreApi;
  /** Only read models with `delivery: "async"` need it, and rebuilding any. */
  platformCore?: CoreApi | undefined;
  /** `@convex-dev/rate-limiter`; only commands that declare a `rateLimit` need it. */
  rateLimiter?: RateLimiterApi | undefined;
};

/** What an app tells its platform. */
export type PlatformOptions = {
  /** The bounded contexts; `{ context, store: components.inventoryStore }` gives one a store of its own. */
  contexts: readonly ContextEntry[];
  /** Your schema: rows of read models are checked against their tables after every event. Needed with the first read model. */
  schema?: AppSchema | undefined;
  /** Identity → actor; without it the actor is the identity's token, without tenant and roles. */
  actor?: ActorOf | undefined;
  /** Sizes, lengths and counts of what commands may write; what is left out has its default. */
  limits?: Partial<Limits> | undefined;
  /**
   * `components.commandBus`, where an app recorded its commands in it before stores kept their records: it answers their
   * repeats, for one more call of each command. Move its records with `platform.moveRecords`, then leave this out.
   */
  earlierRecords?: BusApi | undefined;
  /** How long the outcomes of commands are kept, and repeats answered from them, in ms (default: 7 days). */
  retentionMs?: number | undefined;
  /** Layers around every command, made with `defineMiddleware`; one named like a built-in one takes its place. */
  middleware?: readonly Middleware[] | undefined;
  /** The file of the Convex folder that exports `platform.runtime()` (default `platform`). */
  file?: string | undefined;
  /** What is logged of commands, and where: by default what goes wrong (level WARN), on the console. */
  log?: CommandLogOptions | undefined;
};

/** A command sent by server code: its fields, who sends it, and the envelope. */
export type Sending<C extends AnyCommand> = {
  args: ArgsOf<C>;
  actor: Actor;
  meta?: ServerMeta | undefined;
};

/** The wired platform of an app. */
export type Platform = PlatformStates &
  PlatformBatches &
  PlatformLetters &
  PlatformTraces &
  PlatformReadSide &
  PlatformRebuilds &
  PlatformProcesses &
  PlatformClaims &
  PlatformConsumers & {
    /** One public mutation per command of the context, named like the command; export them from `convex/<context>.ts`. */
    mutations<Commands extends Record<string, AnyCommand>>(
      context: BoundedContext<Commands>,
    ): CommandMutations<Commands>;
    /**
     * Sends a command from server code, within the calling mutation's transaction, as the given actor. Let what it throws
     * fail your mutation: a mutation that catches it commits whatever had been written before the failure.
     */
    execute<C extends AnyCommand>(
      ctx: MutationContext,
      command: C,
      sending: Sending<C>,
    ): Promise<OutcomeOf<C>>;
    /**
     * Reads a read model in queries and mutations: the caller's tenant, the generation being served. Its calls throw UNAUTHENTICATED
     * where nobody is signed in, unless `scope` says whose rows are meant.
     */
    read<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>>(
      projection: Projection<DataModel, Table>,
      scope?: ReadScope,
    ): ReadModel<DataModel, Table>;
    /**
     * Public queries on a read model of category `view`; any other category is refused at declaration. They need a signed-in actor,
     * who sees the rows of their tenant, unless `open: true`; `authorise` narrows that, row by row.
     *
     * @example
     * export const { get } = platform.view(orderSummaries, {
     *   authorise: (actor, { row }) => actor.roles.includes("clerk") || row?.customerId === actor.id,
     * });
     */
    view<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>>(
      projection: Projection<DataModel, Table>,
      options?: ViewOptions<ReadRow<DataModel, Table>>,
    ): View<DataModel, Table>;
    /**
     * The internal functions through which the platform calls itself, a fixed set for ever; export them once, from the file that
     * creates the platform: `export const { query, mutation, action } = platform.runtime();`.
     */
    runtime(): RuntimeFunctions;
    /** Name, version, description, stream types, commands, events and read models of every context. */
    describe(): ContextDescription[];
    /**
     * Says for every read model, in each version the code declares, whether a stored event is routed to it and why. Looks at the
     * event alone; runs its upcasters and key functions, no handlers, and reads nothing.
     */
    explain(event: RecordedEvent): Routing[];
  };

/**
 * Wires contexts and mounted components into the platform of an app: call it once, in `convex/platform.ts`.
 * Throws a DeclarationError when two contexts own one stream type, event or read model, or a read model cannot be delivered as it says.
 *
 * @example
 * export const platform = createPlatform(components, { schema, contexts: [orders] });
 */
export function createPlatform(components: PlatformComponents, options: PlatformOptions): Platform {
  const runtime = runtimeOf(components, options);
  const { actorOf, stores } = runtime;
  const { contexts } = stores;
  const registry = new ContextRegistry(contexts);
  assertRulesHaveActor(registry, actorOf);
  const whose = tenantOf(actorOf);
  const read: Platform["read"] = (projection, scope) =>
    trusted<never>(readModelOf(registry.nameOf(projection), (ctx) => whose(ctx, scope)));
  const { readModels, processes, consumers } = consumersIn(runtime);
  const operator = operatorOf({ core: components.platformCore, actorOf });
  const host = { runtime, registry, file: options.file ?? "platform" };
  const progress = progressOf(components.platformCore);
  const reads = { readModels, progress, registry, actorOf, tenantOf: whose };
  const platform: Platform = {
    ...readSideOf(reads),
    ...batchesOf(host),
    ...lettersOf({ consumers, operator }),
    ...consumersOf({ ...reads, core: components.platformCore, file: host.file }),
    ...processesOf({ processes, operator }),
    ...claimsOf({ operator, tenantOf: whose }),
    ...rebuildsOf({ consumers, operator, file: host.file }),
    ...tracesOf({ runtime, tenantOf: whose }),
    ...statesOf({ stores, tenantOf: whose, callerOf: callerOf(actorOf) }),
    mutations: (context) => {
      const mutations = registry
        .commandsOf(context)
        .map((listed) => [listed.name, mutationOf(runtime, listed)]);
      return trusted<never>(Object.fromEntries(mutations));
    },
    execute: async (ctx, command, { args, actor, meta }) => {
      const call = { listed: registry.find(command), args: trusted<Record<string, unknown>>(args) };
      return trusted<never>(await executeCommand(ctx, runtime, { ...call, meta, actor }));
    },
    read,
    view: (projection, options = {}) => trusted<never>(viewOf(reads, projection, options)),
    runtime: () => {
      const app = {
        consumers,
        readModels,
        processes,
        runtime,
        registry,
        core: components.platformCore,
        log: createLogger("consumers", options.log),
        query: runtimeQuery(host.file),
      };
      return runtimeFunctions(operationsOf(app, host));
    },
    describe: () => contexts.map((context) => describeContext(context, contexts)),
    explain: (event) =>
      explainRouting(
        contexts.flatMap(({ projections }) => projections),
        event,
      ),
  };
  return wiringField.put(platform, { runtime, contexts });
}

function assertRulesHaveActor({ commands }: ContextRegistry, actorOf: ActorOf): void {
  const rules = commands.filter(({ command }) => behaviourOf(command).authorise);
  assertActorDeclared(
    actorOf,
    rules.map(({ context, name }) => `the command ${context}.${name}`),
  );
}

function consumersIn({ stores, projections }: Runtime) {
  const readModels = new Consumers(stores, readModelConsumers(stores, projections));
  const processes = new Consumers(stores, processConsumers(stores));
  const versions = [...readModels.versions, ...processes.versions];
  return { readModels, processes, consumers: new Consumers<Subscription>(stores, versions) };
}

type PlatformWiring = { runtime: Runtime; contexts: readonly AnyContext[] };
const wiringField = hiddenField<PlatformWiring>("wiring");

/** What a platform was wired from; platform-testing arranges and inspects with it. */
export function wiringOf(platform: Platform): PlatformWiring {
  const wiring = wiringField.of(platform);
  if (wiring !== undefined) return wiring;
  throw new DeclarationError("This platform was not made by createPlatform.");
}

/** Says whether something an app exports is its platform. */
export const isPlatform = (value: object): value is Platform => wiringField.of(value) !== undefined;

function runtimeOf(components: PlatformComponents, options: PlatformOptions): Runtime {
  const limits = limitsOf(options.limits);
  const mounts = { shared: components.eventStore, entries: options.contexts, limits };
  const stores = new Stores(mounts);
  assertOneOwner(stores.contexts);
  assertConsumers(stores.contexts);
  if (components.rateLimiter === undefined) assertNoRateLimit(stores.contexts);
  const projections = projectionsOf(stores.contexts, options.schema);
  return {
    stores,
    records: new CommandRecords(
      stores,
      options.earlierRecords === undefined ? null : new CommandBus(options.earlierRecords),
    ),
    projections,
    inline: projections.filter(mayBeInline),
    actorOf: options.actor ?? defaultActor,
    limits,
    steps: stepsOf(options.middleware ?? []),
    log: new CommandLog(options.log),
    rateLimiter: components.rateLimiter,
    retentionMs: retentionOf(options.retentionMs),
    wake: wakeOf(stores, components, options),
  };
}
