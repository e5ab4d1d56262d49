import { trusted } from "../boundary.js";
import { timingSafeEqual } from "node:crypto";
import type { UserIdentity } from "convex/server";
import { decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from "jose";
import { anonymous, type Caller } from "./Caller.js";
import { identityOf, type Claims } from "./identityOf.js";

/** An issuer whose tokens a deployment accepts, with the keys that sign them. */
export type TokenProvider = {
  readonly issuer: string;
  /** The `aud` claim its tokens must have; undefined when any audience is accepted. */
  readonly audience?: string | undefined;
  /** The algorithms its tokens may be signed with; undefined when each key decides. */
  readonly algorithms?: string[] | undefined;
  /** Finds the key of a token; null when the deployment cannot get the keys. */
  readonly keys: JWTVerifyGetKey | null;
};

/** What a client sends to say who it is. */
export type Credentials = {
  readonly tokenType: "Admin" | "User" | "None";
  readonly value?: string | undefined;
  readonly impersonating?: Partial<UserIdentity> | undefined;
};

/** Finds out who a client is. */
export class Authenticator {
  readonly #adminKey: string;
  readonly #providers: () => readonly TokenProvider[];

  constructor(adminKey: string, providers: () => readonly TokenProvider[]) {
    this.#adminKey = adminKey;
    this.#providers = providers;
  }

  /** Returns the caller who sent some credentials. Throws when the credentials are invalid. */
  async identify({ tokenType, value = "", impersonating }: Credentials): Promise<Caller> {
    if (tokenType === "None") return anonymous;
    if (tokenType === "User") return { identity: await this.#verified(value), isAdmin: false };
    if (!this.#isAdminKey(value)) {
      throw new Error("BadDeployKey: the admin key belongs to another deployment");
    }
    return { identity: impersonating ?? null, isAdmin: true };
  }

  /** The same for an `Authorization` header: `Bearer <token>` or `Convex <admin key>[:<identity in base64>]`. */
  async identifyHeader(header: string | undefined): Promise<Caller> {
    const [scheme, value = ""] = (header ?? "").split(/ (.*)/s);
    if (scheme === "Bearer") return this.identify({ tokenType: "User", value });
    if (scheme !== "Convex") return anonymous;
    const [key, acting] = value.split(":");
    const impersonating = acting && trusted<Partial<UserIdentity>>(JSON.parse(atob(acting)));
    return this.identify({
      tokenType: "Admin",
      value: key,
      impersonating: impersonating || undefined,
    });
  }

  #isAdminKey(key: string): boolean {
    const [given, expected] = [Buffer.from(key), Buffer.from(this.#adminKey)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  async #verified(token: string): Promise<Partial<UserIdentity>> {
    const { iss, aud } = claimsOf(token);
    const provider = this.#providers().find(
      ({ issuer, audience }) =>
        isSameIssuer(issuer, iss) && (!audience || [aud].flat().includes(audience)),
    );
    if (!provider) {
      throw new Error(`No auth provider found matching the given token (issuer "${iss ?? ""}")`);
    }
    const { issuer, keys, algorithms } = provider;
    if (!keys) {
      throw new Error(
        `The keys of ${issuer} are not available: only data: URIs and loopback addresses are read; ` +
          "set jwks in auth.config to a data: URI",
      );
    }
    const claims = await verifiedClaims(token, keys, algorithms).catch(refuse);
    if (!claims.sub) throw new Error("Could not verify token: it has no subject (sub)");
    return identityOf(claims);
  }
}

/** When a token expires, in milliseconds; null when it never does. Throws when the text is not a token. */
export function expiryOf(token: string): number | null {
  const { exp } = claimsOf(token);
  return exp === undefined ? null : exp * 1_000;
}

function claimsOf(token: string): Claims {
  try {
    return decodeJwt<Claims>(token);
  } catch {
    throw new Error("Could not decode token: it is not JSON Web Token");
  }
}

async function verifiedClaims(
  token: string,
  keys: JWTVerifyGetKey,
  algorithms: string[] | undefined,
): Promise<Claims> {
  const options = algorithms ? { algorithms } : {};
  try {
    return (await jwtVerify<Claims>(token, keys, options)).payload;
  } catch (error) {
    // The token names no key, and several would do.
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const verified = await jwtVerify<Claims>(token, key, options).catch(otherKey);
      if (verified) return verified.payload;
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function otherKey(error: unknown): null {
  if (error instanceof errors.JWSSignatureVerificationFailed) return null;
  throw error;
}

function refuse(error: unknown): never {
  if (error instanceof errors.JWTExpired) throw new Error("Token expired");
  // jose knows no algorithm for a token that says it needs no signature.
  const isUnsigned =
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey;
  const reason = isUnsigned ? "its signature is not valid" : trusted<Error>(error).message;
  throw new Error(`Could not verify token: ${reason}`);
}

function isSameIssuer(configured: string, claimed: string | undefined): boolean {
  const bare = (issuer: string) => issuer.replace(/^https:\/\//, "").replace(/\/$/, "");
  return claimed !== undefined && bare(configured) === bare(claimed);
}
