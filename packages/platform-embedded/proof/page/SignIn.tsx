import { useQuery, type ConvexReactClient } from "convex/react";
import { makeFunctionReference } from "convex/server";

type User = { subject: string } | null;
const whoAmI = makeFunctionReference<"query", Record<string, never>, User>("messages:whoAmI");

/** Signs in with a token that somebody has made, and out again. */
export function SignIn({ client, token }: { client: ConvexReactClient; token: string }) {
  const user = useQuery(whoAmI);
  return (
    <p>
      <button id="sign-in" onClick={() => client.setAuth(async () => token)}>
        Sign in
      </button>
      <button id="sign-out" onClick={() => client.clearAuth()}>
        Sign out
      </button>
      <span id="user">{user === undefined ? "…" : (user?.subject ?? "nobody")}</span>
    </p>
  );
}
