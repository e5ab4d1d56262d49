import { messageOf } from "../base/infrastructureError.js";
import type { AsideRows } from "./AsideRows.js";
import { asideEvent } from "../consumers/asideEvent.js";
import type { RoutedEvent } from "../consumers/RoutedEvent.js";
import { describeFailure } from "../consumers/describeFailure.js";
import type { RowSet } from "./RowSet.js";
import type { Aside } from "../contract/letters.js";

/** How far events were applied. */
export type AppliedEvents = {
  /** How many were applied or left aside. */
  handled: number;
  last: RoutedEvent | null;
  aside: Aside[];
  /** Why the next event stops everything; `null` when it does not. */
  halt: string | null;
};

/** A page ends here: the whole tree of calls shares one second of user code. */
const millisecondsPerPage = 400;

/** A page ends here: so many letters, and entries in lists of rows, are written beside it, or left out again under `skip`. */
const mostAside = 400;

type PageRows = { rows: RowSet; asideRows: AsideRows };

/** Applies events in memory, until time is up; those that fail are left aside, and later ones of their rows with them. */
export function applyRouted(routed: readonly RoutedEvent[], to: PageRows): AppliedEvents {
  const end = performance.now() + millisecondsPerPage;
  const applied: AppliedEvents = { handled: 0, last: null, aside: [], halt: null };
  let written = 0;
  for (const one of routed) {
    if (applied.last !== null && (performance.now() > end || written > mostAside)) break;
    if (one.keys.length === 0) {
      applied.halt = messageOf(one.problem);
      break;
    }
    const aside = applyOrPutAside(one, to);
    if (aside !== null) {
      applied.aside.push(aside);
      written += 1 + one.keys.length;
    }
    applied.last = one;
    applied.handled++;
  }
  return applied;
}

/** Applies one event; returns it when it is to be put aside instead. */
function applyOrPutAside(one: RoutedEvent, { rows, asideRows }: PageRows): Aside | null {
  const event = () => asideEvent(one.stored, one.keys);
  if (asideRows.hasAny(one)) {
    asideRows.add(one);
    return { event: event(), error: null };
  }
  try {
    if (one.problem !== null) throw one.problem;
    rows.applyAll(one.events);
    return null;
  } catch (error) {
    asideRows.add(one);
    return { event: event(), error: describeFailure(error) };
  }
}
