import { fileURLToPath } from "node:url";
import type { Value } from "convex/values";
import { createEngine, type Engine } from "@convex-es/platform-testing/engine";
import { loadApp } from "@convex-es/platform-testing/node";
import { startExample } from "../startExample.ts";
import type { BenchCommand } from "./benchCommands.ts";

const controlDir = fileURLToPath(new URL("../../bench/control", import.meta.url));
const identity = { tokenIdentifier: "bench|clerk", issuer: "bench", subject: "clerk" };

/** Who runs a command: the example on the platform, or the control, mutations written by hand. */
export type SideName = "platform" | "control";

/** Sends a command to one side. */
export type Send = (command: BenchCommand, orderId: string) => Promise<void>;

/** Starts both sides, each on an engine of its own in this process, with an empty database. */
export async function startSides(): Promise<Record<SideName, Send>> {
  const { engine } = await startExample();
  const control = await createEngine(await loadApp(controlDir), { mirror: true });
  return {
    platform: async (command, orderId) => {
      const meta = { commandId: `${command.name}.${orderId}` };
      const value = await call(engine, command, { ...command.fieldsFor(orderId), meta });
      const isExecuted = typeof value === "object" && value !== null && "status" in value;
      if (!isExecuted || value.status !== "executed") {
        throw new Error(`${command.name} came back as ${JSON.stringify(value)}.`);
      }
    },
    // What the control refuses, it throws.
    control: async (command, orderId) =>
      void (await call(control, command, command.fieldsFor(orderId))),
  };
}

async function call(engine: Engine, { name }: BenchCommand, args: Record<string, Value>) {
  const { value } = await engine.call({ fn: `orders:${name}`, args, identity });
  return value;
}
