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
  records,
  actorOf,
}: Runtime): RegisteredQuery<"public", { commandId: string }, Promise<CommandStatus>> {
  const handler = async (ctx: StatusContext, commandId: string): Promise<CommandStatus> => {
    const actor = await actorFrom(ctx.auth, actorOf);
    if (actor === null || !isCommandId(commandId)) return { status: "unknown" };
    return await records.statusFor(ctx, { tenant: actor.tenant, commandId, actorId: actor.id });
  };
  return queryGeneric({
    args: { commandId: v.string() },
    returns: vCommandStatus,
    handler: (ctx, { commandId }) => handler(trusted<StatusContext>(ctx), commandId),
  });
}
