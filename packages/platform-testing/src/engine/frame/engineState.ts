import type { GenericSchema, SchemaDefinition } from "convex/server";
import { resolveCommitTs } from "../documents/commitTs.js";
import { pinCommitTs } from "./commitClock.js";
import type { Document } from "../documents/document.js";
import type { Committing, EngineHooks } from "./engineHooks.js";
import { PendingTimers } from "./longTimeouts.js";
import type { Frame } from "./frame.js";
import type { TransactionLimits } from "./meter.js";
import type { Page, PageRequest, SerializedQuery } from "./serializedQuery.js";
import type { Commit, Write } from "../documents/write.js";

/** The schema of an app or component. */
export type Schema = SchemaDefinition<GenericSchema, boolean>;

/** Answers indexed reads in place of convex-test; every method works on committed documents and the frame's own writes. */
export type QueryMirror = {
  apply(writes: readonly Write[]): void;
  load(component: string, documents: Iterable<Document>): void;
  refresh(component: string): Promise<void>;
  rows(frame: Frame, query: SerializedQuery): Iterator<Document, undefined> | null;
  page(frame: Frame, request: PageRequest): Page | null;
  encode(document: Document): string;
};

/** What every function run by one engine shares. */
export class EngineState {
  readonly schemas = new Map<string, Schema | null>();
  readonly commitListeners = new Set<(commit: Commit) => void>();
  readonly timers = new PendingTimers();
  mirror: QueryMirror | null = null;
  /** Runs `body` in a separate transaction inside a component. */
  runInComponent: (component: string, body: () => Promise<unknown>) => Promise<unknown> = () => {
    throw new Error("the engine is not ready; await createEngine first");
  };

  readonly limits: boolean | Partial<TransactionLimits>;
  readonly hooks: EngineHooks;

  constructor(limits: boolean | Partial<TransactionLimits>, hooks: EngineHooks = {}) {
    this.limits = limits;
    this.hooks = hooks;
  }

  /** The fields that order an index, or null when the schema does not declare it. */
  indexFields(component: string, table: string, index: string): string[] | null {
    if (index === "by_id") return ["_id"];
    if (index === "by_creation_time") return ["_creationTime", "_id"];
    const declared = this.schemas.get(component)?.tables[table]?.[" indexes"]();
    const found = declared?.find(({ indexDescriptor }) => indexDescriptor === index);
    return found ? [...found.fields, "_creationTime", "_id"] : null;
  }

  /** Called by the outermost mutation of a transaction as its last step, while it still holds the lock. */
  commit(committing: Omit<Committing, "ts">, lastTs: () => bigint): void {
    const { name } = committing;
    const writes = this.hooks.onCommit
      ? this.#announce(committing, pinCommitTs(lastTs()))
      : committing.writes;
    this.mirror?.apply(writes);
    for (const listener of this.commitListeners) listener({ name, writes });
  }

  #announce(committing: Omit<Committing, "ts">, ts: bigint): readonly Write[] {
    const writes = committing.writes.map((write) => ({
      ...write,
      after: resolveCommitTs(write.after, ts),
    }));
    const value = resolveCommitTs(committing.value, ts);
    this.hooks.onCommit?.({ ...committing, writes, value, ts });
    return writes;
  }
}
