import {
  infrastructureError as baseError,
  infrastructureDataOf as baseDataOf,
  type InfrastructureErrorData as BaseErrorData,
} from "@convex-es/platform-base";
import type { BusErrorCode } from "@convex-es/platform-bus";
import type { StoreErrorCode } from "@convex-es/platform-store";
import type { ConvexError } from "convex/values";
import { trusted } from "../contract/boundary.js";
import { classifyMessage, type ConvexErrorCode } from "./classifyMessage.js";

/** What the command path itself throws with; what is not worth a retry is a mistake in the app's code. */
export type CoreErrorCode =
  /** The app's `actor` function threw or returned something else than an actor; so did the caller of `platform.execute`. */
  | "ACTOR_FAILED"
  /** A command's `authorise` threw. */
  | "AUTHORISE_FAILED"
  /** A command's `load` threw. */
  | "LOAD_FAILED"
  /** A `decide` threw something else than a rejection, was asynchronous, or returned nothing. */
  | "DECIDE_FAILED"
  /** A decision yielded an event that is not among its aggregate's events. */
  | "UNDECLARED_EVENT"
  /** A decision yielded a payload that does not fit the event's declaration or that Convex cannot store. */
  | "INVALID_EVENT"
  /** A decision on one aggregate yielded an event that carries the id of another. */
  | "WRONG_AGGREGATE"
  /** A decision rejected with a code that is not among its aggregate's rejections. */
  | "UNDECLARED_REJECTION"
  /** A decision rejected with details that do not fit the code's declaration. */
  | "INVALID_REJECTION"
  /** An `evolve` function threw, was asynchronous, or returned no state. */
  | "EVOLVE_FAILED"
  /** `evolve` made a state that does not fit the aggregate's declaration or that Convex cannot store. */
  | "INVALID_STATE"
  /** A stored event has a type that the aggregate's declaration does not know. */
  | "UNKNOWN_EVENT"
  /** An event is stored in a newer version than this code knows: deploy the code that wrote it. */
  | "EVENT_FROM_THE_FUTURE"
  /** An upcaster of an event threw, was asynchronous, or made what the event's declaration does not take. */
  | "UPCAST_FAILED"
  /** A state is stored in a newer shape than this code knows: deploy the code that wrote it. */
  | "STATE_FROM_THE_FUTURE"
  /** A conversion in `shapes` threw, was asynchronous, or made what the aggregate's state does not take. */
  | "STATE_UPCAST_FAILED"
  /** There are more events to fold than one transaction holds: `platform.repairState` folds them in steps. */
  | "FOLD_TOO_LONG"
  /** The progress given to a repair or verification is of none, or of another aggregate or shape. */
  | "PROGRESS_INVALID"
  /** A time that is neither milliseconds since 1970 nor nanoseconds as a bigint. */
  | "TIME_INVALID"
  /** Nobody is signed in for a read that is not open. */
  | "UNAUTHENTICATED"
  /** The rule of a view refuses a row to the actor. */
  | "FORBIDDEN"
  /** A repository was asked to load an aggregate that has no events. */
  | "NOT_FOUND"
  /** A repository was asked for a version that the aggregate has left behind, or not reached. */
  | "STALE_VERSION"
  /** No key could be computed for an event of a read model. */
  | "INVALID_KEY"
  /** A handler of a read model threw, was asynchronous, or returned a row that its table does not take. */
  | "PROJECTION_FAILED"
  /** A reaction or `evolve` of a process threw, was asynchronous, or returned what a process cannot return. */
  | "PROCESS_FAILED"
  /** A process that is strict was given an event without an instance to go on with. */
  | "PROCESS_STRICT"
  /** A command that a process sent was rejected or refused, and its reaction does not say what follows. */
  | "COMMAND_REJECTED"
  /** A claim with a text that is none, or a time to live outside of its limits. */
  | "CLAIM_INVALID"
  /** An event that was put aside is not in its store any more. */
  | "EVENT_GONE"
  /** The component platformCore is not mounted. */
  | "NOT_INSTALLED"
  /** No dead letter has this id: it has been applied, or it expired. */
  | "UNKNOWN_LETTER"
  /** A dead letter cannot be retried, edited, discarded or expired as it is now: the message says why. */
  | "LETTER_UNCHANGED"
  /** No decision about an event has this id: it has been forgotten, or its build was given up. */
  | "UNKNOWN_DECISION"
  /** A read model that commands keep cannot be paused or resumed: no worker keeps it. */
  | "NO_WORKERS"
  /** The aggregate changed within the transaction that decided on it; worth a retry. */
  | "CONFLICT"
  /** A middleware's after-hook threw; its name is in the message. */
  | "HOOK_FAILED"
  /** The rate limiter could not be asked: mount it with `app.use(rateLimiter)`. */
  | "RATE_LIMIT_FAILED"
  /** The code does not declare the consumer, such as a read model, or not in this version. */
  | "UNDECLARED_CONSUMER"
  /** The read model is being rebuilt or verified already; `details` tells by whom and since when. */
  | "REBUILD_RUNNING"
  /** What is asked for cannot be rebuilt; the message says why. */
  | "REBUILD_IMPOSSIBLE"
  /** A function of `platform.runtime()` was asked for what it does not know: its caller is of another release. */
  | "UNKNOWN_OPERATION"
  /** A cursor that no page of a trace returned. */
  | "CURSOR_UNREADABLE"
  /** The rows of a read model have been built again since the cursor was taken, and only pages in key order can go on. */
  | "CURSOR_STALE"
  /** A position that this deployment has not reached, or of a store it does not have: it was made elsewhere. */
  | "POSITION_UNKNOWN"
  /** A read model has not reached a position in the time its reader gave it. */
  | "FRESHNESS_TIMEOUT"
  /** The command id belongs to a command whose work still goes on; worth a retry. */
  | "COMMAND_PENDING"
  /** Anything else that was thrown while the command ran. */
  | "COMMAND_FAILED";

