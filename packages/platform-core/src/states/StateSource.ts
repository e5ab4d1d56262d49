import type { EventStore } from "@convex-es/platform-store";
import type { Auth, GenericMutationCtx } from "convex/server";
import type { TenantOf } from "../wiring/tenantOf.js";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { StoreReader } from "../upcast/readNeighbours.js";

/** A query, mutation or action, as far as reading the states and events of the caller's tenant needs it. */
export type StateReader = StoreReader & { auth: Auth };

/** A mutation or action, as far as writing states needs it. */
export type StateWriter = StateReader & Pick<GenericMutationCtx<AnyDataModel>, "runMutation">;

/** Where the aggregates of a platform are kept, and whose of them a caller sees. */
export type StateSource = {
  /** The store of an aggregate; throws a DeclarationError for one that no context lists. */
  storeOf: (aggregate: AnyAggregate) => EventStore;
  tenantOf: TenantOf;
  /** The id of the signed-in actor; throws UNAUTHENTICATED for nobody. */
  callerOf: (ctx: { auth: Auth }) => Promise<string>;
};
