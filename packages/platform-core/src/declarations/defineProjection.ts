import type { GenericDataModel } from "convex/server";
import type { GenericValidator } from "convex/values";
import { hiddenField, trusted } from "../contract/boundary.js";
import { deepFreeze } from "../base/deepFreeze.js";
import type { EventCatalog, EventOf, PayloadOf } from "./defineEvents.js";
import type { Frozen } from "../base/frozen.js";
import type { ReturnMistakes, Returning, Undeclared, Unless } from "../base/mistake.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { keyFieldOf } from "./projectionKeyField.js";
import { deliveryOf, type Delivery, type DeliveryOptions } from "./projectionDelivery.js";
import type { ReadModelColumn } from "./projectionTable.js";
import { joinOf, type Join } from "./projectionJoin.js";
import { whereOf, type EventFilter } from "./projectionWhere.js";

export const projectionCategories = ["view", "logic", "reporting", "integration"] as const;
/** What a read model is for; only a `view` can be offered to clients (`platform.view`). */
export type ProjectionCategory = (typeof projectionCategories)[number];

/** The stored event a handler is given beside the payload; the same live and in a rebuild. */
export type EventInfo = {
  readonly id: string;
  readonly type: string;
  readonly streamType: string;
  readonly streamId: string;
  readonly version: number;
  readonly tenant: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
};

/** What a handler is given beside row and payload: the event, and the key of the row it is called for. */
export type HandledEvent = EventInfo & { readonly key: string };

type SystemColumn = "_id" | "_creationTime" | ReadModelColumn;

/** The tables of a data model that `projectionTable` made. */
export type ReadModelName<DataModel extends GenericDataModel> = {
  [Table in keyof DataModel & string]: ReadModelColumn extends keyof DataModel[Table]["document"]
    ? Table
    : never;
}[keyof DataModel & string];

/** A row of a read model: your own fields, deeply readonly. */
export type RowOf<DataModel extends GenericDataModel, Table extends keyof DataModel> = OwnFields<
  DataModel[Table]["document"]
>;

// Over each member of a union apart: they need not have the same fields.
type OwnFields<Document> = Document extends unknown
  ? Frozen<{
      [Field in keyof Document as Field extends SystemColumn ? never : Field]: Document[Field];
    }>
  : never;

/** Payload fields that hold a string in every event of the catalog. */
export type KeyField<Events extends EventCatalog> = {
  [Field in keyof PayloadOf<Events[keyof Events & string]>]: PayloadOf<
    Events[keyof Events & string]
  >[Field] extends string
    ? Field
    : never;
}[keyof PayloadOf<Events[keyof Events & string]>] &
  string;

/** A row of a read model as the handlers of another one see it. */
export type JoinedRow<From> =
  From extends Projection<infer DataModel, infer Table>
    ? RowOf<DataModel, Table> & { readonly key: string }
    : never;

/** Another read model, and which of its rows belongs to an event: handlers see that row once it shows the event, or later. */
export type JoinOptions<Events extends EventCatalog, From extends AnyProjection> = {
  from: From;
  /** The payload field that names the other row, or a function of the event; `null` for none. */
  key: KeyField<Events> | ((event: EventOf<Events>) => string | null);
};

/** What the handlers of a read model with a join also receive. */
type JoinInfo<From> = From extends AnyProjection
  ? { readonly joined: JoinedRow<From> | null }
  : unknown;

/** One pure function per event of interest: the row before and the payload in, the row after out, `null` to delete it. */
export type Handlers<Row, Events extends EventCatalog, From = undefined> = {
  readonly [Type in keyof Events & string]?: (
    row: Row,
    payload: PayloadOf<Events[Type]>,
    event: HandledEvent & JoinInfo<From>,
  ) => Returning<Row | null>;
};

/** What a read model is made of: its events, its key, its rows. */
export type ProjectionOptions<
  Row,
  Events extends EventCatalog,
  From extends AnyProjection | undefined = undefined,
  On = Handlers<Row, Events, From>,
  Name extends string = string,
> = DeliveryOptions<AnyProjection, JoinOptions<Events, NonNullable<From>>> & {
  events: Events;
  /** The payload field that names the row, or a function of the event: its row, several rows, or `null` for none. */
  key: KeyField<Events> | ((event: EventOf<Events>) => string | readonly string[] | null);
  /** The row before its first event. */
  initial: NoInfer<Row>;
  /** Event → row; `null` deletes it. An event without a handler leaves it as it is. */
  on: Unless<
    ReturnMistakes<On, keyof Events, Row | null, Name>,
    On & Undeclared<On, keyof Events, Name>
  >;
  category?: ProjectionCategory | undefined;
  /** Narrows the events it handles; without it, all of the types in `on`. */
  where?: EventFilter | undefined;
};

