import { trusted } from "../contract/boundary.js";
import { compareValues, type Value } from "convex/values";
import { isMerge, mergeStepOf, type EventChains } from "../declarations/versions/eventChain.js";
import { upcastEvent, type VersionedEvent } from "./upcastEvent.js";

/** A stored event, as far as reading it needs. */
export type ReadableEvent = VersionedEvent & {
  readonly id: string;
  readonly tenant: string;
  readonly streamType: string;
  readonly streamId: string;
  /** The version of its stream. */
  readonly version: number;
  readonly causationId: string;
  readonly position: { readonly commitTs: unknown };
};

/**
 * What stored events mean today: the one way from the store to whoever reads. Every event comes out in its newest version, in
 * the given order (ascending); newest ones are the very objects that came in. The events of a split keep version and position
 * of the stored one, and its id, for all but the first with `~2`, `~3`, … behind it; merged events keep those of the first.
 * `neighbours` are events beside the given ones that may merge with them.
 */
export function readEvents<Event extends ReadableEvent>(
  stored: readonly Event[],
  chains: EventChains,
  neighbours: readonly Event[] = [],
): Event[] {
  const partnerOf = partnersAmong([...neighbours, ...stored], chains);
  const seconds = new Set(stored.concat(neighbours).map(partnerOf));
  return stored.flatMap((event) => {
    if (seconds.has(event)) return [];
    const pieces = upcastEvent(event, chains, partnerOf(event));
    return pieces.map((piece, index) => pieceOf(event, piece, index));
  });
}

/** Tells which event merges into another one, `null` where none does. */
function partnersAmong<Event extends ReadableEvent>(
  events: readonly Event[],
  chains: EventChains,
): (event: Event) => Event | null {
  if (![...chains.values()].some(({ steps }) => steps.some(isMerge))) return () => null;
  const places = new Map(events.map((event) => [positionAfter(event, 0), event]));
  return (event) => {
    const after = places.get(positionAfter(event, 1));
    return after !== undefined && mergesWith(event, after, chains) ? after : null;
  };
}

function pieceOf<Event extends ReadableEvent>(event: Event, piece: VersionedEvent, index: number) {
  if (piece === event) return event;
  const { type, schemaVersion, payload } = piece;
  const id = index === 0 ? event.id : `${event.id}~${index + 1}`;
  return { ...event, id, type, schemaVersion, payload };
}

function mergesWith(first: ReadableEvent, second: ReadableEvent, chains: EventChains): boolean {
  const step = mergeStepOf(chains.get(first.type), first.schemaVersion);
  return step !== null && isPartner(second, step.partner) && isOneAppend(first, second);
}

const isPartner = (event: VersionedEvent, partner: { type: string; schemaVersion: number }) =>
  event.type === partner.type && event.schemaVersion <= partner.schemaVersion;

// One command writes its events of one stream in one append: same commit, same cause.
const isOneAppend = (first: ReadableEvent, second: ReadableEvent) =>
  first.causationId === second.causationId &&
  compareValues(
    trusted<Value>(first.position.commitTs),
    trusted<Value>(second.position.commitTs),
  ) === 0;

/** Names the place in its stream of an event, or of the one so many versions after it. */
function positionAfter(
  { tenant, streamType, streamId, version }: ReadableEvent,
  after: number,
): string {
  return JSON.stringify([tenant, streamType, streamId, version + after]);
}

/** The versions beside an event, of its own stream, that it may merge with. */
export function mergeableVersions(event: ReadableEvent, chains: EventChains): number[] {
  const isFirst = mergeStepOf(chains.get(event.type), event.schemaVersion) !== null;
  const isSecond = [...chains.values()].some((chain) => {
    const step = mergeStepOf(chain, 1);
    return step !== null && isPartner(event, step.partner);
  });
  return [...(isSecond ? [event.version - 1] : []), ...(isFirst ? [event.version + 1] : [])];
}
