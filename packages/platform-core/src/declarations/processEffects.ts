import { trusted } from "../contract/boundary.js";
import type { AnyCommand } from "./command.js";
import type { ArgsOf, OutcomeOf } from "./outcome.js";

/** A command that a process sends, and what follows when it is rejected. */
export type SendEffect = {
  readonly kind: "send";
  readonly command: AnyCommand;
  readonly args: Readonly<Record<string, unknown>>;
  readonly rejected: ((rejection: never) => Effects) | null;
};

/** A timer that is set: in so many milliseconds, or at a time in milliseconds since 1970. */
export type TimerEffect<Name extends string = string> = {
  readonly kind: "timer";
  readonly name: Name;
} & ({ readonly after: number } | { readonly at: number });

/** A timer that is not wanted any more. */
export type CancelEffect<Name extends string = string> = {
  readonly kind: "cancelTimer";
  readonly name: Name;
};

/** The end of an instance. */
export type EndEffect =
  { readonly kind: "complete" } | { readonly kind: "fail"; readonly code: string };

/** What a reaction may ask for; `Timers` are the names of the process's timers. */
export type Effect<Timers extends string = string> =
  SendEffect | TimerEffect<Timers> | CancelEffect<Timers> | EndEffect;

/** What a reaction returns: one thing, several in order, or `[]` for nothing. */
export type Effects<Timers extends string = string> = Effect<Timers> | readonly Effect<Timers>[];

/** The rejections a command can end with. */
type RejectionOf<C extends AnyCommand> = Extract<OutcomeOf<C>, { status: "rejected" }>;

/**
 * Sends a command when an event is handled, in the same transaction and exactly once, as the system actor of the process. `rejected`
 * says what follows a rejection; without it a rejection fails the reaction: nothing of it is written, and the event is tried again.
 *
 * @example
 * OrderSubmitted: ({ orderId, items }) => items.map((item) => send(reserveStock, { orderId, ...item })),
 */
export function send<C extends AnyCommand>(
  command: C,
  args: ArgsOf<C>,
  on: { rejected?: ((rejection: RejectionOf<C>) => Effects) | undefined } = {},
): SendEffect {
  const rejected = trusted<SendEffect["rejected"]>(on.rejected ?? null);
  return { kind: "send", command, args: trusted<SendEffect["args"]>(args), rejected };
}

/**
 * Sets a timer of the instance: `{ after }` milliseconds from now, or `{ at }` milliseconds since 1970; a time that has passed fires at once.
 * It fires once, never early, and goes with its instance. Set again, it counts anew: an instance has one timer of each name.
 *
 * @example
 * OrderSubmitted: () => timer("paymentDeadline", { after: 86_400_000 }),
 */
export const timer = <Name extends string>(
  name: Name,
  due: { after: number } | { at: number },
): TimerEffect<Name> => ({ kind: "timer", name, ...due });

/** Cancels a timer of the instance; one that has fired, or was never set, is no error. */
export const cancelTimer = <Name extends string>(name: Name): CancelEffect<Name> => ({
  kind: "cancelTimer",
  name,
});

/** Ends the instance: later events of its key are left out, its timers are cancelled. */
export const complete: EndEffect = Object.freeze({ kind: "complete" });

/** Ends the instance as failed, with a code of yours that says why: later events of its key are left out, its timers are cancelled. */
export const fail = (code: string): EndEffect => ({ kind: "fail", code });
