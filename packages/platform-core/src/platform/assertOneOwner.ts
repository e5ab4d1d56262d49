import type { AnyContext } from "../declarations/defineBoundedContext.js";
import { eventTypesOf } from "./describeContext.js";
import { DeclarationError } from "../base/infrastructureError.js";

/** Refuses an app in which two contexts claim one name, stream type, event or read model; names both. */
export function assertOneOwner(contexts: readonly AnyContext[]): void {
  claim(contexts, "context name", (context) => [context.name]);
  claim(contexts, "stream type", (context) => context.aggregates.map(({ name }) => name));
  claim(contexts, "event", eventTypesOf);
  claim(contexts, "read model", (context) => context.projections.map(({ name }) => name));
}

function claim(
  contexts: readonly AnyContext[],
  what: string,
  namesOf: (context: AnyContext) => string[],
): void {
  const owners = new Map<string, string>();
  for (const context of contexts) {
    for (const name of namesOf(context)) {
      const owner = owners.get(name);
      if (owner !== undefined) {
        throw new DeclarationError(
          `createPlatform: the ${what} "${name}" has two owners, the contexts "${owner}" and "${context.name}"; rename one.`,
        );
      }
      owners.set(name, context.name);
    }
  }
}
