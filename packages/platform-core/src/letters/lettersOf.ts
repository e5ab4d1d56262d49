import type { FunctionReturnType } from "convex/server";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { Consumers } from "../consumers/Consumers.js";
import {
  consumerName,
  type By,
  type Operator,
  type OperatorContext,
} from "../consumers/operatorOf.js";
import { readLetter } from "./readLetter.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import { messageOf } from "../base/infrastructureError.js";
import { readAsToday } from "../upcast/readStored.js";
import type { MutationContext } from "../base/untypedTables.js";
import {
  deadLetterOf,
  type DeadLetter,
  type DeadLetterPage,
  type InspectedLetter,
  type LetterFilter,
} from "./DeadLetter.js";
import { decisionsOf, type Decisions } from "./decisionsOf.js";
import { editedKeys } from "./editedKeys.js";
import { editedPayload } from "./editedPayload.js";
import type { Operated } from "../contract/letters.js";

type LetterPage = { cursor?: number | null | undefined };
type Audits = FunctionReturnType<CoreApi["deadLetters"]["audits"]>;

/**
 * Events that read models could not apply, for operators: call it in functions that only they may call. Who changes one by its id
 * that is gone is told so (UNKNOWN_LETTER); what is meant by a filter is changed in batches: go on at `cursor` until it is `null`.
 */
export type DeadLetters = {
  /** Looks through the letters of a filter, some at a time: go on at `cursor` until it is `null`. Live. */
  list(ctx: OperatorContext, filter?: LetterFilter, page?: LetterPage): Promise<DeadLetterPage>;
  /** A letter, its event, and what today's code reads it as, or why it cannot. Live. */
  inspect(ctx: OperatorContext, letter: string): Promise<InspectedLetter>;
  /**
   * Tries letters again at once, their attempts counted from zero; those that wait for them follow in the order of the log, exactly
   * once, each as today's code reads it.
   */
  retry(
    ctx: MutationContext,
    which: string | LetterFilter,
    options?: LetterPage & By,
  ): Promise<Operated>;
  /** Leaves letters out for good; those that wait for them follow. */
  discard(
    ctx: MutationContext,
    which: string | LetterFilter,
    options?: LetterPage & By,
  ): Promise<Operated>;
  /** Deletes letters that are parked, skipped or discarded; those that wait for them follow. */
  expire(
    ctx: MutationContext,
    which: string | LetterFilter,
    options?: LetterPage & By,
  ): Promise<Operated>;
  /**
   * Has a letter applied with another payload, which must fit the newest version of its event and keep the order of its rows
   * (else INVALID_EVENT): it may concern another row only where an earlier event of that row is aside. The next attempt uses it. The
   * store keeps what it has; audited with what it was before.
   */
  edit(ctx: MutationContext, letter: string, edit: { payload: unknown } & By): Promise<void>;
  /** What operators did to a letter, newest first, also when it is gone. Live. */
  audits(ctx: OperatorContext, letter: string): Promise<Audits>;
};

/** What a platform offers for read models that fail. */
export type PlatformLetters = {
  deadLetters: DeadLetters;
  decisions: Decisions;
  /** Stops the consumers of a read model after their present batch; events wait in the log meanwhile. */
  pauseProjection(ctx: MutationContext, of: AnyProjection | string, options?: By): Promise<void>;
  /** Has the consumers of a read model go on that was paused, or that halted because of a failure. */
  resumeProjection(ctx: MutationContext, of: AnyProjection | string, options?: By): Promise<void>;
};

type LettersWiring = { consumers: Consumers; operator: Operator };

/** The part of a platform that is about read models that fail. */
export function lettersOf({ consumers, operator }: LettersWiring): PlatformLetters {
  const { api } = operator;
  const operation =
    (name: "retry" | "discard" | "expire"): DeadLetters["retry"] =>
    async (ctx, which, options = {}) =>
      await ctx.runMutation(api().deadLetters[name], {
        which: whichOf(which, options),
        actor: await operator.actor(ctx, options),
      });
  const setting =
    (name: "pause" | "resume"): PlatformLetters["pauseProjection"] =>
    async (ctx, of, options) => {
      const { name: consumer } = consumers.named(consumerName(of));
      await ctx.runMutation(api().lib[name], {
        consumer,
        actor: await operator.actor(ctx, options),
      });
    };
  const get = async (ctx: OperatorContext, letter: string): Promise<DeadLetter> =>
    deadLetterOf(await ctx.runQuery(api().deadLetters.get, { letter }));
  return {
    pauseProjection: setting("pause"),
    resumeProjection: setting("resume"),
    decisions: decisionsOf({ consumers, operator }),
    deadLetters: {
      list: async (ctx, filter = {}, { cursor = null } = {}) => {
        const asked = { filter: filterOf(filter), cursor };
        const { letters, cursor: next } = await ctx.runQuery(api().deadLetters.list, asked);
        return { letters: letters.map(deadLetterOf), cursor: next };
      },
      inspect: async (ctx, id) => await inspect(ctx, consumers, await get(ctx, id)),
      retry: operation("retry"),
      discard: operation("discard"),
      expire: operation("expire"),
      edit: async (ctx, id, { payload, by }) => {
        const letter = await get(ctx, id);
        const event = await readLetter(ctx, consumers.stores, letter);
        const edited = editedPayload(consumers, letter, payload);
        const { consumer } = letter;
        const keys = await editedKeys(ctx, consumers, { consumer, event: { ...event, ...edited } });
        const actor = await operator.actor(ctx, { by });
        const before: unknown = event.payload;
        await ctx.runMutation(api().deadLetters.edit, { letter: id, edited, keys, before, actor });
      },
      audits: async (ctx, subject) => await ctx.runQuery(api().deadLetters.audits, { subject }),
    },
  };
}

async function inspect(
  ctx: OperatorContext,
  consumers: Consumers,
  letter: DeadLetter,
): Promise<InspectedLetter> {
  const event = await readLetter(ctx, consumers.stores, letter);
  try {
    const { source } = consumers.named(letter.consumer);
    return { letter, event, readAs: await readAsToday(ctx, source, event), problem: null };
  } catch (error) {
    return { letter, event, readAs: [], problem: messageOf(error) };
  }
}

function filterOf({ consumer, ...filter }: LetterFilter) {
  return consumer === undefined ? filter : { ...filter, consumer: consumerName(consumer) };
}

const whichOf = (which: string | LetterFilter, { cursor = null }: LetterPage) =>
  typeof which === "string" ? { letter: which } : { filter: filterOf(which), cursor };
