import type { Value } from "convex/values";

/** Fields as an older version stored them; which ones, only their upcaster knows. */
export type StoredFields = { readonly [field: string]: Value | undefined };

/**
 * Brings fields from one version to the next: pure and synchronous, on frozen input. Its parameter may be annotated with the
 * old shape, `(order: { total: number }) => …`.
 */
export type Upcaster = Bivariant<[fields: StoredFields], StoredFields>;

/** A function whose parameters may be annotated more narrowly than they are handed over. */
export type Bivariant<Args extends unknown[], Result> = {
  /** The function itself. */
  call(...args: Args): Result;
}["call"];
