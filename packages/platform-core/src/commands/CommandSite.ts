import type { Outcome } from "@convex-es/platform-bus";
import { loadAggregate, loadedFrom, type Loaded } from "../states/loadAggregate.js";
import type { FoldTarget } from "../states/foldStream.js";
import { aggregateIdOf, identityOf, type Call } from "./Call.js";
import { answerOf, endingOf, type Answer } from "./outcomeRecord.js";
import { streamOf, writeRows, type Recording } from "./recordEvents.js";

/** How a command ends: without events, or with those it decided. */
export type Ending = { outcome: Outcome } | { recording: Recording };

/** Where commands read their streams and write what they decided: their stores at once, or a unit of work in memory. */
export type CommandSite = {
  load(call: Call): Promise<Loaded>;
  /** The outcome as the caller sees it; `null`, with nothing written, when the stream is no longer as it was loaded. */
  end(call: Call, ending: Ending): Promise<Answer | null>;
};

/** The aggregate that a call is about. */
export const targetOf = (call: Call): FoldTarget => ({
  aggregate: call.command.aggregate,
  tenant: identityOf(call).actor.tenant,
  id: aggregateIdOf(call),
});

/** The stores of the app: each command is written as soon as it is decided, with its rows, and wakes the consumers. */
export const storeSite: CommandSite = {
  // The step "dedupe" has loaded the head, unless a hook made the command one about another aggregate since, or nothing was settled.
  load: async (call) => {
    const target = targetOf(call);
    const { ctx, store, opened } = call;
    if (opened?.id !== target.id) return await loadAggregate(ctx, store, target);
    return await loadedFrom(ctx, store, { ...target, head: opened.head });
  },
  end: async (call, ending) => {
    const decided = "outcome" in ending ? ending.outcome : decisionOf(ending.recording);
    const result = await call.store.commit(call.ctx, [endingOf(call, decided)]);
    if (result.status === "changed") return null;
    const [outcome] = result.outcomes;
    if (outcome === undefined) throw new Error("The store recorded no command.");
    if ("recording" in ending && outcome.status === "executed") {
      await keepRows(call, { recording: ending.recording, events: outcome.events });
    }
    return answerOf(outcome, call);
  },
};

/** The events of a recording, as a store takes them of a command. */
export const decisionOf = (recording: Recording) => ({
  status: "decided" as const,
  streams: [streamOf(recording)],
});

type Kept = { recording: Recording; events: readonly { id: string; version: number }[] };

async function keepRows({ ctx, runtime }: Call, written: Kept): Promise<void> {
  const { wake, inline } = runtime;
  const state = wake === null ? null : await wake.look(ctx);
  const switched = state?.switched ?? null;
  const upkeep = await writeRows(ctx, inline, { written: [written], switched });
  await wake?.wake(ctx, { upkeep, state });
}
