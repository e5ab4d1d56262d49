import type { JSONValue, Value } from "convex/values";
import type { Read } from "@convex-es/platform-testing/engine";
import type { Caller } from "../auth/Caller.js";
import type { FunctionError } from "./functionError.js";

/** What makes a mutation that is sent twice the same one. */
export type RequestKey = {
  readonly session: string;
  readonly id: number;
};

/** The call of a function by its path (`orders:create`), as a client makes it. */
export type FunctionCall = {
  readonly kind: "query" | "mutation" | "action" | "any";
  readonly path: string;
  /** Where the function is; only the admin may call into components. */
  readonly component?: string | undefined;
  readonly args: Record<string, Value>;
  readonly caller: Caller;
  readonly request?: RequestKey | undefined;
};

/** How a call ended. */
export type Outcome = { readonly logLines: readonly string[] } & (
  | { readonly ok: true; readonly value: JSONValue; readonly ts: bigint }
  | { readonly ok: false; readonly error: FunctionError }
);

/** How a query ended that may have to be run again. */
export type QueryOutcome = Outcome & {
  readonly reads: readonly Read[];
  readonly journal: string | null;
};
