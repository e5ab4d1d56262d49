import { setTimeout } from "node:timers/promises";
import type { Engine } from "@convex-es/platform-testing/engine";
import { countsOf, type Counts } from "./countsOf.ts";
import { operationOf } from "./operationOf.ts";
import { orderCases } from "./orderCases.ts";

/** What a command pays beside its own cost when it finds the dispatcher asleep. */
export type WakeUp = Pick<Counts, "wakeCalls" | "wakeReads" | "wakeWrites" | "scheduled">;

const create = (id: string) => operationOf(orderCases.createOrder.step, { id, commandId: id });
const sleepsAtLast = 10_000;
const patience = 50;

/** Waits until the dispatcher, once woken, has fallen asleep again, and measures the next command: about a second. */
export async function measureWakeUp(engine: Engine): Promise<WakeUp> {
  await engine.call(create("first"));
  for (let waited = 0; waited < sleepsAtLast; waited += patience) {
    const counts = countsOf(await engine.footprint(create("second")));
    const { wakeCalls, wakeReads, wakeWrites, scheduled } = counts;
    if (scheduled > 0) return { wakeCalls, wakeReads, wakeWrites, scheduled };
    await setTimeout(patience);
  }
  throw new Error("The dispatcher does not fall asleep.");
}
