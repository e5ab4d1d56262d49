import type { AnyProjection } from "./defineProjection.js";
import { deepFreeze } from "../base/deepFreeze.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { synchronous } from "../base/synchronous.js";

/** Another read model whose rows the handlers of this one see, and which of its rows belongs to an event. */
export type Stage = {
  from: AnyProjection;
  keyOf: (event: { type: string; payload: unknown }) => unknown;
};

type Declared = { name: string; delivery: string };

/** The stage of a declaration, `null` for none; throws a DeclarationError for one that cannot work. */
export function stageOf({ name, delivery }: Declared, stage: unknown): Stage | null {
  if (stage === undefined) return null;
  const { from, key } = stage as { from?: AnyProjection; key?: unknown };
  const problem = problemOf({ name, delivery }, from, key);
  if (problem !== null) throw new DeclarationError(`defineProjection("${name}"): ${problem}.`);
  return { from: from as AnyProjection, keyOf: keyFunction(key) };
}

function problemOf(
  { name, delivery }: Declared,
  from: AnyProjection | undefined,
  key: unknown,
): string | null {
  if (from === undefined) return "stage.from must be a declared read model";
  if (from.name === name) return "stage.from must be another read model, not an earlier version";
  if (delivery !== "async") {
    return `commands cannot wait for the rows of "${from.name}"; add delivery: "async", or leave stage out`;
  }
  if (typeof key === "function" || (typeof key === "string" && key !== "")) return null;
  return "stage.key must be a payload field, or a function of the event";
}

function keyFunction(key: unknown): Stage["keyOf"] {
  if (typeof key === "function") return key as Stage["keyOf"];
  return ({ payload }) => (payload as Record<string, unknown>)[key as string];
}

/** The key of the staged row that belongs to an event, `null` for none; throws what its function throws. */
export function stagedKeyOf(
  { from, keyOf }: Stage,
  { type, payload }: { type: string; payload: unknown },
): string | null {
  const key = synchronous(keyOf({ type, payload: deepFreeze(payload) })) ?? null;
  if (key === null || (typeof key === "string" && key !== "")) return key;
  throw new Error(`stage.key must give the key of a row of ${from.name}, or null`);
}
