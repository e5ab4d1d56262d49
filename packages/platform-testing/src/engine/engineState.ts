import type { GenericSchema, SchemaDefinition } from "convex/server";
import type { Commit } from "./conflicts.js";
import type { TransactionLimits } from "./meter.js";
import type { Mirror } from "./mirror.js";
import type { Write } from "./write.js";

/** The schema of an app or component. */
export type Schema = SchemaDefinition<GenericSchema, boolean>;

/** What every function run by one engine shares. */
export class EngineState {
  readonly schemas = new Map<string, Schema | null>();
  readonly commitListeners = new Set<(commit: Commit) => void>();
  mirror: Mirror | null = null;
  /** Runs `body` in a transaction of its own inside a component. */
  runInComponent: (component: string, body: () => Promise<unknown>) => Promise<unknown> = () => {
    throw new Error("the engine is not ready yet");
  };

  constructor(readonly limits: boolean | Partial<TransactionLimits>) {}

  /** The fields that order an index, or null when the schema does not declare it. */
  indexFields(component: string, table: string, index: string): string[] | null {
    if (index === "by_id") return ["_id"];
    if (index === "by_creation_time") return ["_creationTime", "_id"];
    const declared = this.schemas.get(component)?.tables[table]?.[" indexes"]();
    const found = declared?.find(({ indexDescriptor }) => indexDescriptor === index);
    return found ? [...found.fields, "_creationTime", "_id"] : null;
  }

  /** Called by the outermost mutation of a transaction as its last step, while it still holds the lock. */
  commit(name: string, writes: readonly Write[]): void {
    this.mirror?.apply(writes);
    for (const listener of this.commitListeners) listener({ name, writes });
  }
}
