import { trusted } from "../boundary.js";
import { compareValues, convexToJson, type Value } from "convex/values";
import type { DomainEvent } from "@convex-es/platform-core";

type Expect = (actual: unknown, message?: string) => { toEqual(expected: unknown): void };

/** Compares Convex values; inside vitest through its own `expect`, so that it counts as an assertion and shows a diff. */
export function assertEqual(actual: unknown, expected: unknown, message: string): void {
  const expect = trusted<{ [key: symbol]: unknown }>(globalThis)[Symbol.for("expect-global")];
  if (typeof expect === "function") {
    trusted<Expect>(expect)(actual, message).toEqual(expected);
    return;
  }
  if (compareValues(plain(actual), plain(expected)) === 0) return;
  throw new Error(`${message}\n  expected ${shown(expected)}\n  but got  ${shown(actual)}`);
}

// Convex drops undefined fields; so does the comparison.
function plain(value: unknown): Value | undefined {
  if (value === null || typeof value !== "object" || value instanceof ArrayBuffer)
    return trusted<Value>(value);
  if (Array.isArray(value)) return trusted<Value>(value.map(plain));
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, plain(field)]));
}

const shown = (value: unknown) =>
  value === undefined ? "undefined" : JSON.stringify(convexToJson(plain(value) ?? null));

/** The effects that a process is expected to ask for, when they are an array. */
export function assertList<Item>(expected: readonly Item[]): readonly Item[] {
  if (Array.isArray(trusted<unknown>(expected))) return expected;
  throw new Error("A specification's .sends takes an array of effects; use .sends([]) for none.");
}

/** The expected events, when they are an array; `await` without an ending passes functions here, which is an error. */
export function assertEventList(expected: unknown): readonly DomainEvent[] {
  if (Array.isArray(expected)) return trusted<DomainEvent[]>(expected);
  throw new Error(
    typeof expected === "function"
      ? "This specification has no ending: add .then([…events]) or .rejects(code) before you await it."
      : "A specification's .then takes an array of events; use .then([]) for none.",
  );
}
