import { trusted } from "../boundary.ts";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { AnalysisOptions } from "../analysis/analysisOptions.ts";
import type { PushedApp } from "../protocol/pushAnalysis.ts";

/** A running stand-in for a Convex deployment, which takes pushes and runs nothing. */
export type StandIn = AsyncDisposable & {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly adminKey: string;
  /** The last push it took, for reports. */
  lastPush(): PushedApp | undefined;
  /** The problems of the last push, empty when it was taken. */
  lastProblems(): readonly string[];
};

type WorkerMessage =
  | { readonly kind: "listening"; readonly port: number }
  | ({ readonly kind: "push" } & PushedApp)
  | { readonly kind: "refusal"; readonly problems: readonly string[] };

/**
 * Starts a stand-in on a free port of 127.0.0.1, in a worker thread: what a module does at import time cannot
 * block this one, and the thread cannot outlive this process. Dispose of it to stop it.
 */
export async function startStandIn(analysis: Partial<AnalysisOptions> = {}): Promise<StandIn> {
  const worker = new Worker(new URL("./standInWorker.ts", import.meta.url), {
    workerData: analysis,
  });
  const [listening] = trusted<[WorkerMessage]>(await once(worker, "message"));
  if (listening.kind !== "listening") throw new Error("The stand-in did not say its port");
  const state: { push?: PushedApp; problems: readonly string[] } = { problems: [] };
  worker.on("message", (message: WorkerMessage) => {
    if (message.kind === "push") Object.assign(state, { push: message, problems: [] });
    if (message.kind === "refusal") state.problems = message.problems;
  });
  return {
    url: `http://127.0.0.1:${listening.port}`,
    adminKey: "offline|stand-in",
    lastPush: () => state.push,
    lastProblems: () => state.problems,
    [Symbol.asyncDispose]: async () => {
      await worker.terminate();
    },
  };
}
