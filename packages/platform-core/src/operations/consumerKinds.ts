import { applyPage } from "../asyncDelivery/applyPage.js";
import type { ReadModelApp } from "../asyncDelivery/ReadModelApp.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { ConsumerKind } from "../contract/consumer.js";
import type { AppliedPage, AnswerOf, LetterInput, PageInput } from "../contract/operations.js";
import { applyLetter } from "../letters/applyLetter.js";
import { runnerOf, type ProcessApp, type ProcessRunner } from "../processes/processRunner.js";

/** What the consumers of all kinds need of the app. */
export type KindsApp = ReadModelApp & ProcessApp;

type KindOperations = {
  /** Applies the next page of a worker. */
  applyPage(ctx: MutationContext, app: KindsApp, input: PageInput): Promise<AppliedPage>;
  /** Applies an event that was put aside. */
  applyLetter(
    ctx: MutationContext,
    app: KindsApp,
    input: LetterInput,
  ): Promise<AnswerOf<"applyLetter">>;
};

/** How each kind of consumer applies events. */
export const consumerKinds: Readonly<Record<ConsumerKind, KindOperations>> = {
  readModel: { applyPage, applyLetter },
  process: {
    applyPage: (ctx, app, input) => runnerFor(app, input).applyPage(ctx, app, input),
    applyLetter: (ctx, app, input) => runnerFor(app, input).applyLetter(ctx, app, input),
  },
};

/** How a process is run. */
export const runnerFor = (
  { processes }: ProcessApp,
  { consumer, version }: Pick<PageInput, "consumer" | "version">,
): ProcessRunner => runnerOf(processes.find(consumer, version).process);
