import type { Value } from "convex/values";

// The only file of this package with type assertions.

/** A value whose shape has been checked at run time. */
export const asValue = (value: unknown): Value => value as Value;

/** A copy, typed as what it was made from. */
export const typedAs = <T>(_original: T, copy: unknown): T => copy as T;
