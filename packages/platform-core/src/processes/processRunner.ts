import { hiddenField } from "../contract/boundary.js";
import { DeclarationError } from "../base/infrastructureError.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Runtime } from "../commands/Call.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type {
  AnswerOf,
  AppliedPage,
  FiredTimers,
  LetterInput,
  PageInput,
  TimersInput,
} from "../contract/operations.js";
import type { Process } from "../declarations/defineProcess.js";
import type { ContextRegistry } from "../wiring/ContextRegistry.js";
import type { Processes } from "./processConsumers.js";

/** The processes of an app, and what they need to run. */
export type ProcessApp = {
  processes: Processes;
  runtime: Runtime;
  registry: ContextRegistry;
  core: CoreApi | undefined;
};

/** How processes run. A process brings it along, so that an app without processes does not load it. */
export type ProcessRunner = {
  applyPage(ctx: MutationContext, app: ProcessApp, input: PageInput): Promise<AppliedPage>;
  applyLetter(
    ctx: MutationContext,
    app: ProcessApp,
    input: LetterInput,
  ): Promise<AnswerOf<"applyLetter">>;
  fireTimers(ctx: MutationContext, app: ProcessApp, input: TimersInput): Promise<FiredTimers>;
};

const runnerField = hiddenField<ProcessRunner>("processRunner");

/** The process, with how it is run. */
export const withRunner = (process: Process, runner: ProcessRunner): Process =>
  runnerField.put(process, runner);

/** How a process is run. */
export function runnerOf(process: Process): ProcessRunner {
  const runner = runnerField.of(process);
  if (runner !== undefined) return runner;
  throw new DeclarationError("A process was not made by defineProcess.");
}
