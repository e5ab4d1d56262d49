import { performance } from "node:perf_hooks";
import type { Executed, Refused, Rejected } from "@convex-es/platform-core";
import { classifyError } from "@convex-es/platform-core/client";
import type { Engine, Footprint } from "@convex-es/platform-testing/engine";
import type { ImportCommand } from "../import/commandsOf.ts";
import { importerOf } from "./importerOf.ts";

type Failed = { status: "failed"; code: string; message: string };

/** A command that was sent: how it ended, how long it took and what the recorder counted; one that threw left nothing. */
export type Sent = {
  name: string;
  outcome: Executed | Rejected | Refused | Failed;
  ms: number;
  counts: Footprint["counts"];
};

/** Sends one command to the example as the importer of a tenant. */
export async function sendCommand(
  engine: Engine,
  tenant: string,
  { name, fn, args }: ImportCommand,
): Promise<Sent> {
  const start = performance.now();
  const operation = { fn, args, identity: importerOf(tenant) };
  const { outcome, counts } = await callOf(engine, operation);
  return { name, outcome, counts, ms: performance.now() - start };
}

async function callOf(
  engine: Engine,
  operation: Parameters<Engine["call"]>[0],
): Promise<Pick<Sent, "outcome" | "counts">> {
  try {
    const { value, footprint } = await engine.call(operation);
    if (isOutcome(value)) return { outcome: value, counts: footprint.counts };
    throw new Error(`${JSON.stringify(value)} is not the outcome of a command.`);
  } catch (error) {
    const { code, message } = classifyError(error);
    return { outcome: { status: "failed", code, message }, counts: nothing };
  }
}

const nothing: Footprint["counts"] = {
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
