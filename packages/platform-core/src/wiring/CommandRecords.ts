import type { Attempt, CommandBus, CommandStatus, Settlement } from "@convex-es/platform-bus";
import type { EventStore } from "@convex-es/platform-store";
import type { GenericQueryCtx } from "convex/server";
import type { AnyDataModel, MutationContext } from "../base/untypedTables.js";
import type { Stores } from "./Stores.js";

type QueryContext = Pick<GenericQueryCtx<AnyDataModel>, "runQuery">;
type CommandKey = Pick<Attempt, "tenant" | "commandId">;

/**
 * Where the outcomes of commands are: each in the store that the command wrote to. While the app still mounts the component
 * commandBus, what it recorded before answers as well, for one more call of each command.
 */
export class CommandRecords {
  readonly #earlier: CommandBus | null;
  readonly #stores: Stores;

  constructor(stores: Stores, earlier: CommandBus | null) {
    this.#stores = stores;
    this.#earlier = earlier;
  }

  /** Every place where records are, by a name that no other has. */
  get places(): readonly { name: string; bus: CommandBus }[] {
    const stores = this.#stores.all.map(({ name, commands }) => ({ name, bus: commands }));
    return this.#earlier === null ? stores : [...stores, { name: "", bus: this.#earlier }];
  }

  /** How an attempt stands that is new to its store. */
  async settleEarlier(ctx: MutationContext, attempt: Readonly<Attempt>): Promise<Settlement> {
    return this.#earlier === null
      ? { status: "new" }
      : await this.#earlier.settle(ctx, { ...attempt });
  }

  /** The command that an actor sent under an id; `unknown` when no place has it, or others sent it. One call of each place. */
  async statusFor(
    ctx: QueryContext,
    { actorId, ...key }: CommandKey & { actorId: string },
  ): Promise<CommandStatus> {
    for (const { bus } of this.places) {
      const status = await bus.status(ctx, key);
      if ("actorId" in status && status.actorId === actorId) return status;
    }
    return { status: "unknown" };
  }

  /** Moves a batch of the earlier records to the stores their commands wrote to; nothing to move is done. */
  async move(ctx: MutationContext): Promise<{ moved: number; isDone: boolean }> {
    if (this.#earlier === null) return { moved: 0, isDone: true };
    const { commands, misuses, isDone } = await this.#earlier.takeRecords(ctx, { limit: 200 });
    for (const store of this.#stores.all) {
      const isItsOwn = ({ type }: { type: string }) => this.#storeOf(type) === store;
      const own = { commands: commands.filter(isItsOwn), misuses: misuses.filter(isItsOwn) };
      if (own.commands.length + own.misuses.length > 0) await store.commands.putRecords(ctx, own);
    }
    return { moved: commands.length + misuses.length, isDone };
  }

  // A command is recorded as `context.name`, a batch as `context:batch`; what belongs to no context any more goes to the first store.
  #storeOf(type: string): EventStore | undefined {
    const [name = ""] = type.split(/[.:]/);
    const isKnown = this.#stores.contexts.some((context) => context.name === name);
    return isKnown ? this.#stores.of(name) : this.#stores.all[0];
  }
}
