import type {
  FunctionArgs,
  FunctionReturnType,
  GenericActionCtx,
  GenericDataModel,
  GenericMutationCtx,
  GenericQueryCtx,
} from "convex/server";
import type { ComponentApi } from "../component/_generated/component.js";

type Lib = ComponentApi["lib"];
type Args<Name extends keyof Lib> = FunctionArgs<Lib[Name]>;
type Answer<Name extends keyof Lib> = Promise<FunctionReturnType<Lib[Name]>>;

type MutationCtx = Pick<GenericMutationCtx<GenericDataModel>, "runMutation">;
type QueryCtx = Pick<GenericQueryCtx<GenericDataModel>, "runQuery">;
type ActionCtx = Pick<GenericActionCtx<GenericDataModel>, "runMutation">;

/**
 * Runs each command at most once: settle its id first, record its outcome last, in one and the same mutation.
 * Two mutations that race with one id conflict on it and Convex re-runs the loser, which then finds the winner's outcome.
 * Work that outlives its mutation is begun instead, and completed from wherever it ends.
 *
 * @example
 * const bus = new CommandBus(components.commandBus);
 * const settlement = await bus.settle(ctx, attempt);
 * if (settlement.status === "settled") return settlement.outcome;
 */
export class CommandBus {
  readonly #lib: Lib;

  constructor(component: ComponentApi) {
    this.#lib = component.lib;
  }

  /**
   * Asks whether an attempt is `new`, a repeat (`settled`, with the first outcome, or `pending`) or a misuse (`reused`, audited).
   * Reads at most one document; only a misuse writes one, so return its refusal instead of throwing.
   */
  settle(ctx: MutationCtx, attempt: Args<"settle">): Answer<"settle"> {
    return ctx.runMutation(this.#lib.settle, attempt);
  }

  /**
   * Stores the final outcome under the command id; call it once, in the mutation that settled the id as `new`. It is kept
   * for `retentionMs` (7 days when left out), and a repeat within them is never `new`.
   * One insert and no read; throws `OUTCOME_TOO_LARGE` or `INVALID_RETENTION` before writing what no record holds.
   */
  record(ctx: MutationCtx, recording: Args<"record">): Answer<"record"> {
    return ctx.runMutation(this.#lib.record, recording);
  }

  /**
   * Starts an asynchronous command: answers like `settle`, and records a `new` attempt as pending until `deadline` (ms since
   * 1970, within a year). Start its work in the same mutation, and only when the answer is `new`.
   * At the deadline the command becomes `failed` with code `DEADLINE_EXCEEDED`; `retentionMs` counts from its end.
   */
  begin(ctx: MutationCtx, beginning: Args<"begin">): Answer<"begin"> {
    return ctx.runMutation(this.#lib.begin, beginning);
  }

  /**
   * Ends a pending command as executed, rejected or failed. Exactly one completion is answered `completed`; any other, and
   * one at or after the deadline, changes nothing and is `settled` with the outcome that stands, so work may report twice.
   * `unknown` means that nothing was begun under this id, or that its record has been purged.
   */
  complete(ctx: MutationCtx | ActionCtx, completing: Args<"complete">): Answer<"complete"> {
    return ctx.runMutation(this.#lib.complete, completing);
  }

  /**
   * Shows how things stand with a command id, its events and its timing; `unknown` means that nothing happened. In a query
   * it is live: the query re-runs when this command's record changes. It reads at most one document.
   * It answers for any caller's command: compare `actorId` before showing it to a client.
   */
  status(ctx: QueryCtx, key: Args<"status">): Answer<"status"> {
    return ctx.runQuery(this.#lib.status, key);
  }

  /**
   * Lists the commands of a correlation in commit order, `limit` (1–100) and 4 MiB at most; go on with the page's `cursor`
   * until `isDone`, and later with the same cursor for what came after. In a query it is live.
   * A correlation may span several callers: show a client only those with his `actorId`.
   */
  listByCorrelation(ctx: QueryCtx, query: Args<"listByCorrelation">): Answer<"listByCorrelation"> {
    return ctx.runQuery(this.#lib.listByCorrelation, query);
  }

  /**
   * Shows the record of a command id; null means that nothing was committed under it. It answers for any
   * caller's command: compare its `actorId` before showing it to a client.
   */
  find(ctx: QueryCtx, key: Args<"find">): Answer<"find"> {
    return ctx.runQuery(this.#lib.find, key);
  }

  /** Lists refused reuses of a tenant's command ids, newest first; `limit` is clamped to 1–200. */
  listMisuses(ctx: QueryCtx, page: Args<"listMisuses">): Answer<"listMisuses"> {
    return ctx.runQuery(this.#lib.listMisuses, page);
  }

  /**
   * Does now what the component does by itself every hour: deletes what has expired, fails what is overdue, of all tenants.
   * One batch of 200 rows at most; call it again, in another mutation, while it answers `more`.
   */
  purge(ctx: MutationCtx | ActionCtx): Answer<"purge"> {
    return ctx.runMutation(this.#lib.purge, {});
  }
}
