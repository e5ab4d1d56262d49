import type { RecordedEvent } from "@convex-es/platform-store";
import { cursorAt } from "@convex-es/platform-store/log";
import type { GenericQueryCtx } from "convex/server";
import { comparePositions } from "@convex-es/platform-base";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import { placeOf, type Honoured, type HonouredCounts } from "../contract/decisions.js";
import type { PageInput } from "../contract/operations.js";
import type { HonouredEvent, Honouring, StoredPage } from "../upcast/readLog.js";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { Subscription } from "./Subscription.js";
import type { Share } from "./shareOf.js";

type Context = Pick<GenericQueryCtx<AnyDataModel>, "runQuery">;
type Honourer = Pick<PageInput, "consumer" | "generation"> & { isDecided: boolean };

/**
 * Honours what operators, and the policy, decided about events that a consumer could not apply: before they are read as today's
 * code reads them, which may be what fails. A page ends where more is decided than can be read at once.
 */
export function honouring(
  ctx: Context,
  core: CoreApi | undefined,
  {
    consumer,
    generation,
    isDecided,
    source,
    owns,
  }: Honourer & Pick<Subscription, "source"> & Pick<Share, "owns">,
): Honouring {
  return async (page) => {
    const places = page.events.map(placeOfEvent);
    const [from] = places;
    const to = places.at(-1);
    if (!isDecided || core === undefined || from === undefined || to === undefined) {
      return { ...page, honoured: [] };
    }
    const found = await ctx.runQuery(core.decisions.honouredBetween, {
      ...{ consumer, generation, from, to },
    });
    const within = upTo(page, found.upTo, source);
    const decisions = new Map(found.honoured.map((one) => [eventName(one), one]));
    const decisionOf = ({ id: eventId, position: { store } }: RecordedEvent) =>
      decisions.get(eventName({ store, eventId }));
    const honoured = within.events.flatMap((stored): HonouredEvent[] => {
      const decision = decisionOf(stored);
      if (decision === undefined || !owns({ event: stored, keys: decision.keys })) return [];
      return [{ stored, keys: decision.keys, isLeftOut: decision.edited === null }];
    });
    const events = within.events.flatMap((stored) => asDecided(stored, decisionOf(stored)));
    return { ...within, events, honoured };
  };
}

function asDecided(stored: RecordedEvent, decision: Honoured | undefined): RecordedEvent[] {
  if (decision === undefined) return [stored];
  return decision.edited === null ? [] : [{ ...stored, ...decision.edited }];
}

/** The events of a page up to a place, and the cursor behind them. */
function upTo(page: StoredPage, place: string | null, source: Subscription["source"]): StoredPage {
  if (place === null) return page;
  const events = page.events.filter((event) => placeOfEvent(event) <= place);
  const last = events.at(-1);
  if (last === undefined || events.length === page.events.length) return page;
  const stores = source.stores.map(({ name }) => name);
  return { events, cursor: cursorAt(last.position, stores), isDone: false };
}

function placeOfEvent({ position: { commitTs, ordinal, store } }: RecordedEvent): string {
  if (typeof commitTs !== "bigint")
    throw new Error("What is decided is honoured after the commit.");
  return placeOf({ commitTs, ordinal, store });
}

const eventName = ({ store, eventId }: { store: string; eventId: string }) =>
  JSON.stringify([store, eventId]);

/** How many decisions are honoured up to an event, or in all of a page (`"all"`); none before the first one. */
export function honouredUpTo(
  honoured: readonly HonouredEvent[],
  last: RecordedEvent | null | "all",
): HonouredCounts {
  const isWithin = ({ stored }: HonouredEvent) =>
    last === "all" || (last !== null && comparePositions(stored.position, last.position) <= 0);
  const within = honoured.filter(isWithin);
  const leftOut = within.filter(({ isLeftOut }) => isLeftOut).length;
  return { leftOut, edited: within.length - leftOut };
}
