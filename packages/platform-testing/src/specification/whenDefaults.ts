import type { Actor } from "@convex-es/platform-core";
import type { WhenOptions } from "./given.js";

/** What a decision sees where a specification does not say: always the same, so that it repeats. */
export function defaultsOf({ now, actor, commandId }: WhenOptions): {
  now: number;
  actor: Actor;
  commandId: string;
} {
  return {
    now: now ?? Date.UTC(2026, 0, 1),
    actor: actor ?? { id: "tester", tenant: "", roles: [] },
    commandId: commandId ?? "specification",
  };
}
