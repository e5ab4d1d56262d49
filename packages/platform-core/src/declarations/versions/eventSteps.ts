import type { Bivariant, StoredFields, Upcaster } from "./upcaster.js";

/** Event types with the version in which a step writes or takes each of them. */
export type EventVersions = { readonly [type: string]: number };

/** One of the events that a stored one is read as. */
export type Piece<Type extends string = string> = {
  readonly type: Type;
  readonly payload: StoredFields;
};

type Split<Type extends string> = Bivariant<[payload: StoredFields], readonly Piece<Type>[]>;
type Merge = Bivariant<[first: StoredFields, second: StoredFields | null], StoredFields>;

/** A step after which one stored event is read as several. */
export type SplitEvent = {
  readonly kind: "split";
  readonly into: EventVersions;
  readonly split: Split<string>;
};

/** A step after which two stored events are read as one. */
export type MergeEvents = {
  readonly kind: "merge";
  readonly partner: { readonly type: string; readonly schemaVersion: number };
  readonly merge: Merge;
};

/** What brings an event from one version to the next. */
export type EventStep = Upcaster | SplitEvent | MergeEvents;

/** The steps of one event type, by the version each starts from: 1, 2, … without a gap. */
export type EventSteps = { readonly [version: number]: EventStep };

/**
 * A step after which one stored event is read as several (or none), of its own or other types: `into` names every type and the
 * version its pieces are written in; later upcasters of that type apply to them. All pieces have the version, position, tags
 * and metadata of the stored event; the first has its id, the others `<id>~2`, `<id>~3`, ….
 *
 * @example
 * retired: {
 *   OrderPlaced: {
 *     1: splitEvent({ OrderCreated: 1, OrderItemAdded: 1 }, ({ item, ...order }) => [
 *       { type: "OrderCreated", payload: order },
 *       { type: "OrderItemAdded", payload: { orderId: order.orderId, item } },
 *     ]),
 *   },
 * }
 */
export function splitEvent<const Into extends EventVersions>(
  into: Into,
  split: Split<keyof Into & string>,
): SplitEvent {
  return { kind: "split", into, split: split };
}

/**
 * A step after which an event and the next one of the same append are read as one. `partner` names the type of the next one and
 * the version up to which it is brought before; the function gets `null` where no such event follows. The merged event keeps
 * id, version, position, tags and metadata of the first; the second is read no more.
 *
 * @example
 * upcast: { OrderCreated: { 1: mergeEvents({ AddressGiven: 1 }, (order, given) => ({ ...order, address: given?.address ?? "" })) } }
 */
export function mergeEvents(partner: EventVersions, merge: Merge): MergeEvents {
  const [[type, schemaVersion] = ["", 0], ...others] = Object.entries(partner);
  if (type === "" || others.length > 0) {
    throw new TypeError("mergeEvents: name the one event type to merge with, { AddressGiven: 1 }.");
  }
  return { kind: "merge", partner: { type, schemaVersion }, merge };
}
