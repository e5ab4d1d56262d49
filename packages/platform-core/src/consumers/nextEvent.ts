import type { RecordedEvent } from "@convex-es/platform-store";
import type { GenericQueryCtx } from "convex/server";
import { asError } from "../base/asError.js";
import { messageOf } from "../base/infrastructureError.js";
import { readAsToday, readFirstStored } from "../upcast/readStored.js";
import type { AnyDataModel } from "../base/untypedTables.js";
import { asideEvent } from "./asideEvent.js";
import { routedEventsOf, type RoutedEvent } from "./RoutedEvent.js";
import type { Consumers } from "./Consumers.js";
import type { Subscription } from "./Subscription.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import { honouring } from "./honouring.js";
import { logArguments } from "./logArguments.js";
import { shareOf, type Share } from "./shareOf.js";
import type { NextEvent, InputOf } from "../contract/operations.js";

type EventContext = GenericQueryCtx<AnyDataModel>;

/** The next stored event of a worker's share and the rows it concerns, also where it cannot be read; `null` at the end of the log. */
export async function nextEvent(
  ctx: EventContext,
  { consumers, core }: { consumers: Consumers; core: CoreApi | undefined },
  input: InputOf<"nextEvent">,
): Promise<NextEvent | null> {
  const consumer = consumers.find(input.consumer, input.version);
  const share = shareOf(consumer, input);
  const { limit, ...log } = logArguments(consumer, share, input);
  const { stored, cursor } = await readFirstStored(ctx, consumer.source, log);
  if (stored === null) return null;
  const honour = honouring(ctx, core, { ...input, source: consumer.source, owns: share.owns });
  const decided = await honour({ events: [stored], cursor, isDone: false });
  const one = input.isCodeRun
    ? await routeStored(ctx, { consumer, share, stored: decided.events[0] ?? stored })
    : unreadable(consumer, stored);
  return { ...asideOrNot(stored, one), cursor };
}

function asideOrNot(stored: RecordedEvent, one: RoutedEvent | null): Omit<NextEvent, "cursor"> {
  const { keys = [], problem = null } = one ?? {};
  try {
    if (keys.length === 0 && problem !== null) throw problem;
    return { event: asideEvent(stored, keys), problem: null };
  } catch (error) {
    return { event: asideEvent(stored, []), problem: messageOf(error) };
  }
}

type Subject = { consumer: Subscription; share: Share; stored: RecordedEvent };

async function routeStored(
  ctx: EventContext,
  { consumer, share, stored }: Subject,
): Promise<RoutedEvent | null> {
  try {
    const events = await readAsToday(ctx, consumer.source, stored);
    return routedEventsOf(consumer, { stored: [stored], events }, share.owns)[0] ?? null;
  } catch (error) {
    return { ...unreadable(consumer, stored), problem: asError(error) };
  }
}

/** What an event is of which only the place is known: where the key is the stream, that is enough. */
function unreadable({ isKeyedByStream }: Subscription, stored: RecordedEvent): RoutedEvent {
  const keys = isKeyedByStream ? [stored.streamId] : [];
  const problem = new Error("finding out which rows it concerns ends without an answer");
  return { stored, events: [], keys, problem };
}
