import type { DomainEvent } from "@convex-es/platform-core";

/** The expected events, when they are an array; `await` without an ending passes functions here, which is an error. */
export function assertEventList(expected: unknown): readonly DomainEvent[] {
  if (Array.isArray(expected)) return expected as DomainEvent[];
  throw new Error(
    typeof expected === "function"
      ? "This specification has no ending: add .then([…events]) or .rejects(code) before you await it."
      : "A specification's .then takes an array of events; use .then([]) for none.",
  );
}
