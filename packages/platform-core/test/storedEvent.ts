import type { RecordedEvent } from "@convex-es/platform-store";

/** A stored event of the bank's account "a", in one value. */
export const storedEvent = (more: Partial<RecordedEvent> = {}): RecordedEvent => ({
  ...{ id: "e-1", type: "MoneyDeposited", schemaVersion: 1, category: "domain", context: "bank" },
  ...{ streamType: "Account", streamId: "a", version: 1, tenant: "", tags: [] },
  ...{ actor: "ann", correlationId: "corr", causationId: "cmd", occurredAt: 1, recordedAt: 1 },
  position: { commitTs: 1n, ordinal: 0, store: "eventStore" },
  payload: { accountId: "a", cents: 5 },
  ...more,
});
