import type { CommandCase } from "./CommandCase.ts";
import { orderCases } from "./orderCases.ts";
import { productCases } from "./productCases.ts";

/** The public commands of the example. */
export type CommandName = keyof typeof orderCases | keyof typeof productCases;

/**
 * How to bring every command to each of its ends: with `given` sent before, it is executed; sent once more under the same
 * id it is a duplicate, under another id it (or `again`) is rejected.
 */
export const commandCases: Record<CommandName, CommandCase> = { ...orderCases, ...productCases };

/** The names of the commands that have cases. */
export const namesOf = <Name extends CommandName>(cases: Record<Name, CommandCase>): Name[] =>
  Object.keys(cases).filter((name): name is Name => name in cases);

/** The names of all commands of the example. */
export const commandNames = namesOf(commandCases);
