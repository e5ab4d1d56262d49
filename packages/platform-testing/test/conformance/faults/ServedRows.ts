import type { Simulation } from "./Simulation.js";
import type { Trail } from "./follow.js";

type Row = Trail & { key: string; generation: number };

/** What readers of a read model see, from one moment to the next: rows only ever show more. */
export class ServedRows {
  #seen: Record<string, number> = {};

  readonly simulation: Simulation;
  readonly table: string;

  constructor(simulation: Simulation, table: string) {
    this.simulation = simulation;
    this.table = table;
  }

  /** The rows that are served now, by key. */
  async read(): Promise<Record<string, Trail>> {
    const served = await this.simulation.documents("", "projectionGenerations");
    const generation = served.find(({ projection }) => projection === this.table)?.["generation"];
    const rows = (await this.simulation.documents("", this.table)) as unknown as Row[];
    const shown = rows.filter((row) => row.generation === (generation ?? 0));
    return Object.fromEntries(
      shown.map(({ key, events, trail, version }) => [key, { events, trail, version }]),
    );
  }

  /** Looks again; throws when a row shows fewer events than before. */
  async look(): Promise<void> {
    const rows = await this.read();
    for (const [key, events] of Object.entries(this.#seen)) {
      const now = rows[key]?.events ?? 0;
      if (now < events) throw new Error(`${this.table} ${key} went back from ${events} to ${now}.`);
    }
    this.#seen = Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, row.events]));
  }
}
