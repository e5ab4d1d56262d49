import type { Consumers } from "../consumers/Consumers.js";
import {
  consumerName,
  type By,
  type Operator,
  type OperatorContext,
} from "../consumers/operatorOf.js";
import type { ComponentDecisionFilter, Decision } from "../contract/decisions.js";
import type { Operated } from "../contract/letters.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { MutationContext } from "../base/untypedTables.js";

/** Which decisions are meant: those about a read model that have all of it. */
export type DecisionFilter = Omit<ComponentDecisionFilter, "consumer"> & {
  consumer: AnyProjection | string;
};

type DecisionPage = { cursor?: number | null | undefined };

/**
 * What operators, and the policy `skip`, decided about events that read models could not apply: rebuilds, new versions and
 * verifications honour it until it is forgotten. For operators: call it in functions that only they may call.
 */
export type Decisions = {
  /** Looks through the decisions about a read model, some at a time: go on at `cursor` until it is `null`. Live. */
  list(
    ctx: OperatorContext,
    filter: DecisionFilter,
    page?: DecisionPage,
  ): Promise<{ decisions: Decision[]; cursor: number | null }>;
  /**
   * Forgets one by its id (throws UNKNOWN_DECISION), or some of a filter: the next rebuild applies their events as they are stored.
   * What is served stays as it is until then; a build under way that honoured one starts over.
   */
  forget(
    ctx: MutationContext,
    which: string | DecisionFilter,
    options?: DecisionPage & By,
  ): Promise<Operated>;
};

/** The part of a platform that is about what was decided. */
export function decisionsOf({
  consumers,
  operator,
}: {
  consumers: Consumers;
  operator: Operator;
}): Decisions {
  const { api } = operator;
  const filterOf = ({ consumer, ...filter }: DecisionFilter) => ({
    ...filter,
    consumer: consumers.named(consumerName(consumer)).name,
  });
  return {
    list: async (ctx, filter, { cursor = null } = {}) =>
      await ctx.runQuery(api().decisions.list, { filter: filterOf(filter), cursor }),
    forget: async (ctx, which, { cursor = null, ...by } = {}) =>
      await ctx.runMutation(api().decisions.forget, {
        which:
          typeof which === "string" ? { decision: which } : { filter: filterOf(which), cursor },
        actor: await operator.actor(ctx, by),
      }),
  };
}
