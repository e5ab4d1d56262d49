import { trusted } from "../boundary.js";
import type { UserIdentity } from "convex/server";

/** What a JSON Web Token says. */
export type Claims = Record<string, unknown> & { iss?: string; sub?: string; exp?: number };

const attributes: Record<string, string> = {
  given_name: "givenName",
  family_name: "familyName",
  preferred_username: "preferredUsername",
  profile: "profileUrl",
  picture: "pictureUrl",
  email_verified: "emailVerified",
  birthdate: "birthday",
  zoneinfo: "timezone",
  locale: "language",
  phone_number: "phoneNumber",
  phone_number_verified: "phoneNumberVerified",
  updated_at: "updatedAt",
};
const registeredClaims = new Set(["iss", "sub", "aud", "exp", "iat", "nbf", "jti"]);

/** The identity that `ctx.auth` shows for the claims of a verified token; custom claims keep their names. */
export function identityOf(claims: Claims): Partial<UserIdentity> {
  const { iss: issuer = "", sub: subject = "" } = claims;
  const shown = Object.entries(claims)
    .filter(([name]) => !registeredClaims.has(name))
    .map(([name, value]) => [attributes[name] ?? name, value]);
  const known = trusted<Partial<UserIdentity>>(Object.fromEntries(shown));
  return { ...known, issuer, subject, tokenIdentifier: `${issuer}|${subject}` };
}
