import type { UserIdentity } from "convex/server";
import type { Claims } from "./jwt.js";

const ATTRIBUTES: Record<string, string> = {
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
const OWN_TO_TOKENS = new Set(["iss", "sub", "aud", "exp", "iat", "nbf", "jti"]);

/** The identity that `ctx.auth` shows for the claims of a verified token; claims of one's own keep their names. */
export function identityOf(claims: Claims): Partial<UserIdentity> {
  const { iss: issuer = "", sub: subject = "" } = claims;
  const attributes = Object.entries(claims)
    .filter(([name]) => !OWN_TO_TOKENS.has(name))
    .map(([name, value]) => [ATTRIBUTES[name] ?? name, value]);
  const known = Object.fromEntries(attributes) as Partial<UserIdentity>;
  return { ...known, issuer, subject, tokenIdentifier: `${issuer}|${subject}` };
}
