import type { GenericQueryCtx } from "convex/server";
import type { AnyDataModel, MutationContext } from "../base/untypedTables.js";
import { infrastructureError } from "../base/infrastructureError.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import { actorFrom, type ActorOf } from "../declarations/actor.js";
import type { AnyProjection } from "../declarations/defineProjection.js";

/** Where an operator reads: any query or mutation. */
export type OperatorContext = Pick<GenericQueryCtx<AnyDataModel>, "runQuery">;

/** Who does it, as it is audited (default: the actor who calls). */
export type By = { by?: string | undefined };

/** What the operations of operators share: the component they call, and who calls. */
export type Operator = {
  /** The component; throws NOT_INSTALLED in an app that has not mounted it. */
  api: () => CoreApi;
  actor: (ctx: MutationContext, options?: By) => Promise<string>;
};

/** The operator's side of an app. */
export const operatorOf = (host: { core: CoreApi | undefined; actorOf: ActorOf }): Operator => ({
  api: () => mounted(host.core),
  actor: async (ctx, { by } = {}) => by ?? (await actorFrom(ctx.auth, host.actorOf))?.id ?? "",
});

/** The name of a consumer, given as its declaration or by name. */
export const consumerName = (given: AnyProjection | string): string =>
  typeof given === "string" ? given : given.name;

function mounted(core: CoreApi | undefined): CoreApi {
  if (core !== undefined) return core;
  throw infrastructureError(
    "NOT_INSTALLED",
    "The component platformCore keeps dead letters, rebuilds and the state of consumers; mount it with app.use(platformCore).",
  );
}
