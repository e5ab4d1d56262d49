import type { FunctionArgs, FunctionReference } from "convex/server";
import type { Value } from "convex/values";

type AnyMutation = FunctionReference<"mutation">;

/** A command with its own fields, which follow from the order or the SKU it goes to. */
export type Step = { fn: AnyMutation; fieldsFor: (id: string) => Record<string, Value> };

/** A step, its fields checked against its command. */
export const stepOf = <Mutation extends AnyMutation>(
  fn: Mutation,
  fieldsFor: (id: string) => Omit<FunctionArgs<Mutation>, "meta">,
): Step => ({ fn, fieldsFor });
