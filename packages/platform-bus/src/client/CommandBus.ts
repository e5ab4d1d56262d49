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
 * Runs each command at most once: settle its id first, record its outcome last, both in the same mutation.
 * When two mutations race with one id, Convex re-runs the loser, which then finds the winner's outcome.
 * For work that outlives its mutation, call `begin` instead, and `complete` where the work ends.
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
   * Tells whether an attempt is `new`, a repeat (`settled`, with the first outcome, or `pending`) or a misuse (`reused`, audited).
   * Reads at most one document; only a misuse writes one, so return its refusal instead of throwing.
   */
  settle(ctx: MutationCtx, attempt: Args<"settle">): Answer<"settle"> {
    return ctx.runMutation(this.#lib.settle, attempt);
  }

  /**
   * Stores the final outcome under the command id; call it once, in the mutation that settled the id as `new`. The record
   * is kept for `retentionMs` (7 days by default); within that time a repeat is never `new`.
   * Costs one insert and no read; throws `OUTCOME_TOO_LARGE` or `INVALID_RETENTION` before it writes.
   */
  record(ctx: MutationCtx, recording: Args<"record">): Answer<"record"> {
    return ctx.runMutation(this.#lib.record, recording);
  }

  /**
   * Starts an asynchronous command: returns what `settle` returns, and records a `new` attempt as pending until `deadline`
   * (ms since 1970, within a year). Start its work in the same mutation, and only when the attempt is `new`.
   * At the deadline the command becomes `failed` with code `DEADLINE_EXCEEDED`; `retentionMs` counts from its end.
   */
  begin(ctx: MutationCtx, beginning: Args<"begin">): Answer<"begin"> {
    return ctx.runMutation(this.#lib.begin, beginning);
  }

  /**
   * Ends a pending command as executed, rejected or failed. Exactly one completion returns `completed`; any other, and
   * one at or after the deadline, changes nothing and returns `settled` with the first outcome, so work may report twice.
   * `unknown` means that no command was begun under this id, or that its record has been purged.
   */
  complete(ctx: MutationCtx | ActionCtx, completing: Args<"complete">): Answer<"complete"> {
    return ctx.runMutation(this.#lib.complete, completing);
  }

  /**
   * The status of a command id, with its outcome, events and timing; `unknown` means that no command was committed under it.
   * A query that calls it re-runs when this command's record changes. It reads at most one document.
   * It returns any caller's command: compare `actorId` before you show it to a client.
   */
  status(ctx: QueryCtx, key: Args<"status">): Answer<"status"> {
    return ctx.runQuery(this.#lib.status, key);
  }

  /**
   * Lists the commands of a correlation in commit order, at most `limit` (1–100) and 4 MiB; pass the page's `cursor` for the
   * next page until `isDone`, and later again for the commands that came after.
   * A correlation may span several callers: show a client only the commands with its own `actorId`.
   */
  listByCorrelation(ctx: QueryCtx, query: Args<"listByCorrelation">): Answer<"listByCorrelation"> {
    return ctx.runQuery(this.#lib.listByCorrelation, query);
  }

  /**
   * The record of a command id; null means that no command was committed under it. It returns any caller's command:
   * compare its `actorId` before you show it to a client.
   */
  find(ctx: QueryCtx, key: Args<"find">): Answer<"find"> {
    return ctx.runQuery(this.#lib.find, key);
  }

  /** Lists refused reuses of a tenant's command ids, newest first; `limit` is clamped to 1–200. */
  listMisuses(ctx: QueryCtx, page: Args<"listMisuses">): Answer<"listMisuses"> {
    return ctx.runQuery(this.#lib.listMisuses, page);
  }

  /**
   * Does now what the component does every hour: deletes expired records and fails overdue commands, of all tenants.
   * One batch of at most 200 rows; call it again, in another mutation, while it returns `more`.
   */
  purge(ctx: MutationCtx | ActionCtx): Answer<"purge"> {
    return ctx.runMutation(this.#lib.purge, {});
  }

  /**
   * Takes records out of this place, oldest first, at most `limit` (1–200) and 4 MiB: put them into another one in the same mutation,
   * and go on until `isDone`. Pending commands stay and end here.
   */
  takeRecords(ctx: MutationCtx, page: Args<"takeRecords">): Answer<"takeRecords"> {
    return ctx.runMutation(this.#lib.takeRecords, page);
  }

  /** Puts records that `takeRecords` took out of another place: from now on they answer here, for as long as they would have there. */
  putRecords(ctx: MutationCtx, records: Args<"putRecords">): Answer<"putRecords"> {
    return ctx.runMutation(this.#lib.putRecords, records);
  }
}
