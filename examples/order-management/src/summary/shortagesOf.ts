import type { Reservation } from "../feed/Pass.ts";

/** What of one product could not be reserved: order lines and the pieces they wanted. */
export type Shortage = { sku: string; lines: number; pieces: number };

/** The products of which not all could be reserved, those that lack most pieces first. */
export function shortagesOf(reservations: readonly Reservation[]): Shortage[] {
  const short = reservations.filter(({ result }) => result === "short");
  const shortages = [...Map.groupBy(short, ({ sku }) => sku)].map(([sku, lines]) => ({
    sku,
    lines: lines.length,
    pieces: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
  return shortages.toSorted((a, b) => b.pieces - a.pieces || a.sku.localeCompare(b.sku));
}
