import { trusted } from "../contract/boundary.js";
import { infrastructureError } from "../base/infrastructureError.js";

/** How far a trace has been read: in the records and in the log of each store. */
export type TracePlace = Readonly<Record<"commands" | "stores", Readonly<Record<string, string>>>>;

/** The text of a place. */
export const traceCursor = (place: TracePlace): string => JSON.stringify(place);

/** The place of a cursor, the beginning for none; throws CURSOR_UNREADABLE for what no page returned. */
export function tracePlace(cursor: string | null): TracePlace {
  if (cursor === null) return { commands: {}, stores: {} };
  const place = parsedCursor(cursor);
  if (isPlace(place)) return place;
  throw infrastructureError(
    "CURSOR_UNREADABLE",
    "Pass the cursor of an earlier page of this trace.",
  );
}

function isPlace(value: unknown): value is TracePlace {
  if (typeof value !== "object" || value === null) return false;
  const { commands, stores } = trusted<Record<keyof TracePlace, unknown>>(value);
  return isTexts(commands) && isTexts(stores);
}

const isTexts = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((one) => typeof one === "string");

function parsedCursor(cursor: string): unknown {
  try {
    return JSON.parse(cursor);
  } catch {
    return null;
  }
}
