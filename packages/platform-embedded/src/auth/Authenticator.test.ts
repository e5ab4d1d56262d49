import { expect, test, vi } from "vitest";
import { Authenticator } from "./Authenticator.js";
import { DEVELOPMENT_ISSUER, DevelopmentIssuer } from "./DevelopmentIssuer.js";

const issuer = DevelopmentIssuer.inMemory();
const provider = { issuer: DEVELOPMENT_ISSUER, keys: issuer.jwks.keys };
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
  ["no token at all", "", "it is no JSON Web Token"],
  ["half a token", "a.b", "it is no JSON Web Token"],
  ["a token of another issuer's key", DevelopmentIssuer.inMemory().token("ana"), "signature"],
])("%s is refused", async ([, token = "", reason = ""]) => {
  await expect(asUser(token)).rejects.toThrow(reason);
});

test("a token that claims not to need a signature is refused", async () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: DEVELOPMENT_ISSUER, sub: "eve" };
  await expect(asUser(`${encode({ alg: "none" })}.${encode(claims)}.`)).rejects.toThrow(
    "signature",
  );
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
