import type { CommandBus } from "@convex-es/platform-bus";
import type { EventStore, Limits } from "@convex-es/platform-store";
import type { Value } from "convex/values";
import type { Actor, ActorOf } from "../declarations/actor.js";
import type { Wake } from "./wakeConsumers.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { CommandMeta } from "./envelope.js";
import type { CommandLog } from "./CommandLog.js";
import type { RateLimiterApi } from "../wiring/RateLimiterApi.js";
import type { ListedCommand } from "../wiring/Listing.js";
import type { Stores } from "../wiring/Stores.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Step } from "./Step.js";

/** What the platform has wired together for the commands of all contexts. */
export type Runtime = {
  bus: CommandBus;
  stores: Stores;
  inline: readonly AnyProjection[];
  actorOf: ActorOf;
  limits: Limits;
  /** In the order they are passed on the way in. */
  steps: readonly Step[];
  log: CommandLog;
  rateLimiter: RateLimiterApi | undefined;
  /** How long outcomes are kept. */
  retentionMs: number;
  /** Wakes the consumers of the log; `null` where nothing reads it. */
  wake: Wake | null;
};

/** What made the platform send a command of its own accord. */
export type Cause = {
  causationId: string;
  /** Whether the same command may come again under its id. */
  repeatable: boolean;
};

/** One command on its way through the steps, which fill in what they find out. */
export type Call = Runtime &
  ListedCommand & {
    ctx: MutationContext;
    /** The store of the command's context. */
    store: EventStore;
    commandId: string;
    repeatable: boolean;
    correlationId: string;
    causationId: string | null;
    meta: CommandMeta;
    startedAt: number;
    /** The fields as the caller sent them, or what forbids to read them. */
    readonly sent: Readonly<Record<string, Value>>;
    /** Given by server code. */
    readonly given: Actor | undefined;
    /** The fields as hooks have changed them. */
    args: Readonly<Record<string, Value>>;
    /** `null` until the step "actor". */
    actor: Actor | null;
    /** Whether the outcome is that of an earlier attempt. */
    repeated: boolean;
  };

/** The id of the aggregate that a call is about. */
export const aggregateIdOf = ({ command, args }: Pick<Call, "command" | "args">): string =>
  args[command.aggregate.idField] as string;

/** The actor of a call that has passed the step "actor". */
export function actorOfCall({ actor }: Pick<Call, "actor">): Actor {
  if (actor === null) throw new Error("The command has not passed the step that finds its actor.");
  return actor;
}
