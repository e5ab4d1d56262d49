import { trusted } from "../contract/boundary.js";
import {
  asObjectValidator,
  type GenericValidator,
  type ObjectType,
  type PropertyValidators,
  type VObject,
} from "convex/values";
import { DeclarationError } from "../base/infrastructureError.js";
import type { Frozen } from "../base/frozen.js";
import { own } from "../base/own.js";
import { withChains } from "./chainsOf.js";
import type { EventSteps } from "./versions/eventSteps.js";
import { makeChains } from "./versions/makeChains.js";

/** An event as a decision yields it: its type and its payload. */
export type DomainEvent<Type extends string = string, Payload = unknown> = {
  readonly type: Type;
  readonly payload: Payload;
};

export const eventCategories = ["domain", "integration", "trigger", "fat"] as const;
export type EventCategory = (typeof eventCategories)[number];

/** One event type: called, it makes an event; its fields say how the event is stored. */
export type EventDefinition<Type extends string, Payload> = {
  (payload: Payload): DomainEvent<Type, Payload>;
  readonly type: Type;
  readonly validator: VObject<Payload, PropertyValidators>;
  /** payload field → tag name */
  readonly tags: Readonly<Record<string, string>>;
  /** The version its events are stored in: the newest one. */
  readonly schemaVersion: number;
  readonly category: EventCategory;
};

/** Event definitions by type: what `defineEvents` returns. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- payloads are contravariant in a definition
export type EventCatalog = { readonly [type: string]: EventDefinition<any, any> };

/** The definition of an event type in a catalog, by a name that may come from anywhere. */
export function definitionIn(
  catalog: EventCatalog,
  type: unknown,
): EventDefinition<string, unknown> | undefined {
  return own<EventDefinition<string, unknown>>(catalog, type);
}

export type PayloadOf<Definition> =
  Definition extends EventDefinition<string, infer Payload> ? Payload : never;

/** The union of all events of a catalog. */
export type EventOf<Catalog extends EventCatalog> = {
  [Type in keyof Catalog & string]: DomainEvent<Type, PayloadOf<Catalog[Type]>>;
}[keyof Catalog & string];

type CatalogOf<Fields extends Record<string, PropertyValidators>> = {
  readonly [Type in keyof Fields & string]: EventDefinition<Type, Frozen<ObjectType<Fields[Type]>>>;
};
type FieldOf<Fields> = Fields extends PropertyValidators ? keyof Fields & string : never;

/**
 * Declares the events of a context or aggregate: one line per event, name → payload fields.
 * Names are unique in the app; a field listed in `tags` is written as a tag of the event (one row each).
 * The fields are those of the newest version. `upcast` says per event how a stored version becomes the next one (helpers:
 * `platform-core/upcast`), so that the newest version is the highest key plus 1; a gap is a DeclarationError.
 *
 * @example
 * export const orderEvents = defineEvents(
 *   { OrderCreated: { orderId: v.string(), customerId: v.string() } },
 *   { tags: { customerId: "customer" } },
 * );
 */
export function defineEvents<Fields extends Record<string, PropertyValidators>>(
  fields: Fields,
  options: {
    tags?: { [Field in FieldOf<Fields[keyof Fields]>]?: string } | undefined;
    category?: EventCategory | undefined;
    /** Event → version → what brings a payload of that version to the next one. */
    upcast?: { readonly [Type in keyof Fields]?: EventSteps } | undefined;
    /** Events of the past that are read as others: name → version → step, the last one a `splitEvent`. */
    retired?: { readonly [type: string]: EventSteps } | undefined;
  } = {},
): CatalogOf<Fields> {
  const tags: Record<string, string> = {
    ...trusted<Record<string, string> | undefined>(options.tags),
  };
  for (const field of Object.keys(tags)) assertTaggable(field, Object.values(fields));
  const { category = "domain", upcast = {}, retired = {} } = options;
  if (!eventCategories.includes(category)) {
    throw new DeclarationError(
      `defineEvents: unknown category "${category}"; use one of ${eventCategories.join(", ")}.`,
    );
  }
  const validators = Object.entries(fields).map(
    ([type, payload]) =>
      [type, trusted<VObject<unknown, PropertyValidators>>(asObjectValidator(payload))] as const,
  );
  const chains = makeChains(new Map(validators), { upcast, retired });
  const define = ([type, validator]: (typeof validators)[number]) => {
    const schemaVersion = chains.get(type)?.newest ?? 1;
    const definition = defineEvent(type, validator, { tags, category, schemaVersion });
    return [type, withChains(definition, chains)];
  };
  return trusted<CatalogOf<Fields>>(Object.fromEntries(validators.map(define)));
}

function assertTaggable(field: string, payloads: readonly PropertyValidators[]): void {
  const validators = payloads.flatMap((payload) => {
    const validator = Object.hasOwn(payload, field) ? payload[field] : undefined;
    return validator === undefined ? [] : [validator];
  });
  if (validators.length === 0) {
    throw new DeclarationError(
      `defineEvents: a tag names the field "${field}", which no event has.`,
    );
  }
  if (!validators.every(isTaggable)) {
    throw new DeclarationError(
      `defineEvents: the field "${field}" cannot be a tag; only text, numbers and booleans can.`,
    );
  }
}

const taggable = ["string", "id", "literal", "float64", "int64", "boolean", "null"];

const isTaggable = (validator: GenericValidator): boolean =>
  validator.kind === "union"
    ? validator.members.every((member: GenericValidator) => isTaggable(member))
    : taggable.includes(validator.kind);

function defineEvent(
  type: string,
  validator: VObject<unknown, PropertyValidators>,
  options: { tags: Record<string, string>; category: EventCategory; schemaVersion: number },
): EventDefinition<string, unknown> {
  if (!/^[A-Z][A-Za-z0-9]{0,127}$/.test(type)) {
    throw new DeclarationError(
      `defineEvents: "${type}" is not a valid event name; use a noun and a past verb in PascalCase, such as OrderCreated.`,
    );
  }
  const { tags, ...rest } = options;
  const own = Object.entries(tags).filter(([field]) => Object.hasOwn(validator.fields, field));
  const make = (payload: unknown) => ({ type, payload });
  return Object.assign(make, { type, validator, tags: Object.fromEntries(own), ...rest });
}
