import type { RecordedEvent } from "@convex-es/platform-store";
import type { KeyedEvent } from "../readModels/projectionKeys.js";
import { readLogAndStored, type HonouredPage, type Honouring } from "../upcast/readLog.js";
import { routedEventsOf } from "../consumers/RoutedEvent.js";
import type { Subscription } from "../consumers/Subscription.js";
import { logArguments } from "../consumers/logArguments.js";
import { shareOf, type Share } from "../consumers/shareOf.js";
import type { Scope } from "../contract/consumer.js";
import type { PageInput } from "../contract/operations.js";

type ScopeInput = Pick<PageInput, "partition" | "partitions" | "after" | "limit"> & {
  /** What is left out or read with another payload; without it, every event is as it is stored. */
  honour?: (of: Pick<Share, "owns">) => Honouring;
  /** `null`: everybody's rows. */
  scope: Scope | null;
  /** Whether it reads what had been committed when the transaction began, and conflicts with no append. */
  isStale: boolean;
};

/** Events of some rows, with the keys that count; what has no usable key concerns no row. */
export type ScopePage = {
  events: KeyedEvent<RecordedEvent>[];
  honoured: HonouredPage["honoured"];
  cursor: string;
  isDone: boolean;
};

/** Reads a page of a worker's events that concern the rows of a scope. */
export async function readScope(
  ctx: Parameters<typeof readLogAndStored>[0],
  consumer: Subscription,
  { scope, isStale, honour, ...input }: ScopeInput,
): Promise<ScopePage> {
  const share = shareOf(consumer, input);
  const page = await readLogAndStored(ctx, consumer.source, {
    ...logArguments(consumer, share, input),
    ...(scope && { tenant: scope.tenant }),
    ...(isStale && { useStaleSnapshot: true }),
    ...(honour && { honour: honour(share) }),
  });
  const { cursor, isDone, honoured } = page;
  const concerned = routedEventsOf(consumer, page, share.owns).flatMap(({ events }) => events);
  const events = concerned
    .map(({ event, keys }) => ({ event, keys: keys.filter((key) => isKeyWithin(scope, key)) }))
    .filter(({ keys }) => keys.length > 0);
  const within = honoured.filter(({ keys }) => keys.some((key) => isKeyWithin(scope, key)));
  return { events, honoured: within, cursor, isDone };
}

const isKeyWithin = (scope: Scope | null, key: string) => (scope?.key ?? key) === key;
