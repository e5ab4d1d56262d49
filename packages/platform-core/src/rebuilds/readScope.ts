import type { RecordedEvent } from "@convex-es/platform-store";
import type { KeyedEvent } from "../readModels/projectionKeys.js";
import { readLogAndStored, type HonouredPage, type Honouring } from "../upcast/readLog.js";
import { readEach } from "../upcast/readEach.js";
import { routedEachOf, routedEventsOf, type RoutedEvent } from "../consumers/RoutedEvent.js";
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
  /** Whether what cannot be read, or has no usable key, is told in `broken`; otherwise that fails, or concerns no row. */
  isEach?: boolean;
  /** Whether it reads what had been committed when the transaction began, and conflicts with no append. */
  isStale: boolean;
};

/** Events of some rows, with the keys that count; what has no usable key concerns no row. */
export type ScopePage = {
  events: KeyedEvent<RecordedEvent>[];
  broken: RoutedEvent[];
  honoured: HonouredPage["honoured"];
  cursor: string;
  isDone: boolean;
};

/** Reads a page of a worker's events that concern the rows of a scope. */
export async function readScope(
  ctx: Parameters<typeof readLogAndStored>[0],
  consumer: Subscription,
  { scope, isStale, honour, isEach, ...input }: ScopeInput,
): Promise<ScopePage> {
  const share = shareOf(consumer, input);
  const log = {
    ...logArguments(consumer, share, input),
    ...(scope && { tenant: scope.tenant }),
    ...(isStale && { useStaleSnapshot: true }),
    ...(honour && { honour: honour(share) }),
  };
  const { routed, ...page } = isEach
    ? await eachOf(ctx, { consumer, share }, log)
    : await allOf(ctx, { consumer, share }, log);
  const { cursor, isDone, honoured } = page;
  const broken = routed
    .filter(({ problem }) => problem !== null)
    .map((one) => ({ ...one, keys: one.keys.filter((key) => isKeyWithin(scope, key)) }));
  const events = routed
    .flatMap((one) => one.events)
    .map(({ event, keys }) => ({ event, keys: keys.filter((key) => isKeyWithin(scope, key)) }))
    .filter(({ keys }) => keys.length > 0);
  const within = honoured.filter(({ keys }) => keys.some((key) => isKeyWithin(scope, key)));
  return { events, broken, honoured: within, cursor, isDone };
}

type ReadContext = Parameters<typeof readLogAndStored>[0];
type Reader = { consumer: Subscription; share: Share };
type Log = Parameters<typeof readLogAndStored>[2];

async function allOf(ctx: ReadContext, { consumer, share }: Reader, log: Log) {
  const page = await readLogAndStored(ctx, consumer.source, log);
  return { ...page, routed: routedEventsOf(consumer, page, share.owns) };
}

async function eachOf(ctx: ReadContext, { consumer, share }: Reader, log: Log) {
  const page = await readEach(ctx, consumer.source, log);
  const routed = routedEachOf(consumer, page.read, share.owns);
  const lost = routed.find(({ keys, problem }) => problem !== null && keys.length === 0);
  // Nobody can tell which rows it concerns.
  if (lost?.problem) throw lost.problem;
  return { ...page, routed };
}

const isKeyWithin = (scope: Scope | null, key: string) => (scope?.key ?? key) === key;
