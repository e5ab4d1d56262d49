import { trusted } from "../contract/boundary.js";
import { applyEvents } from "../readModels/applyEvents.js";
import type { RoutedEvent } from "../consumers/RoutedEvent.js";
import type { AnyProjection } from "../declarations/defineProjection.js";

/** A row without its key and the platform's columns. */
export type AnyRow = Record<string, unknown>;

/** A row, and whether events of it are aside. */
export type PendingRow = { row: AnyRow | null; isAside: boolean };

/** Rows of one tenant as a worker will leave them: what fails waits, and later events of its rows wait with it. */
export class PendingRows {
  readonly #rows = new Map<string, PendingRow>();

  constructor(readonly projection: AnyProjection) {}

  /** Starts with a row as it is stored. */
  load(key: string, row: PendingRow): void {
    this.#rows.set(key, row);
  }

  get(key: string): PendingRow {
    return this.#rows.get(key) ?? { row: null, isAside: false };
  }

  /** Applies an event to all the rows it concerns, or to no row. */
  apply({ events, keys, problem }: RoutedEvent): void {
    const before = keys.map((key) => [key, this.get(key)] as const);
    const isReady = problem === null && before.every(([, { isAside }]) => !isAside);
    if (isReady && this.#applyAll(events)) return;
    for (const [key, { row }] of before) this.load(key, { row, isAside: true });
  }

  /** Whether no handler threw. */
  #applyAll(events: RoutedEvent["events"]): boolean {
    try {
      for (const { event, keys } of events) for (const key of keys) this.#applyTo(key, event);
      return true;
    } catch {
      return false;
    }
  }

  #applyTo(key: string, event: RoutedEvent["stored"]): void {
    const { row, isAside } = this.get(key);
    const after = applyEvents(this.projection, { key, row }, [event]);
    this.load(key, { row: trusted<AnyRow | null>(after), isAside });
  }
}
