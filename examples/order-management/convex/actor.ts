import type { Actor } from "@convex-es/platform-core";
import type { UserIdentity } from "convex/server";

/** Roles come from the token's `roles` claim, a list of strings. */
export function actorOf(identity: UserIdentity): Actor {
  const { roles } = identity;
  return {
    id: identity.tokenIdentifier,
    tenant: "",
    roles: Array.isArray(roles) ? roles.map(String) : [],
  };
}
