import { DEFAULT_RETENTION_MS, MAX_RETENTION_MS } from "@convex-es/platform-bus";
import { DeclarationError } from "../base/infrastructureError.js";

/** How long an app keeps the outcomes of its commands, in ms. */
export function retentionOf(chosen: number = DEFAULT_RETENTION_MS): number {
  if (Number.isInteger(chosen) && chosen >= 1 && chosen <= MAX_RETENTION_MS) return chosen;
  throw new DeclarationError(
    `createPlatform: retentionMs must be a whole number of ms from 1 to ${MAX_RETENTION_MS} (100 years), not ${chosen}.`,
  );
}
