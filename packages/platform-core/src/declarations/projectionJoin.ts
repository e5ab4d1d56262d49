import { trusted } from "../contract/boundary.js";
import { deepFreeze } from "../base/deepFreeze.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { synchronous } from "../base/synchronous.js";
import type { AnyProjection } from "./defineProjection.js";

type KeyFunction = (event: { type: string; payload: unknown }) => unknown;

/** Another read model whose rows the handlers of this one see, and which of its rows belongs to an event. */
export type Join = { from: AnyProjection; keyOf: KeyFunction };

/** The join of a declaration, `null` for none; throws a DeclarationError for one that cannot work. */
export function joinOf(name: string, delivery: unknown): Join | null {
  const { join } = trusted<{ join?: { from?: AnyProjection; key?: unknown } }>(
    typeof delivery === "object" ? delivery : {},
  );
  if (join === undefined) return null;
  const { from, key } = join;
  if (from === undefined) throw refusal(name, "delivery.join.from must be a declared read model");
  if (from.name === name) {
    throw refusal(name, "delivery.join.from must be another read model, not an earlier version");
  }
  if (typeof key === "function") return { from, keyOf: trusted<KeyFunction>(key) };
  if (typeof key !== "string" || key === "") {
    throw refusal(name, "delivery.join.key must be a payload field, or a function of the event");
  }
  return { from, keyOf: ({ payload }) => trusted<Record<string, unknown>>(payload)[key] };
}

const refusal = (name: string, problem: string) =>
  new DeclarationError(`defineProjection("${name}"): ${problem}.`);

/** The key of the joined row that belongs to an event, `null` for none; throws what its function throws. */
export function joinedKeyOf(
  { from, keyOf }: Join,
  { type, payload }: { type: string; payload: unknown },
): string | null {
  const key = synchronous(keyOf({ type, payload: deepFreeze(payload) })) ?? null;
  if (key === null || (typeof key === "string" && key !== "")) return key;
  throw new Error(`delivery.join.key must return the key of a row of ${from.name}, or null`);
}
