import type { Attempt } from "@convex-es/platform-bus";
import type { EventStore, Limits } from "@convex-es/platform-store";
import type { Value } from "convex/values";
import { trusted } from "../contract/boundary.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Actor, ActorOf } from "../declarations/actor.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { RateLimiterApi } from "../wiring/RateLimiterApi.js";
import type { ListedCommand } from "../wiring/ContextRegistry.js";
import type { CommandRecords } from "../wiring/CommandRecords.js";
import type { Stores } from "../wiring/Stores.js";
import type { Head } from "../states/loadAggregate.js";
import type { CommandSite } from "./CommandSite.js";
import type { CommandLog } from "./CommandLog.js";
import type { ReadFields, ServerMeta } from "./envelope.js";
import type { CommandStep } from "./Step.js";
import type { Wake } from "./wakeConsumers.js";

/** What the platform wires together for the commands of all contexts. */
export type Runtime = {
  readonly stores: Stores;
  readonly records: CommandRecords;
  /** The read models, each with what its table takes. */
  readonly projections: readonly AnyProjection[];
  /** Those of them that commands may have to keep. */
  readonly inline: readonly AnyProjection[];
  readonly actorOf: ActorOf;
  readonly limits: Limits;
  /** In the order in which a command passes them on the way in. */
  readonly steps: readonly CommandStep[];
  readonly log: CommandLog;
  readonly rateLimiter: RateLimiterApi | undefined;
  /** How long the stores keep outcomes, in milliseconds. */
  readonly retentionMs: number;
  /** Wakes the consumers of the log; `null` where nothing reads it. */
  readonly wake: Wake | null;
};

/** What made the platform send a command by itself. */
export type Cause = {
  causationId: string;
  /** Whether the same command may come again under its id. */
  isRepeatable: boolean;
};

/** Who sends a command, and the command as the bus knows it. The step "actor" makes it once; nothing changes it. */
export type Identity = { readonly actor: Actor; readonly attempt: Readonly<Attempt> };

/** One command on its way through the steps. Steps fill in `identity`, `opened` and `isRepeat`; hooks may replace `args`. */
export type Call = Readonly<ListedCommand> & {
  readonly ctx: MutationContext;
  readonly runtime: Runtime;
  readonly store: EventStore;
  readonly site: CommandSite;
  /** Whether the platform sends it by itself. */
  readonly isSystem: boolean;
  readonly commandId: string;
  /** Whether the caller chose the command id, so that the command may come again. */
  readonly isRepeatable: boolean;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly meta: ServerMeta;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The fields as the caller sent them, or the refusal of fields that Convex cannot store. */
  readonly sent: ReadFields;
  /** The actor that server code sends the command as. */
  readonly givenActor: Actor | undefined;
  /** The fields as hooks have changed them. */
  args: Readonly<Record<string, Value>>;
  /** `null` before the step "actor". */
  identity: Identity | null;
  /** What the step "dedupe" found of the aggregate it was about then; `null` where it has not looked. */
  opened: { readonly id: string; readonly head: Head | null } | null;
  /** Whether the outcome is that of an earlier attempt. */
  isRepeat: boolean;
};

/** The id of the aggregate that a call is about. */
export const aggregateIdOf = ({ command, args }: Pick<Call, "command" | "args">): string =>
  // A step has checked that it is a string.
  trusted<string>(args[command.aggregate.idField]);

/** The identity of a call that has passed the step "actor". */
export function identityOf({ identity }: Pick<Call, "identity">): Identity {
  if (identity === null) throw new Error('The command has not passed the step "actor".');
  return identity;
}
