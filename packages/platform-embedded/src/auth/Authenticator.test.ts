import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, test, vi } from "vitest";
import { Authenticator } from "./Authenticator.js";
import { developmentIssuer, DevelopmentIssuer } from "./DevelopmentIssuer.js";

const issuer = DevelopmentIssuer.inMemory();
const provider = {
  issuer: developmentIssuer,
  keys: createLocalJWKSet(issuer.jwks),
};
const authenticator = new Authenticator("embedded|secret", () => [provider]);
const asUser = (value: string) => authenticator.identify({ tokenType: "User", value });

test("a token shows its subject and its claims", async () => {
  const { identity, isAdmin } = await asUser(issuer.token("ana", { roles: ["import"] }));
  expect(identity).toMatchObject({ subject: "ana", roles: ["import"] });
  expect(isAdmin).toBe(false);
});

test("a token that has expired is refused", async () => {
  vi.useFakeTimers({ now: Date.UTC(2020, 0, 1), toFake: ["Date"] });
  const old = issuer.token("ana");
  vi.useRealTimers();
  await expect(asUser(old)).rejects.toThrow("Token expired");
});

test.for([
  ["no token at all", "", "it is not JSON Web Token"],
  ["half a token", "a.b", "it is not JSON Web Token"],
  ["a token of another issuer's key", DevelopmentIssuer.inMemory().token("ana"), "signature"],
])("%s is refused", async ([, token = "", reason = ""]) => {
  await expect(asUser(token)).rejects.toThrow(reason);
});

test("a token that claims not to need a signature is refused", async () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: developmentIssuer, sub: "eve" };
  await expect(asUser(`${encode({ alg: "none" })}.${encode(claims)}.`)).rejects.toThrow(
    "signature",
  );
});

const signedWith = async (alg: string, claims: object, kid?: string) => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const token = await new SignJWT({ iss: developmentIssuer, sub: "ana", ...claims })
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .sign(privateKey);
  return { token, jwk: { ...jwk, alg, ...(kid !== undefined && { kid }) } };
};

const identifiedBy = async (keys: object[], token: string, algorithms?: string[]) => {
  const keySet = createLocalJWKSet({ keys });
  const own = { issuer: developmentIssuer, keys: keySet, algorithms };
  return new Authenticator("key", () => [own]).identify({ tokenType: "User", value: token });
};

test.for(["RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA"])(
  "a token signed with %s is accepted",
  async (alg) => {
    const { token, jwk } = await signedWith(alg, {});
    expect((await identifiedBy([jwk], token)).identity).toMatchObject({ subject: "ana" });
  },
);

test("a token without a key id is tried with every key", async () => {
  const [first, second] = [await signedWith("ES256", {}), await signedWith("ES256", {})];
  const keys = [first.jwk, second.jwk];
  expect((await identifiedBy(keys, first.token)).identity).toMatchObject({ subject: "ana" });
  expect((await identifiedBy(keys, second.token)).identity).toMatchObject({ subject: "ana" });
  const third = await signedWith("ES256", {});
  await expect(identifiedBy(keys, third.token)).rejects.toThrow("signature is not valid");
});

test.for<[string, object, string[] | undefined, string]>([
  ["not valid yet", { nbf: 4_000_000_000 }, undefined, "nbf"],
  ["signed with an algorithm the provider does not use", {}, ["RS256"], "alg"],
  ["without a subject", { sub: undefined }, undefined, "has no subject"],
])("a token %s is refused", async ([, claims, algorithms, reason]) => {
  const { token, jwk } = await signedWith("ES256", claims);
  await expect(identifiedBy([jwk], token, algorithms)).rejects.toThrow(reason);
});

test("the admin may act as somebody", async () => {
  const identity = Buffer.from(JSON.stringify({ subject: "ana" })).toString("base64");
  const header = `Convex embedded|secret:${identity}`;
  expect(await authenticator.identifyHeader(header)).toEqual({
    identity: { subject: "ana" },
    isAdmin: true,
  });
});

test.for(["Convex embedded|wrong", "Convex ", "Convex embedded|secretX"])(
  "%s is not the admin",
  async (header) => {
    await expect(authenticator.identifyHeader(header)).rejects.toThrow("BadDeployKey");
  },
);

test("without a header one is nobody", async () => {
  expect(await authenticator.identifyHeader(undefined)).toEqual({ identity: null, isAdmin: false });
});
