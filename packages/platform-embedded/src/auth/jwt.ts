import { createPublicKey, sign, verify, type JsonWebKey, type KeyObject } from "node:crypto";

/** What a JSON Web Token says. */
export type Claims = Record<string, unknown> & { iss?: string; sub?: string; exp?: number };

interface Header {
  readonly alg: string;
  readonly kid?: string;
}

/** A token that was read and not verified. */
export interface ParsedToken {
  readonly header: Header;
  readonly claims: Claims;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

const HASHES: Record<string, string> = { ES256: "sha256", RS256: "sha256" };
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs claims with an elliptic-curve key (ES256). */
export function signToken(claims: Claims, key: KeyObject, kid: string): string {
  const body = `${encode({ alg: "ES256", typ: "JWT", kid })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(body), { key, dsaEncoding: "ieee-p1363" });
  return `${body}.${signature.toString("base64url")}`;
}

/** Reads a token without verifying it. Throws when it is none. */
export function parseToken(token: string): ParsedToken {
  const [header = "", claims = "", signature = ""] = token.split(".");
  try {
    const decode = (part: string): unknown =>
      JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return {
      header: decode(header) as Header,
      claims: decode(claims) as Claims,
      signed: Buffer.from(`${header}.${claims}`),
      signature: Buffer.from(signature, "base64url"),
    };
  } catch {
    throw new Error("Could not decode token: it is no JSON Web Token");
  }
}

/** When a token stops being valid, in milliseconds; null when it does not say. */
export function expiryOf(token: string): number | null {
  const { exp } = parseToken(token).claims;
  return exp === undefined ? null : exp * 1_000;
}

/** Says whether one of the keys has signed a token. */
export function isSignedBy(token: ParsedToken, keys: readonly JsonWebKey[]): boolean {
  const { alg, kid } = token.header;
  const hash = HASHES[alg];
  if (!hash) return false;
  const candidates = keys.filter((key) => kid === undefined || key["kid"] === kid);
  return candidates.some((jwk) => {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const options = alg === "ES256" ? { key, dsaEncoding: "ieee-p1363" as const } : key;
    return verify(hash, token.signed, options, token.signature);
  });
}
