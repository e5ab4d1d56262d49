import { storeError } from "./errors.js";

/** Throws `NUMBER_INVALID` unless the number is an integer from `least` (0) on. */
export function checkCount(actual: number, path: string, least = 0): void {
  if (Number.isSafeInteger(actual) && actual >= least) return;
  throw invalid(path, actual, `an integer from ${least} on`);
}

/** Throws `NUMBER_INVALID` unless the number is a finite time in milliseconds. */
export function checkTime(actual: number, path: string): void {
  if (!Number.isFinite(actual)) throw invalid(path, actual, "a time in milliseconds");
}

function invalid(path: string, actual: number, wanted: string) {
  return storeError("NUMBER_INVALID", `${path} must be ${wanted}, not ${actual}.`, { path });
}
