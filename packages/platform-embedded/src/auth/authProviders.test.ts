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
    "not at hand",
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
