import type { Outcome } from "@convex-es/platform-bus";
import { toStorable } from "@convex-es/platform-base";
import type { Value } from "convex/values";
import type { Actor } from "../../declarations/actor.js";
import type { LoadContext } from "../../declarations/command.js";
import { deepFreeze } from "../../base/deepFreeze.js";
import type { CommandMeta } from "../envelope.js";
import {
  DeclarationError,
  causedBy,
  infrastructureDataOf,
  infrastructureError,
  messageOf,
} from "../../base/infrastructureError.js";
import { readOnly } from "../loadData.js";
import type { AnyOutcome, Refused } from "../../declarations/outcome.js";
import type { Call } from "../Call.js";
import type { CommandStep } from "../Step.js";
import type { AnyDataModel } from "../../base/untypedTables.js";
import { hookOutcome } from "./answerOf.js";
import { hookFailed } from "./hookFailed.js";
import { middlewareOf, type Middleware } from "./Middleware.js";

/** What a hook may use: reads only, in the command's transaction. */
export type HookContext = LoadContext<AnyDataModel>;

/** The command a hook is called for. */
export type HookCall = {
  /** Context and name, such as `orders.submitOrder`. */
  readonly command: string;
  readonly commandId: string;
  readonly correlationId: string;
  /** The command's own fields as earlier hooks have left them. */
  readonly args: Readonly<Record<string, Value>>;
  readonly meta: Readonly<CommandMeta>;
  /** `null` for hooks before the step "actor" (order 400). */
  readonly actor: Actor | null;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** How a before-hook answers: nothing to go on, other fields for the command, or the outcome it shall have. */
export type HookAnswer =
  undefined | { args: Record<string, Value> } | { outcome: Outcome | Refused };

/** What a layer does on the way in and out, and its place among the others: lower orders are further out. */
export type MiddlewareHooks = {
  order: number;
  /** On the way in. What it throws refuses the command as HOOK_FAILED. */
  before?: ((ctx: HookContext, call: HookCall) => HookAnswer | Promise<HookAnswer>) | undefined;
  /** On the way out, before the outcome commits. What it throws rolls the command back. */
  after?:
    ((ctx: HookContext, call: HookCall, outcome: AnyOutcome) => void | Promise<void>) | undefined;
};

/**
 * Declares a layer around every command; list it in `createPlatform(…, { middleware })`. Before-hooks run by ascending order,
 * after-hooks of what the command had passed by descending order. Hooks read and do not write. Below order 600 a hook also
 * sees repeats, and what it ends is not recorded; from there on only what is executed for the first time.
 *
 * @example
 * export const maintenance = defineMiddleware("maintenance", {
 *   order: 450, before: () => ({ outcome: refuse("FORBIDDEN", "We are closed.", null) }),
 * });
 */
export function defineMiddleware(
  name: string,
  { order, before, after }: MiddlewareHooks,
): Middleware {
  if (!/^[a-z][A-Za-z0-9]{0,63}$/.test(name)) {
    throw new DeclarationError(`defineMiddleware: "${name}" is not a valid name; use camelCase.`);
  }
  if (!Number.isFinite(order)) {
    throw new DeclarationError(`defineMiddleware("${name}"): the order must be a number.`);
  }
  const ordered: Pick<CommandStep, "name" | "order"> = { name, order };
  return middlewareOf({
    ...ordered,
    ...(before && { before: (call) => enter(call, ordered, before) }),
    ...(after && { after: (call, outcome) => leave(call, { name, after, outcome }) }),
  });
}

type Before = NonNullable<MiddlewareHooks["before"]>;

async function enter(
  call: Call,
  hook: Pick<CommandStep, "name" | "order">,
  before: Before,
): Promise<AnyOutcome | null> {
  try {
    const answer: unknown = await before(readOnly(call.ctx), hookCall(call));
    return await hookOutcome(call, hook, deepFreeze(toStorable(answer ?? null, "")));
  } catch (error) {
    return hookFailed(hook.name, messageOf(error));
  }
}

type Leaving = {
  name: string;
  after: NonNullable<MiddlewareHooks["after"]>;
  outcome: AnyOutcome;
};

async function leave(call: Call, { name, after, outcome }: Leaving): Promise<void> {
  try {
    await after(readOnly(call.ctx), hookCall(call), deepFreeze(outcome));
  } catch (error) {
    const message = `The after-hook of the middleware "${name}" failed: ${messageOf(error)}`;
    const retryable = infrastructureDataOf(error)?.retryable;
    throw causedBy(error, infrastructureError("HOOK_FAILED", message, retryable));
  }
}

const hookCall = ({ context, name, commandId, correlationId, ...call }: Call): HookCall => ({
  command: `${context}.${name}`,
  commandId,
  correlationId,
  args: call.args,
  meta: Object.freeze({ ...call.meta }),
  actor: call.identity?.actor ?? null,
  now: call.startedAt,
});
