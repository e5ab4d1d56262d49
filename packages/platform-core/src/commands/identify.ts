import {
  actorFrom,
  anonymous,
  checkedActor,
  type Actor,
  type ActorOf,
} from "../declarations/actor.js";
import { step } from "../base/infrastructureError.js";
import type { MutationContext } from "../base/untypedTables.js";

type Identification = { open: boolean; given: Actor | undefined };

/** Who sends a command: the actor that server code gives, else whoever is signed in, else `anonymous` where that is enough. */
export async function identify(
  ctx: Pick<MutationContext, "auth">,
  actorOf: ActorOf,
  { open, given }: Identification,
): Promise<Actor | null> {
  if (given !== undefined) {
    return await step("ACTOR_FAILED", "The actor given to execute", () => checkedActor(given));
  }
  return (await actorFrom(ctx.auth, actorOf)) ?? (open ? anonymous : null);
}
