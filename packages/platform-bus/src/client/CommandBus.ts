import type {
  FunctionArgs,
  FunctionReturnType,
  GenericDataModel,
  GenericMutationCtx,
  GenericQueryCtx,
} from "convex/server";
import type { ComponentApi } from "../component/_generated/component.js";

type Lib = ComponentApi["lib"];
type MutationCtx = Pick<GenericMutationCtx<GenericDataModel>, "runMutation">;
type QueryCtx = Pick<GenericQueryCtx<GenericDataModel>, "runQuery">;

/**
 * Runs each command at most once: settle its id first, record its outcome last, in one and the same mutation.
 * Two mutations that race with one id conflict on it and Convex re-runs the loser, which then finds the winner's outcome.
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
   * Asks whether an attempt is `new`, a repeat (`settled`, with the first outcome) or a misuse (`reused`, audited).
   * Reads at most one document; only a misuse writes one, so return its refusal instead of throwing.
   */
  settle(
    ctx: MutationCtx,
    attempt: FunctionArgs<Lib["settle"]>,
  ): Promise<FunctionReturnType<Lib["settle"]>> {
    return ctx.runMutation(this.#lib.settle, attempt);
  }

  /**
   * Stores the final outcome under the command id; call it once, in the mutation that settled the id as `new`.
   * One insert and no read; throws `OUTCOME_TOO_LARGE` before writing what no record holds.
   */
  record(ctx: MutationCtx, recording: FunctionArgs<Lib["record"]>): Promise<null> {
    return ctx.runMutation(this.#lib.record, recording);
  }

  /**
   * Shows the record of a command id; null means that nothing was committed under it. It answers for any
   * caller's command: compare its `actorId` before showing it to a client.
   */
  find(ctx: QueryCtx, key: FunctionArgs<Lib["find"]>): Promise<FunctionReturnType<Lib["find"]>> {
    return ctx.runQuery(this.#lib.find, key);
  }

  /** Lists refused reuses of a tenant's command ids, newest first; `limit` is clamped to 1–200. */
  listMisuses(
    ctx: QueryCtx,
    page: FunctionArgs<Lib["listMisuses"]>,
  ): Promise<FunctionReturnType<Lib["listMisuses"]>> {
    return ctx.runQuery(this.#lib.listMisuses, page);
  }
}
