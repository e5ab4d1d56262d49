import type { RecordedEvent } from "@convex-es/platform-store";
import type { CommandCost } from "../feed/costPerCommand.ts";
import type { FedBefore } from "../feed/fedBefore.ts";
import type { Reservation } from "../feed/Pass.ts";
import type { Repeat } from "../feed/repeatOf.ts";
import type { Speed } from "../feed/speedOf.ts";
import type { PlannedOrder, RefusedRow } from "../import/ImportPlan.ts";
import type { StockVerification } from "../verify/verifyStock.ts";
import type { Verification } from "../verify/verifyTotals.ts";
import type { Total } from "./totalsOf.ts";

/** What was told about reserving stock, and whether catalogue and streams say the same. */
export type StockReport = { products: number; reservations: readonly Reservation[] } & Pick<
  StockVerification,
  "outcomes" | "readModel" | "streams" | "isEqual"
>;

/** What one of several tenants holds. */
export type TenantReport = {
  tenant: string;
  orders: number;
  events: number;
  totals: Verification;
  stock: StockVerification;
};

/** Everything a run of the demo has to tell; counts and values are sums over its tenants. */
export type Report = {
  imported: readonly PlannedOrder[];
  refused: readonly RefusedRow[];
  /** Commands of the first pass, and its length in seconds. */
  commands: number;
  seconds: number;
  fedBefore: FedBefore;
  speed: Speed;
  costs: CommandCost[];
  /** `null` when the input was fed once. */
  repeat: Repeat | null;
  verification: Verification;
  /** `null` without a catalogue. */
  stock: StockReport | null;
  eventCount: number;
  /** Events of all logs that belong to none of the tenants. */
  strayEvents: number;
  tenants: readonly TenantReport[];
  customers: Total[];
  products: Total[];
  /** The stream of the first imported order. */
  stream: RecordedEvent[];
  names: { customers: ReadonlyMap<string, string>; products: ReadonlyMap<string, string> };
};

/** Whether all went as it must: something was imported, all sources agree for every tenant, repeats changed nothing. */
export function isGood({ imported, tenants, strayEvents, repeat }: Report): boolean {
  const isSilent = repeat === null || (repeat.writes === 0 && repeat.otherOutcomes === 0);
  const agrees = tenants.every(({ totals, stock }) => totals.isEqual && stock.isEqual);
  return imported.length > 0 && agrees && strayEvents === 0 && isSilent;
}
