import type { EventCatalog } from "./defineEvents.js";
import { hiddenField } from "../contract/boundary.js";
import { DeclarationError } from "../base/infrastructureError.js";
import type { EventChain, EventChains } from "./versions/eventChain.js";

const chainsField = hiddenField<EventChains>("chains");

/** Gives an event definition the chains of everything it was declared with. */
export function withChains<Definition extends object>(
  definition: Definition,
  chains: EventChains,
): Definition {
  return chainsField.put(definition, chains);
}

const known = new WeakMap<EventCatalog, EventChains>();

/** The chains of the events of a catalog, and of what was declared with them: retired types too. */
export function chainsOf(catalog: EventCatalog): EventChains {
  const chains = known.get(catalog) ?? chainsOfAll([catalog]);
  known.set(catalog, chains);
  return chains;
}

/** As `chainsOf`, for several catalogs; throws a DeclarationError where two declarations claim one event type. */
export function chainsOfAll(catalogs: readonly EventCatalog[]): EventChains {
  const chains = new Map<string, EventChain>();
  for (const declared of new Set(catalogs.flatMap(declarationsIn))) {
    for (const [type, chain] of declared) {
      if (chains.has(type)) {
        throw new DeclarationError(
          `The event ${type} is declared, or retired, by two defineEvents; rename one.`,
        );
      }
      chains.set(type, chain);
    }
  }
  return chains;
}

const declarationsIn = (catalog: EventCatalog): EventChains[] =>
  Object.values(catalog).flatMap((definition) => chainsField.of(definition) ?? []);
