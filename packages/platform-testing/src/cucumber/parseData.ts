import { trusted } from "../boundary.js";
import type { DomainEvent } from "@convex-es/platform-core";
import { jsonToConvex, type JSONValue, type Value } from "convex/values";

/** Data of a step: JSON, with Convex's own notation for what JSON lacks (`{"$integer": …}`, `{"$float": …}`). */
export function parseData(json: string): Record<string, Value> {
  try {
    return trusted<Record<string, Value>>(jsonToConvex(trusted<JSONValue>(JSON.parse(json))));
  } catch (error) {
    throw new Error(`not valid JSON: ${json}`, { cause: error });
  }
}

/** Rows of a table as events: the type, then the payload as JSON. */
export function parseEvents(rows: readonly (readonly string[])[]): DomainEvent[] {
  return rows.map(([type = "", payload = "{}"]) => ({ type, payload: parseData(payload) }));
}
