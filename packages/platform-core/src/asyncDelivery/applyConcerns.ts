import { messageOf } from "../base/infrastructureError.js";
import type { AsideRows } from "./AsideRows.js";
import { asideEvent } from "../consumers/asideEvent.js";
import type { Concern } from "../consumers/Concern.js";
import { describeFailure } from "../consumers/describeFailure.js";
import type { RowSet } from "./RowSet.js";
import type { Aside } from "../contract/letters.js";

/** How far events were applied. */
export type AppliedConcerns = {
  /** How many were applied or left aside. */
  handled: number;
  last: Concern | null;
  aside: Aside[];
  /** Why the next event stops everything; `null` when it does not. */
  halt: string | null;
};

/** A page ends here: the whole tree of calls shares one second of user code. */
const millisecondsPerPage = 400;

/** A page ends here: so many letters, and entries in lists of rows, are written beside it. */
const mostAside = 2_000;

type Rows = { rows: RowSet; asideRows: AsideRows };

/** Applies events in memory, until time is up; those that fail are left aside, and later ones of their rows with them. */
export function applyConcerns(concerns: readonly Concern[], to: Rows): AppliedConcerns {
  const end = performance.now() + millisecondsPerPage;
  const applied: AppliedConcerns = { handled: 0, last: null, aside: [], halt: null };
  let written = 0;
  for (const concern of concerns) {
    if (applied.last !== null && (performance.now() > end || written > mostAside)) break;
    if (concern.keys.length === 0) {
      applied.halt = messageOf(concern.problem);
      break;
    }
    const aside = applyOne(concern, to);
    if (aside !== null) {
      applied.aside.push(aside);
      written += 1 + concern.keys.length;
    }
    applied.last = concern;
    applied.handled++;
  }
  return applied;
}

/** Applies one event; returns it when it is to be put aside instead. */
function applyOne(concern: Concern, { rows, asideRows }: Rows): Aside | null {
  const event = () => asideEvent(concern.stored, concern.keys);
  if (asideRows.hasAny(concern)) {
    asideRows.add(concern);
    return { event: event(), error: null };
  }
  try {
    if (concern.problem !== null) throw concern.problem;
    rows.applyAll(concern.events);
    return null;
  } catch (error) {
    asideRows.add(concern);
    return { event: event(), error: describeFailure(error) };
  }
}
