import { rowName } from "./rowName.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { RoutedEvent } from "../consumers/RoutedEvent.js";

type GenerationOfConsumer = { consumer: string; generation: number };

/** Which rows have events aside, so that later ones of theirs wait. */
export class AsideRows {
  readonly #names = new Set<string>();

  constructor(
    readonly core: CoreApi | undefined,
    readonly place: GenerationOfConsumer,
  ) {}

  /** Finds out about the rows that events concern: one call, one index range for each row. */
  async find(ctx: MutationContext, routed: readonly RoutedEvent[]): Promise<void> {
    const rows = new Map(
      routed.flatMap(({ stored: { tenant }, keys }) =>
        keys.map((key) => [rowName(tenant, key), { tenant, key }]),
      ),
    );
    if (rows.size === 0 || this.core === undefined) return;
    const { consumer, generation } = this.place;
    const keys = [...rows.values()];
    const areAside = await ctx.runQuery(this.core.lib.asideKeys, { consumer, generation, keys });
    for (const [index, name] of [...rows.keys()].entries()) {
      if (areAside[index] === true) this.#names.add(name);
    }
  }

  /** Whether an event waits, since one of its rows has events aside. */
  hasAny({ stored: { tenant }, keys }: RoutedEvent): boolean {
    return keys.some((key) => this.#names.has(rowName(tenant, key)));
  }

  /** Puts an event aside: later ones of all its rows wait for it. */
  add({ stored: { tenant }, keys }: RoutedEvent): void {
    for (const key of keys) this.#names.add(rowName(tenant, key));
  }
}
