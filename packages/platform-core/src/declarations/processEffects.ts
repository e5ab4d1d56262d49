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

/** The end of an instance. */
export type EndEffect =
  { readonly kind: "complete" } | { readonly kind: "fail"; readonly code: string };

/** What a reaction may ask for. */
export type Effect = SendEffect | EndEffect;

/** What a reaction returns: one thing, several in order, or `[]` for nothing. */
export type Effects = Effect | readonly Effect[];

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

/** Ends the instance: later events of its key are left out. */
export const complete: EndEffect = Object.freeze({ kind: "complete" });

/** Ends the instance as failed, with a code of yours that says why: later events of its key are left out. */
export const fail = (code: string): EndEffect => ({ kind: "fail", code });
