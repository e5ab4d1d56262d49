import { EventStore, type Limits } from "@convex-es/platform-store";
import type { ComponentApi as StoreApi } from "@convex-es/platform-store/_generated/component.js";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import type { AnyContext } from "../declarations/defineBoundedContext.js";
import { DeclarationError, messageOf } from "../base/infrastructureError.js";

/** A context with a store of its own: another instance of the component, mounted by the app under a name of its own. */
export type MountedContext = { context: AnyContext; store: StoreApi };

/** A context as `createPlatform` lists it: alone, it writes to `components.eventStore`. */
export type ContextEntry = AnyContext | MountedContext;

type Mounts = { shared: StoreApi; entries: readonly ContextEntry[]; limits: Limits };

/** Which mounted store holds the streams of which context. */
export class Stores {
  readonly contexts: readonly AnyContext[];
  readonly #byContext = new Map<string, EventStore>();
  readonly #byComponent = new Map<string, EventStore>();

  constructor({ shared, entries, limits }: Mounts) {
    this.contexts = entries.map(contextOf);
    for (const entry of entries) {
      const component = "context" in entry ? entry.store : shared;
      const store = openStore(component, contextOf(entry), limits);
      const known = this.#byComponent.get(store.name) ?? store;
      this.#byComponent.set(store.name, known);
      this.#byContext.set(contextOf(entry).name, known);
    }
  }

  /** Every store that a context writes to, once. */
  get all(): readonly EventStore[] {
    return [...this.#byComponent.values()];
  }

  /** The store of a context that the platform lists. */
  of(context: string): EventStore {
    const store = this.#byContext.get(context);
    if (store !== undefined) return store;
    throw new DeclarationError(
      `createPlatform: unknown context "${context}"; known: ${[...this.#byContext.keys()].join(", ")}.`,
    );
  }

  /** The store that holds the streams of an aggregate. */
  holding(aggregate: AnyAggregate): EventStore {
    return this.of(this.owner(aggregate).name);
  }

  /** The context that owns an aggregate. */
  owner(aggregate: AnyAggregate): AnyContext {
    const owner = this.contexts.find(({ aggregates }) => aggregates.includes(aggregate));
    if (owner !== undefined) return owner;
    throw new DeclarationError(
      `createPlatform: no context has commands of the aggregate ${aggregate.name}; list one in defineBoundedContext.`,
    );
  }
}

const contextOf = (entry: ContextEntry): AnyContext => ("context" in entry ? entry.context : entry);

function openStore(component: StoreApi, context: AnyContext, limits: Limits): EventStore {
  const what = `createPlatform: the store of the context "${context.name}"`;
  try {
    return new EventStore(component, { limits });
  } catch (error) {
    throw new DeclarationError(
      `${what} is not a mounted event store (${messageOf(error)}); mount one with app.use(platformStore, { name }) and pass components.<name>.`,
    );
  }
}
