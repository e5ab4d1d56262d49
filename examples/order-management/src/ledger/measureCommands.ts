import type { Engine } from "@convex-es/platform-testing/engine";
import { commandCases, commandNames, type CommandName } from "./commandCases.ts";
import { countsOf, type Counts } from "./countsOf.ts";
import { orderCases } from "./orderCases.ts";
import { knownCustomer, operationOf } from "./operationOf.ts";
import type { Step } from "./stepOf.ts";

/** How a command ended. */
export type Path = "executed" | "rejected" | "duplicate";

/** What one command cost on one path. */
export type LedgerEntry = { name: CommandName; path: Path } & Counts;

/** Runs every command of the example on every path, each on an order or product of its own, and counts. */
export async function measureCommands(engine: Engine): Promise<LedgerEntry[]> {
  await engine.call(knownCustomer);
  // So that the dispatcher is awake when the first one is measured.
  await engine.call(operationOf(orderCases.createOrder.step, { id: "first", commandId: "first" }));
  const entries: LedgerEntry[] = [];
  for (const name of commandNames) entries.push(...(await measureCommand(engine, name)));
  return entries;
}

async function measureCommand(engine: Engine, name: CommandName): Promise<LedgerEntry[]> {
  const id = `subject-of-${name}`;
  const { step, given, again = step } = commandCases[name];
  const send = async (sent: Step, { as, to }: { as: string; to: string }) => {
    const operation = operationOf(sent, { id, commandId: `${name}.${as}` });
    const { value, footprint } = await engine.call(operation);
    assertStatus(value, to, name);
    return countsOf(footprint);
  };
  for (const [i, before] of given.entries()) await send(before, { as: `given-${i}`, to: executed });
  return [
    { name, path: executed, ...(await send(step, { as: "first", to: executed })) },
    { name, path: "rejected", ...(await send(again, { as: "second", to: "rejected" })) },
    { name, path: "duplicate", ...(await send(step, { as: "first", to: executed })) },
  ];
}

const executed = "executed";

function assertStatus(value: unknown, status: string, name: CommandName): void {
  const outcome = typeof value === "object" && value !== null ? value : {};
  if ("status" in outcome && outcome.status === status) return;
  throw new Error(`${name} was to be ${status}, but came back as ${JSON.stringify(value)}.`);
}
