import type { Operation } from "@convex-es/platform-testing/engine";
import { api } from "../../convex/_generated/api.js";
import type { Step } from "./commandCases.ts";

const identity = { tokenIdentifier: "ledger|clerk", issuer: "ledger", subject: "clerk" };

/** Where a command goes, and under which id. */
export type Target = { orderId: string; commandId: string };

/** A step whose name and fields belong together, as the compiler has seen elsewhere. */
export type AnyStep = Pick<Step, "name" | "fields">;

/** One command of the example, ready to be run. */
export function operationOf({ name, fields }: AnyStep, { orderId, commandId }: Target): Operation {
  const args = { ...fields, orderId, meta: { commandId } };
  return { fn: api.orders[name], args, identity };
}
