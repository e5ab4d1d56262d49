import type { AnyCommand } from "../../declarations/command.js";
import type { ItemReport } from "../../contract/batch.js";
import type { CommandMeta } from "../envelope.js";
import type { ArgsOf, OutcomeOf, Position, Refused, Rejected } from "../../declarations/outcome.js";

type Commands = Record<string, AnyCommand>;

/** One command of a batch, by the name under which its context lists it. */
export type BatchItem<C extends Commands> = {
  [Name in keyof C & string]: {
    command: Name;
    args: ArgsOf<C[Name]>;
    expectedVersion?: number | undefined;
  };
}[keyof C & string];

type NotExecuted<Outcome> = Exclude<Outcome, { status: "executed" }>;
type CodeOf<Outcome> = Outcome extends { code: infer Code } ? Code : never;
/** Every code with which a command of the context can end. */
export type BatchCode<C extends Commands> = CodeOf<NotExecuted<OutcomeOf<C[keyof C]>>>;

/** A batch's own envelope; its items have ids derived from its own. */
export type BatchMeta = Pick<CommandMeta, "commandId" | "correlationId" | "occurredAt">;

/** What a batch is sent with: its commands, how it ends when one of them cannot be, its envelope. */
export type BatchArgs<C extends Commands> = {
  items: BatchItem<C>[];
  /** `all` (the default): all items or none. `partial`: each for itself. */
  mode?: "all" | "partial" | undefined;
  /** Partial: codes after which the rest is skipped. */
  stopOn?: BatchCode<C>[] | undefined;
  /** Partial: the only codes after which the rest goes on. */
  continueOn?: BatchCode<C>[] | undefined;
  meta?: Partial<BatchMeta> | undefined;
};

/** The batch ran; in partial mode also when some of its items did not. */
export type BatchExecuted = {
  status: "executed";
  commandId: string;
  /** Position of its last event; `null` when it changed nothing. */
  position: Position | null;
  items: ItemReport[];
};

/** One item was rejected, so nothing was written but this outcome. */
export type BatchRejected = Rejected<
  "BATCH_ITEM_REJECTED",
  { index: number; outcome: Omit<Rejected, "commandId"> & { commandId: string } }
>;

/** The batch was not let in, or one of its items (`item`) was not: nothing is recorded, its id stays free. */
export type BatchRefused = Refused & { item?: number };

/** How a batch ended: executed, rejected by one of its items, or refused. */
export type BatchOutcome = BatchExecuted | BatchRejected | BatchRefused;
