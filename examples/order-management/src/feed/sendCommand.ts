import { performance } from "node:perf_hooks";
import type { Executed, Refused, Rejected } from "@convex-es/platform-core";
import { classifyError } from "@convex-es/platform-core/client";
import type { Counts } from "../deployed/CommandCounts.ts";
import type { ImportCommand } from "../import/commandsOf.ts";
import type { Importer } from "./importerOf.ts";

type Failed = { status: "failed"; code: string; message: string };

/**
 * A command that was sent: how it ended, how long the client waited and what the recorder counted. One that threw left nothing;
 * one that wrote nothing although it was executed or rejected got the outcome of an earlier time.
 */
export type Sent = {
  name: string;
  outcome: Executed | Rejected | Refused | Failed;
  ms: number;
  counts: Counts;
};

/** Sends one command to the deployment. */
export async function sendCommand(
  importer: Importer,
  { name, fn, args }: ImportCommand,
): Promise<Sent> {
  const start = performance.now();
  const { outcome, counts } = await resultOf(importer.mutate(fn, args));
  return { name, outcome, counts, ms: performance.now() - start };
}

async function resultOf(
  answer: ReturnType<Importer["mutate"]>,
): Promise<Pick<Sent, "outcome" | "counts">> {
  try {
    const { value, counts } = await answer;
    if (isOutcome(value)) return { outcome: value, counts };
    throw new Error(`${JSON.stringify(value)} is not the outcome of a command.`);
  } catch (error) {
    const { code, message } = classifyError(error);
    return { outcome: { status: "failed", code, message }, counts: nothing };
  }
}

const nothing: Counts = {
  calls: 0,
  nestedCalls: 0,
  indexRanges: 0,
  docsRead: 0,
  docsWritten: 0,
  bytesWritten: 0,
  scheduled: 0,
};

const isOutcome = (value: unknown): value is Executed | Rejected | Refused =>
  typeof value === "object" && value !== null && "status" in value;
