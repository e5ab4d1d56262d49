import type { Outcome, Position } from "@convex-es/platform-core";
import type { FreshnessQuery } from "@convex-es/platform-core/client";
import { makeFunctionReference, type FunctionReference } from "convex/server";

type Sale = { key: string; cents: number };
type Meta = { meta?: { commandId?: string; correlationId?: string } };
type Submit = FunctionReference<
  "mutation",
  "public",
  { orderId: string; note?: string | undefined } & Meta,
  Outcome
>;

/** Functions as an app's `_generated/api` has them. */
export const api = {
  orders: {
    submitOrder: makeFunctionReference<"mutation">("orders:submitOrder") as Submit,
    cancelOrder: makeFunctionReference<"mutation">("orders:cancelOrder") as Submit,
  },
  sales: {
    get: makeFunctionReference<"query", { key: string }, Sale | null>("sales:get"),
    freshness: makeFunctionReference<"query">("sales:freshness") as FreshnessQuery,
    getNow: makeFunctionReference<
      "query",
      { key: string },
      { row: Sale | null; freshness: "fresh" | "stale"; parked: boolean }
    >("sales:getNow"),
  },
};

/** A position whose commit time is `at`. */
export const positionAt = (at: bigint, ordinal = 1): Position => ({
  commitTs: at,
  ordinal,
  store: "eventStore",
});

/** The outcome of a command that was executed at `at`; at `null` it changed nothing. */
export const executedAt = (at: bigint | null) => ({
  status: "executed" as const,
  commandId: "c",
  version: 1,
  position: at === null ? null : positionAt(at),
  events: [],
});

export const rejected = {
  ...{ status: "rejected", commandId: "c", code: "NOT_FOUND" },
  ...{ message: "There is no such order.", details: null },
} as const;
