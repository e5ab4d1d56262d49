import type { Reservation } from "../feed/Pass.ts";
import type { ProductState } from "./foldStreams.ts";
import type { CatalogueRow } from "./readRows.ts";

/** The pieces reserved, from three sources that share no code. */
export type StockVerification = {
  outcomes: number;
  readModel: number;
  streams: number;
  /** Products of which the sources say different things. */
  differing: string[];
  isEqual: boolean;
};

export type StockSources = {
  reservations: readonly Reservation[];
  catalogue: readonly CatalogueRow[];
  states: ReadonlyMap<string, ProductState>;
};

/** Compares what commands answered with the catalogue and with a fold of all streams, product by product. */
export function verifyStock({ reservations, catalogue, states }: StockSources): StockVerification {
  const told = Map.groupBy(
    reservations.filter(({ result }) => result === "reserved"),
    ({ sku }) => sku,
  );
  const products = catalogue.map(({ key, sku, onHand, available }) => ({
    sku,
    outcomes: piecesOf(told.get(sku) ?? []),
    readModel: onHand - available,
    streams: piecesOf(states.get(key)?.reservations ?? []),
  }));
  const differing = products
    .filter(({ outcomes, readModel, streams }) => readModel !== outcomes || streams !== outcomes)
    .map(({ sku }) => sku);
  const sum = (source: "outcomes" | "readModel" | "streams") =>
    products.reduce((total, product) => total + product[source], 0);
  return {
    outcomes: sum("outcomes"),
    readModel: sum("readModel"),
    streams: sum("streams"),
    differing,
    isEqual: differing.length === 0 && catalogue.length === states.size,
  };
}

const piecesOf = (lines: readonly { quantity: number }[]) =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);
