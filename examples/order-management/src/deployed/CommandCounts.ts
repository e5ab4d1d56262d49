import type { RunningDeployment } from "@convex-es/platform-embedded";
import type { Footprint } from "@convex-es/platform-testing/engine";
import { withoutWake } from "./withoutWake.ts";

/** What a mutation read and wrote, as Convex would count it; without waking who feeds the async read models. */
export type Counts = Footprint["counts"];

/**
 * What the app's mutations read and wrote, as the deployment's recorder tells it. A client's mutations run in the order in which
 * they are sent, so those of one name are told in that order too: as long as one client sends them.
 */
export class CommandCounts {
  readonly #untaken = new Map<string, Counts[]>();

  constructor(deployment: RunningDeployment["deployment"]) {
    deployment.on("function", ({ info, footprint, error, scheduled }) => {
      if (info.kind !== "mutation" || info.component !== "" || scheduled || error !== null) return;
      const untaken = this.#untaken.get(info.name) ?? [];
      this.#untaken.set(info.name, untaken);
      untaken.push(withoutWake(footprint));
    });
  }

  /** The counts of the first mutation of that name (`orders:createOrder`) that succeeded and was not asked for yet. */
  take(name: string): Counts {
    const counts = this.#untaken.get(name)?.shift();
    if (counts === undefined)
      throw new Error(`${name} was answered, but no run of it was recorded.`);
    return counts;
  }
}
