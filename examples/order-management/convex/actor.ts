import type { Actor } from "@convex-es/platform-core";
import type { UserIdentity } from "convex/server";

/** Tenant and roles come from the token's claims: `tenant`, a string, and `roles`, a list of strings. */
export function actorOf({ tokenIdentifier, tenant, roles }: UserIdentity): Actor {
  return {
    id: tokenIdentifier,
    tenant: typeof tenant === "string" ? tenant : "",
    roles: Array.isArray(roles) ? roles.map(String) : [],
  };
}
