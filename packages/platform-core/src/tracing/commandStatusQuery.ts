import { trusted } from "../contract/boundary.js";
import { isCommandId, vCommandStatus, type CommandStatus } from "@convex-es/platform-bus";
import { queryGeneric, type RegisteredQuery } from "convex/server";
import { v } from "convex/values";
import { actorFrom } from "../declarations/actor.js";
import type { Runtime } from "../commands/Call.js";
import type { ReadContext } from "../readModels/readModel.js";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { GenericQueryCtx } from "convex/server";

type StatusContext = ReadContext & Pick<GenericQueryCtx<AnyDataModel>, "runQuery">;

/** Makes the public query of a command's status; to anyone but its sender every command is `unknown`. */
export function commandStatusQuery({
  bus,
  actorOf,
}: Runtime): RegisteredQuery<"public", { commandId: string }, Promise<CommandStatus>> {
  const handler = async (ctx: StatusContext, commandId: string): Promise<CommandStatus> => {
    const actor = await actorFrom(ctx.auth, actorOf);
    if (actor === null || !isCommandId(commandId)) return { status: "unknown" };
    const status = await bus.status(ctx, { tenant: actor.tenant, commandId });
    const isSender = "actorId" in status && status.actorId === actor.id;
    return isSender ? status : { status: "unknown" };
  };
  return queryGeneric({
    args: { commandId: v.string() },
    returns: vCommandStatus,
    handler: (ctx, { commandId }) => handler(trusted<StatusContext>(ctx), commandId),
  });
}
