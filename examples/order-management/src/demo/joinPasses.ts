import type { Pass } from "../feed/Pass.ts";

/** What several tenants did in one pass, one after another, as one. */
export const joinPasses = (passes: readonly Pass[]): Pass => ({
  sent: passes.flatMap(({ sent }) => sent),
  imported: passes.flatMap(({ imported }) => imported),
  failed: passes.flatMap(({ failed }) => failed),
  reservations: passes.flatMap(({ reservations }) => reservations),
  otherWrites: passes.reduce((sum, { otherWrites }) => sum + otherWrites, 0),
  seconds: passes.reduce((sum, { seconds }) => sum + seconds, 0),
});
