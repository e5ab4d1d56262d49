import type { DomainEvent } from "@convex-es/platform-core";

/** An event of the past, as it lies in the store: in the version it was written in. */
export type StoredForm<Type extends string = string> = DomainEvent<Type> & {
  readonly schemaVersion: number;
};

/**
 * An event as an older release stored it, for `given`: it is read through its upcasters, as everything from the store is. Several
 * of them in a row were stored by one append.
 *
 * @example
 * await given([asStored("OrderSubmitted", 1, { orderId, items })]).when(cancelOrder, { orderId, reason }).then([…]);
 */
export function asStored<Type extends string>(
  type: Type,
  schemaVersion: number,
  payload: Record<string, unknown>,
): StoredForm<Type> {
  return { type, schemaVersion, payload };
}

/** Whether an event is given as it was stored. */
export function isStored(event: DomainEvent): event is StoredForm {
  return "schemaVersion" in event;
}

type Append = [DomainEvent, ...DomainEvent[]];

/** Given events by the append that stored them: one each, but those of the past of one owner in a row together. */
export function appendsOf(
  events: readonly DomainEvent[],
  ownerOf: (event: DomainEvent) => unknown,
): Append[] {
  const appends: Append[] = [];
  for (const event of events) {
    const last = appends.at(-1);
    const isNext = isStored(event) && last?.every(isStored);
    if (isNext && ownerOf(last[0]) === ownerOf(event)) last.push(event);
    else appends.push([event]);
  }
  return appends;
}