/** A declared read model, named after its table. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- 2026-12-01: it refers to itself, which an alias cannot
export interface Projection<
  DataModel extends GenericDataModel,
  Table extends string,
> extends Delivery {
  readonly name: Table;
  /** The declaration of the version before. */
  readonly replaces: AnyProjection | null;
  readonly category: ProjectionCategory;
  /** Types of the events it handles. */
  readonly handles: readonly string[];
  /** What narrows them further; `{}` for nothing. */
  readonly where: EventFilter;
  /** @internal phantom: carries the types of its rows and indexes */
  readonly "~dataModel"?: DataModel;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any read model
export type AnyProjection = Projection<any, string>;

type Handler = (row: unknown, payload: unknown, event: HandledEvent) => unknown;

/** A projection with its types forgotten: what the runtime runs. */
export type ProjectionBehaviour = {
  events: EventCatalog;
  /** The payload field that holds the key; `null` where a function computes it. */
  keyField: string | null;
  keyOf: (event: { type: string; payload: unknown }) => unknown;
  initial: unknown;
  on: Readonly<Record<string, Handler>>;
  join: Join | null;
  /** What its table takes; `null` before a platform knows the schema. */
  table: GenericValidator | null;
};

const projectionField = hiddenField<ProjectionBehaviour>("projection");

/** Makes a projection; `initPlatform` binds its types to the app's data model. */
export function makeProjection(
  name: string,
  options: DeliveryOptions<AnyProjection> & {
    events: EventCatalog;
    key: unknown;
    initial: unknown;
    on: object;
    category?: string | undefined;
    where?: EventFilter | undefined;
  },
): AnyProjection {
  const category = options.category ?? "view";
  if (!projectionCategories.some((known) => known === category)) {
    throw new DeclarationError(
      `defineProjection("${name}"): unknown category "${category}"; use one of ${projectionCategories.join(", ")}.`,
    );
  }
  const handles = Object.keys(options.on);
  assertHandlers(name, trusted<Record<string, unknown>>(options.on), options.events);
  const { events, key } = options;
  const keyField = keyFieldOf({ declaration: `defineProjection("${name}")`, key, events, handles });
  const delivery = deliveryOf(name, options);
  const behaviour: ProjectionBehaviour = {
    events,
    keyField,
    keyOf: keyFunction(key),
    initial: deepFreeze(options.initial),
    on: trusted<Record<string, Handler>>(options.on),
    join: joinOf(name, options.delivery),
    table: null,
  };
  const projection: AnyProjection = {
    name,
    category: trusted<ProjectionCategory>(category),
    ...delivery,
    handles,
    where: whereOf(name, options.where),
  };
  return projectionField.put(projection, behaviour);
}

function assertHandlers(name: string, on: Record<string, unknown>, events: EventCatalog): void {
  for (const [type, handler] of Object.entries(on)) {
    if (!Object.hasOwn(events, type)) {
      throw new DeclarationError(
        `defineProjection("${name}"): handles ${type}, which is not among its events.`,
      );
    }
    if (typeof handler !== "function") {
      throw new DeclarationError(
        `defineProjection("${name}"): the handler for ${type} must be a function.`,
      );
    }
  }
}

function keyFunction(key: unknown): ProjectionBehaviour["keyOf"] {
  if (typeof key === "function") return trusted<ProjectionBehaviour["keyOf"]>(key);
  return ({ payload }) => trusted<Record<string, unknown>>(payload)[trusted<string>(key)];
}

/** A read model in every version of the code, together with what its table takes. */
export function withTable(projection: AnyProjection, table: GenericValidator): AnyProjection {
  const { replaces } = projection;
  const known = { ...projection, replaces: replaces && withTable(replaces, table) };
  return projectionField.put(known, { ...projectionBehaviourOf(projection), table });
}

/** The behaviour that `makeProjection` put into a projection. */
export function projectionBehaviourOf(projection: AnyProjection): ProjectionBehaviour {
  const behaviour = projectionField.of(projection);
  if (behaviour !== undefined) return behaviour;
  throw new DeclarationError(
    `The read model "${projection.name}" was not made by defineProjection.`,
  );
}
