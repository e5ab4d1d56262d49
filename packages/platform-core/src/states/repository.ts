import type { Closing } from "@convex-es/platform-store";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import { infrastructureError } from "../base/infrastructureError.js";
import { loadAggregate, type Loaded } from "./loadAggregate.js";
import type { StateReader, StateSource } from "./StateSource.js";
import type { ReadScope } from "../wiring/tenantOf.js";

/** An aggregate's state with the version it has; `closed` when no command may change it any more. */
export type VersionedState<State> = {
  id: string;
  version: number;
  state: State;
  closed?: Closing | undefined;
};

/** Whose aggregate to load, and in which version. */
export type LoadOptions = ReadScope & {
  /** The version the aggregate must have; any other throws STALE_VERSION. */
  expectedVersion?: number | undefined;
};

/**
 * Reads the current states of one aggregate type in queries and mutations: of the caller's tenant, one document each, those of
 * an older shape converted. In a mutation, what was loaded cannot change before it commits.
 */
export type Repository<State> = {
  /** The state of an aggregate; throws NOT_FOUND for one without events. */
  load(ctx: StateReader, id: string, options?: LoadOptions): Promise<VersionedState<State>>;
  /** The state of an aggregate, or `null` for one without events. */
  tryLoad(
    ctx: StateReader,
    id: string,
    options?: LoadOptions,
  ): Promise<VersionedState<State> | null>;
  /** Whether an aggregate has events. */
  exists(ctx: StateReader, id: string, options?: ReadScope): Promise<boolean>;
  /** The states of several aggregates in the order of their ids as given, `null` for those without events. */
  loadMany(
    ctx: StateReader,
    ids: readonly string[],
    options?: ReadScope,
  ): Promise<(VersionedState<State> | null)[]>;
};

/** The repository of an aggregate. */
export function repositoryOf(
  { storeOf, tenantOf }: StateSource,
  aggregate: AnyAggregate,
): Repository<unknown> {
  const store = storeOf(aggregate);
  const tryLoad: Repository<unknown>["tryLoad"] = async (ctx, id, options = {}) => {
    const tenant = await tenantOf(ctx, options);
    const loaded = await loadAggregate(ctx, store, { aggregate, tenant, id });
    assertFresh(aggregate, id, { loaded, expected: options.expectedVersion });
    return loaded.version === 0 ? null : { id, ...loaded };
  };
  return {
    tryLoad,
    load: async (ctx, id, { expectedVersion, ...scope } = {}) => {
      const found = await tryLoad(ctx, id, scope);
      if (found === null) throw notFound(aggregate, id);
      assertFresh(aggregate, id, { loaded: found, expected: expectedVersion });
      return found;
    },
    exists: async (ctx, id, options = {}) => {
      const tenant = await tenantOf(ctx, options);
      const stream = { tenant, streamType: aggregate.name, streamId: id };
      return (await store.loadState(ctx, stream)) !== null;
    },
    loadMany: async (ctx, ids, options = {}) => {
      const scope = { tenant: await tenantOf(ctx, options) };
      return await Promise.all(ids.map((id) => tryLoad(ctx, id, scope)));
    },
  };
}

/** The error of a reader that needs an aggregate which has no events. */
export const notFound = ({ name }: AnyAggregate, id: string) =>
  infrastructureError("NOT_FOUND", `${name} ${JSON.stringify(id)} does not exist.`);

type ReadState = { loaded: Loaded; expected: number | undefined };

function assertFresh({ name }: AnyAggregate, id: string, { loaded, expected }: ReadState): void {
  if (expected === undefined || expected === loaded.version) return;
  throw staleVersion({ name }, id, { actual: loaded.version, expected });
}

/** The error of a caller that expected another version of an aggregate. */
export const staleVersion = (
  { name }: Pick<AnyAggregate, "name">,
  id: string,
  { actual, expected }: { actual: number; expected: number },
) =>
  infrastructureError(
    "STALE_VERSION",
    `${name} ${JSON.stringify(id)} is at version ${actual}, not at the expected ${expected}: load it again.`,
  );
