import { rowName } from "./rowName.js";
import { servedGenerationOf, servedGeneration } from "../readModels/activeGeneration.js";
import { applyEvents } from "../readModels/applyEvents.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { KeyedEvent } from "../readModels/projectionKeys.js";
import { rowOf, storedRow, storeRow, type RowChange } from "../readModels/projectionRow.js";
import type { JoinedRows } from "./JoinedRows.js";
import type { AnyWriter } from "../base/untypedTables.js";

/**
 * The rows that a worker of a generation keeps: where it is the one served, those of a tenant that was rebuilt apart are where
 * they are served from. The read of what is served makes a worker that races a cut-over run again.
 */
export async function openRows(
  db: AnyWriter,
  projection: AnyProjection,
  generation: number,
): Promise<RowSet> {
  const served = await servedGeneration(db, projection.name);
  const isServed = served?.generation === generation;
  return new RowSet(db, projection, (tenant) =>
    isServed ? servedGenerationOf(served, tenant) : generation,
  );
}

/** Rows of a read model in memory: each is loaded once, and written once at the end. */
export class RowSet {
  readonly #rows = new Map<string, RowChange>();
  /** The rows of another read model that handlers see. */
  joined: JoinedRows | null = null;

  constructor(
    readonly db: AnyWriter,
    readonly projection: AnyProjection,
    readonly generationOf: (tenant: string) => number,
  ) {}

  /** Loads the rows that events concern, all at once. */
  async load(events: readonly KeyedEvent[]): Promise<void> {
    const places = new Map(
      events.flatMap(({ event: { tenant }, keys }) =>
        keys.map((key) => [
          rowName(tenant, key),
          { tenant, generation: this.generationOf(tenant), key },
        ]),
      ),
    );
    const load = async ([name, place]: [string, RowChange["place"]]) => {
      const stored = await storedRow(this.db, this.projection.name, place);
      this.#rows.set(name, { place, stored, after: stored === null ? null : rowOf(stored) });
    };
    await Promise.all([...places].map(load));
  }

  /** Applies an event to the rows it concerns, which have been loaded. */
  apply({ event, keys }: KeyedEvent): void {
    for (const key of keys) {
      const row = this.#rows.get(rowName(event.tenant, key));
      if (row === undefined) throw new Error(`The row ${key} has not been loaded.`);
      const before = { key, row: row.after, joined: this.joined };
      row.after = applyEvents(this.projection, before, [event]);
    }
  }

  /** As `apply`, for several events: all of them, or none when a handler throws. */
  applyAll(events: readonly KeyedEvent[]): void {
    const names = events.flatMap(({ event, keys }) =>
      keys.map((key) => rowName(event.tenant, key)),
    );
    const rows = [...new Set(names)].flatMap((name) => this.#rows.get(name) ?? []);
    const before = rows.map(({ after }) => after);
    try {
      for (const event of events) this.apply(event);
    } catch (error) {
      for (const [index, row] of rows.entries()) row.after = before[index];
      throw error;
    }
  }

  /** Writes what has changed. */
  async store(): Promise<void> {
    for (const row of this.#rows.values()) await storeRow(this.db, this.projection.name, row);
  }
}
