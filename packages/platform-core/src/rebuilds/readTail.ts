import { hasReached } from "@convex-es/platform-store/log";
import type { KeyedEvent } from "../readModels/projectionKeys.js";
import type { Subscription } from "../consumers/Subscription.js";
import type { RoutedEvent } from "../consumers/RoutedEvent.js";
import { readScope } from "./readScope.js";
import type { CompareInput } from "../contract/operations.js";

/** Between which cursors of each worker a tenant's events are wanted. */
type TailInput = Pick<CompareInput, "scope" | "partitions" | "cursors" | "upTo"> & {
  honour: NonNullable<Parameters<typeof readScope>[2]["honour"]>;
  tenant: string;
};

/** Events, and those that cannot be read, with the rows they concern. */
type Tail = { events: KeyedEvent[]; broken: RoutedEvent[] };

/** Events read of all partitions together. */
const mostTailEvents = 500;

/** The events by which a live generation is ahead of a shadow, in order within each row; `null` where they are too many. */
export async function readTail(
  ctx: Parameters<typeof readScope>[0],
  consumer: Subscription,
  { tenant, scope, partitions, cursors, upTo, honour }: TailInput,
): Promise<Tail | null> {
  const tail: Tail = { events: [], broken: [] };
  const limit = Math.max(10, Math.floor(mostTailEvents / partitions));
  for (const [partition, after] of cursors.entries()) {
    const target = upTo?.[partition] ?? null;
    // A worker before its first page has applied nothing.
    if (upTo !== null && target === null) continue;
    const worker = { partition, partitions, after, limit, isStale: false, isEach: true, honour };
    const page = await readScope(ctx, consumer, { ...worker, scope: scope ?? { tenant } });
    const isWithin = ({ event }: (typeof page.events)[number]) =>
      target === null || hasReached(target, event.position);
    const within = page.events.filter(isWithin);
    const isWhole = page.isDone || within.length < page.events.length;
    if (!isWhole && (target === null || !hasReached(page.cursor, target))) return null;
    tail.events.push(...within);
    tail.broken.push(
      ...page.broken.filter(({ stored }) => target === null || hasReached(target, stored.position)),
    );
  }
  return tail;
}
