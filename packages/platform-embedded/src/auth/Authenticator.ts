import { timingSafeEqual, type JsonWebKey } from "node:crypto";
import type { UserIdentity } from "convex/server";
import { ANONYMOUS, type Caller } from "../deployment/FunctionCall.js";
import { identityOf } from "./identityOf.js";
import { isSignedBy, parseToken } from "./jwt.js";

/** Somebody whose tokens a deployment believes, with the keys that sign them. */
export interface TokenProvider {
  readonly issuer: string;
  /** For whom its tokens have to be made; undefined when that does not matter. */
  readonly audience?: string | undefined;
  /** null when they are not at hand. */
  readonly keys: readonly JsonWebKey[] | null;
}

/** What a client says it is. */
export interface Credentials {
  readonly tokenType: "Admin" | "User" | "None";
  readonly value?: string | undefined;
  readonly impersonating?: Partial<UserIdentity> | undefined;
}

/** Knows who a client is by what it sends. */
export class Authenticator {
  constructor(
    private readonly adminKey: string,
    private readonly providers: () => readonly TokenProvider[],
  ) {}

  /** Finds out who has sent credentials. Throws when they are not valid. */
  async identify({ tokenType, value = "", impersonating }: Credentials): Promise<Caller> {
    if (tokenType === "None") return ANONYMOUS;
    if (tokenType === "User") return { identity: this.verified(value), isAdmin: false };
    if (!this.isAdminKey(value)) {
      throw new Error("BadDeployKey: The provided deploy key is not the one of this deployment");
    }
    return { identity: impersonating ?? null, isAdmin: true };
  }

  /** The same for an `Authorization` header: `Bearer <token>` or `Convex <admin key>[:<identity in base64>]`. */
  async identifyHeader(header: string | undefined): Promise<Caller> {
    const [scheme, value = ""] = (header ?? "").split(/ (.*)/s);
    if (scheme === "Bearer") return this.identify({ tokenType: "User", value });
    if (scheme !== "Convex") return ANONYMOUS;
    const [key = "", acting] = value.split(":");
    const impersonating = acting && (JSON.parse(atob(acting)) as Partial<UserIdentity>);
    return this.identify({
      tokenType: "Admin",
      value: key,
      ...(impersonating && { impersonating }),
    });
  }

  private isAdminKey(key: string): boolean {
    const [given, expected] = [Buffer.from(key), Buffer.from(this.adminKey)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  private verified(token: string): Partial<UserIdentity> {
    const parsed = parseToken(token);
    const { iss, exp, sub, aud } = parsed.claims;
    const provider = this.providers().find(
      ({ issuer, audience }) =>
        sameIssuer(issuer, iss) && (!audience || [aud].flat().includes(audience)),
    );
    if (!provider) {
      throw new Error(`No auth provider found matching the given token (issuer "${iss ?? ""}")`);
    }
    if (!provider.keys) {
      throw new Error(
        `The keys of ${provider.issuer} are not at hand: give them in auth.config as a data: URI (jwks)`,
      );
    }
    if (!isSignedBy(parsed, provider.keys)) {
      throw new Error("Could not verify token: its signature is not valid");
    }
    if (exp !== undefined && exp * 1_000 < Date.now()) throw new Error("Token expired");
    if (!sub) throw new Error("Could not verify token: it names no subject");
    return identityOf(parsed.claims);
  }
}

function sameIssuer(configured: string, claimed: string | undefined): boolean {
  const bare = (issuer: string) => issuer.replace(/^https:\/\//, "").replace(/\/$/, "");
  return claimed !== undefined && bare(configured) === bare(claimed);
}
