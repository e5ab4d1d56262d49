import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import { Authenticator } from "./Authenticator.js";
import { DevelopmentIssuer } from "./DevelopmentIssuer.js";
import { authProviders } from "./authProviders.js";

const issuer = DevelopmentIssuer.inMemory();
const token = issuer.token("ana", { email: "ana@example.org", given_name: "Ana" });
const dataUri = `data:application/json,${encodeURIComponent(JSON.stringify(issuer.jwks))}`;

const providersOf = (config: string, env: Record<string, string> = {}) => {
  const source = `export default { providers: [${config}] };`;
  return authProviders([{ path: "auth.config.js", source, environment: "isolate" }], env);
};

const identify = async (config: string, env?: Record<string, string>) => {
  const providers = await providersOf(config, env);
  const authenticator = new Authenticator("key", () => providers);
  return authenticator.identify({ tokenType: "User", value: token });
};

test("a token of a provider whose keys stand in auth.config is verified", async () => {
  const config = `{ type: "customJwt", issuer: process.env.ISSUER, jwks: ${JSON.stringify(dataUri)} }`;
  const { identity } = await identify(config, { ISSUER: "https://platform-embedded.local" });
  expect(identity).toMatchObject({
    subject: "ana",
    email: "ana@example.org",
    givenName: "Ana",
    tokenIdentifier: "https://platform-embedded.local|ana",
  });
});

test.for([
  [
    "another audience",
    `{ applicationID: "other", issuer: "https://platform-embedded.local" }`,
    "No auth provider",
  ],
  [
    "another issuer",
    `{ domain: "https://other.example", applicationID: "convex" }`,
    "No auth provider",
  ],
  [
    "keys elsewhere",
    `{ domain: "https://platform-embedded.local", applicationID: "convex" }`,
    "not available",
  ],
  [
    "other keys",
    `{ issuer: "https://platform-embedded.local", jwks: 'data:,{"keys":[]}' }`,
    "signature is not valid",
  ],
])("%s refuse a token", async ([, config = "", reason = ""]) => {
  await expect(identify(config)).rejects.toThrow(reason);
});

test("an app without auth.config has no providers", async () => {
  expect(await authProviders([], {})).toEqual([]);
});

test("a file that exports no providers is refused", async () => {
  const modules = [
    { path: "auth.config.js", source: "export default 7;", environment: "isolate" as const },
  ];
  await expect(authProviders(modules, {})).rejects.toThrow("must export");
});

type Document = Record<string, unknown>;

async function serving(documents: (url: string) => Record<string, Document>) {
  const server = createServer((request, response) => {
    response.end(JSON.stringify(documents(url)[request.url ?? ""] ?? null));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, [Symbol.asyncDispose]: async () => void server.close() };
}

async function issuedBy(iss: string) {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const token = await new SignJWT({ iss, sub: "ben", aud: "app" })
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .sign(privateKey);
  return { token, keys: [{ ...(await exportJWK(publicKey)), alg: "RS256", kid: "one" }] };
}

const signIn = async (config: string, value: string) => {
  const providers = await providersOf(config);
  return new Authenticator("key", () => providers).identify({ tokenType: "User", value });
};

test("the keys of a provider on this machine are found by discovery", async () => {
  const issued: { keys: Document[] } = { keys: [] };
  await using server = await serving((url) => ({
    "/.well-known/openid-configuration": { issuer: url, jwks_uri: `${url}/keys` },
    "/keys": { keys: issued.keys },
  }));
  const { token: ownToken, keys } = await issuedBy(server.url);
  issued.keys = keys;
  const config = `{ domain: "${server.url}", applicationID: "app" }`;
  expect((await signIn(config, ownToken)).identity).toMatchObject({ subject: "ben" });
});

test("a key set on this machine is read", async () => {
  const { token: ownToken, keys } = await issuedBy("https://issuer.example");
  await using server = await serving(() => ({ "/keys": { keys } }));
  const config = (algorithm: string) =>
    `{ type: "customJwt", issuer: "https://issuer.example", jwks: "${server.url}/keys", algorithm: "${algorithm}" }`;
  expect((await signIn(config("RS256"), ownToken)).identity).toMatchObject({ subject: "ben" });
  await expect(signIn(config("ES256"), ownToken)).rejects.toThrow("Could not verify token");
});

test("discovery does not lead away from this machine", async () => {
  await using server = await serving((url) => ({
    "/.well-known/openid-configuration": { issuer: url, jwks_uri: "https://keys.example/keys" },
  }));
  const { token: ownToken } = await issuedBy(server.url);
  const config = `{ domain: "${server.url}", applicationID: "app" }`;
  await expect(signIn(config, ownToken)).rejects.toThrow("outside this machine");
});
