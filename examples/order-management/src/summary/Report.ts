import type { RecordedEvent } from "@convex-es/platform-store";
import type { CommandCost } from "../feed/costPerCommand.ts";
import type { Repeat } from "../feed/repeatOf.ts";
import type { Speed } from "../feed/speedOf.ts";
import type { PlannedOrder, RefusedRow } from "../import/ImportPlan.ts";
import type { Verification } from "../verify/verifyTotals.ts";
import type { Total } from "./totalsOf.ts";

/** Everything a run of the demo has to tell. */
export type Report = {
  imported: readonly PlannedOrder[];
  refused: readonly RefusedRow[];
  /** Commands of the first pass, and its length in seconds. */
  commands: number;
  seconds: number;
  speed: Speed;
  costs: CommandCost[];
  /** `null` when the input was fed once. */
  repeat: Repeat | null;
  verification: Verification;
  eventCount: number;
  customers: Total[];
  products: Total[];
  /** The stream of the first imported order. */
  stream: RecordedEvent[];
  names: { customers: ReadonlyMap<string, string>; products: ReadonlyMap<string, string> };
};

/** Whether all went as it must: something was imported, all totals agree, repeats changed nothing. */
export function isGood({ imported, verification, repeat }: Report): boolean {
  const isSilent = repeat === null || (repeat.writes === 0 && repeat.otherOutcomes === 0);
  return imported.length > 0 && verification.isEqual && isSilent;
}
