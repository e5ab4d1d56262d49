import type { Position } from "@convex-es/platform-base";

/** The items of a batch that is all or nothing, and who sends them. */
export type NestedBatch = { context: string; items: BatchCommand[]; sender: BatchSender };

/** One command of a batch, its type forgotten. */
export type BatchCommand = {
  command: string;
  args: Record<string, unknown>;
  expectedVersion?: number;
};

/** Who sends a batch, and as what its items are sent. */
export type BatchSender = {
  actor: { readonly id: string; readonly tenant: string; readonly roles: readonly string[] };
  commandId: string;
  isRepeatable: boolean;
  correlationId: string;
  occurredAt?: number;
};

/** How the items ended, and where the last of their events lies. */
export type ItemsRan = { reports: ItemReport[]; position: Position | null };

/** How one item ended: `rejected` also when it was refused; `skipped` after a code that stops. */
export type ItemReport =
  | {
      status: "executed";
      commandId: string;
      version: number;
      events: { id: string; type: string; version: number }[];
    }
  | { status: "rejected"; commandId: string; code: string; message: string; details: unknown }
  | { status: "skipped" };
