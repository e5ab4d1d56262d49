import { defaultRetentionMs, maxRetentionMs } from "@convex-es/platform-bus";
import { DeclarationError } from "../base/infrastructureError.js";

/** How long an app keeps the outcomes of its commands, in ms. */
export function retentionOf(chosen: number = defaultRetentionMs): number {
  if (Number.isInteger(chosen) && chosen >= 1 && chosen <= maxRetentionMs) return chosen;
  throw new DeclarationError(
    `createPlatform: retentionMs must be a whole number of ms from 1 to ${maxRetentionMs} (100 years), not ${chosen}.`,
  );
}
