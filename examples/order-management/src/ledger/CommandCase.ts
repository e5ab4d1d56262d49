import type { FunctionReference } from "convex/server";
import type { api } from "../../convex/_generated/api.js";
import type { Step } from "./stepOf.ts";

/** How to bring a command to each of its ends. */
export type CommandCase = {
  step: Step;
  /** What is sent before it. */
  given: readonly Step[];
  /** What is sent after it to be rejected, where the same again would not be. */
  again?: Step;
  isCreation?: true;
};

type MutationsOf<Module> = {
  [Name in keyof Module]: Module[Name] extends FunctionReference<"mutation"> ? Name : never;
}[keyof Module];

/** A case for every public command of a context: one without does not compile. A batch is several commands. */
export type CasesOf<Context extends "orders" | "inventory"> = Record<
  Exclude<MutationsOf<(typeof api)[Context]>, "batchInventory">,
  CommandCase
>;