/** Every code of an infrastructure error: ours, those of the components, and those for what Convex itself raises. */
export type InfrastructureCode = CoreErrorCode | StoreErrorCode | BusErrorCode | ConvexErrorCode;

/** What every infrastructure error carries in `ConvexError.data`, on the server and at the client. */
export type InfrastructureErrorData = BaseErrorData<InfrastructureCode>;

/** Builds the error that rolls a command back: nothing is written and its command id stays free. */
export function infrastructureError(
  code: InfrastructureCode,
  message: string,
  retryable = false,
): ConvexError<InfrastructureErrorData> {
  return baseError({ code, message, retryable });
}

/** Reads the infrastructure data off a thrown value, or `null`; tests the data, never the class. */
export const infrastructureDataOf = (error: unknown): InfrastructureErrorData | null =>
  trusted<InfrastructureErrorData | null>(baseDataOf(error));

/** Runs one named step of a command; whatever it throws leaves as an infrastructure error that names the step. */
export async function step<T>(
  code: CoreErrorCode,
  what: string,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw asInfrastructureError(error, code, what);
  }
}

/** The given error when it is one of ours already, else an infrastructure error with `code` that keeps its message. */
export function asInfrastructureError(error: unknown, code: CoreErrorCode, what: string): unknown {
  if (infrastructureDataOf(error) !== null) return error;
  return causedBy(error, infrastructureError(code, `${what} failed: ${messageOf(error)}`));
}

/** As `asInfrastructureError`, for whatever a whole command let through: Convex's own errors keep their meaning. */
export function commandFailure(error: unknown, what: string): unknown {
  if (infrastructureDataOf(error) !== null) return error;
  const message = `${what} failed: ${messageOf(error)}`;
  const { code, retryable } = classifyMessage(messageOf(error)) ?? {
    code: "COMMAND_FAILED",
    retryable: false,
  };
  return causedBy(error, infrastructureError(code, message, retryable));
}

/** Gives a failure its cause, and the cause's frames: whoever prints the failure shows where in the app it happened. */
export function causedBy<Failure extends Error>(cause: unknown, failure: Failure): Failure {
  const frames = framesOf(cause);
  if (frames.length > 0) {
    failure.stack = [`${failure.name}: ${failure.message}`, ...frames].join("\n");
  }
  return Object.assign(failure, { cause });
}

/** Where the first error in a chain of causes was thrown: lines that begin with "at", innermost first; none for other values. */
export function framesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const deeper = framesOf(error.cause);
  return deeper.length > 0
    ? deeper
    : (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  const own = infrastructureDataOf(error);
  if (own !== null) return own.message;
  return error instanceof Error ? error.message : String(error);
}

/** A mistake in a declaration, thrown while modules load: says what is wrong and how to mend it. */
export class DeclarationError extends Error {
  override name = "DeclarationError";
}
