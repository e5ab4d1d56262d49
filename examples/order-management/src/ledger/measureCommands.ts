import type { Engine } from "@convex-es/platform-testing/engine";
import { commandCases, commandNames, type CommandName } from "./commandCases.ts";
import { countsOf, type Counts } from "./countsOf.ts";
import { operationOf, type AnyStep } from "./operationOf.ts";

/** How a command ended. */
export type Path = "executed" | "rejected" | "duplicate";

/** What one command cost on one path. */
export type LedgerEntry = { name: CommandName; path: Path } & Counts;

/** Runs every command of the example on every path, each on an order of its own, and counts. */
export async function measureCommands(engine: Engine): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const name of commandNames) entries.push(...(await measureCommand(engine, name)));
  return entries;
}

async function measureCommand(engine: Engine, name: CommandName): Promise<LedgerEntry[]> {
  const orderId = `order-for-${name}`;
  const { fields, given } = commandCases[name];
  const send = async (step: AnyStep, sending: { as: string; to: string }) => {
    const target = { orderId, commandId: `${orderId}.${sending.as}` };
    const { value, footprint } = await engine.call(operationOf(step, target));
    assertStatus(value, sending.to, step.name);
    return countsOf(footprint);
  };
  for (const step of given) await send(step, { as: `given-${step.name}`, to: "executed" });
  const measured = (as: string, to: string) => send({ name, fields }, { as, to });
  return [
    { name, path: "executed", ...(await measured("first", "executed")) },
    { name, path: "rejected", ...(await measured("second", "rejected")) },
    { name, path: "duplicate", ...(await measured("first", "executed")) },
  ];
}

function assertStatus(value: unknown, status: string, name: CommandName): void {
  const outcome = typeof value === "object" && value !== null ? value : {};
  if ("status" in outcome && outcome.status === status) return;
  throw new Error(`${name} was to be ${status}, but came back as ${JSON.stringify(value)}.`);
}
