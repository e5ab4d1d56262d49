import { trusted } from "../boundary.js";
import { bundleImporter, type ModuleConfig } from "@convex-es/convex-push";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from "jose";
import { createRuntimeRealm } from "../realm/createRuntimeRealm.js";
import type { TokenProvider } from "./Authenticator.js";
import { isLoopback } from "./loopback.js";

type Configured = {
  readonly domain?: string;
  readonly issuer?: string;
  readonly jwks?: string;
  readonly applicationID?: string;
  readonly algorithm?: string;
};

const dataUri = /^data:[^,]*?(;base64)?,(.*)$/s;
const importLimitMs = 4_000;
// Taken before the engine replaces the global, which throws inside transactions.
const { fetch } = globalThis;

/**
 * The providers that an app's `auth.config` names. Keys come from the file (`jwks` as a `data:` URI) or from a loopback
 * address, by OpenID discovery or as a key set; no other address is read. Throws when the file exports no providers.
 */
export async function authProviders(
  modules: readonly ModuleConfig[],
  env: Readonly<Record<string, string>>,
): Promise<TokenProvider[]> {
  const entry = modules.find(({ path }) => path === "auth.config.js");
  if (!entry) return [];
  const sources = new Map(modules.map(({ path, source }) => [path, source]));
  const context = createRuntimeRealm(env);
  const load = await bundleImporter({ sources }, { context, limitMs: importLimitMs });
  const { providers } = trusted<{ providers?: Configured[] }>(load(entry.path)["default"] ?? {});
  if (!Array.isArray(providers)) throw new Error("auth.config must export { providers: [...] }");
  return providers.map(({ domain, issuer = domain ?? "", jwks, applicationID, algorithm }) => ({
    issuer,
    audience: applicationID,
    algorithms: algorithm === undefined ? undefined : [algorithm],
    keys: jwks === undefined ? discoveredKeys(issuer) : keySet(jwks),
  }));
}

function keySet(jwks: string): JWTVerifyGetKey | null {
  const [, isBase64, data] = dataUri.exec(jwks) ?? [];
  if (data === undefined) return keysAt(jwks);
  const text = isBase64 ? Buffer.from(data, "base64").toString("utf8") : decodeURIComponent(data);
  return createLocalJWKSet(trusted<JSONWebKeySet>(JSON.parse(text)));
}

function keysAt(address: string): JWTVerifyGetKey | null {
  const url = loopbackUrl(address);
  return url && createRemoteJWKSet(url, { [customFetch]: (...request) => fetch(...request) });
}

/** Reads the issuer's OpenID configuration when the first token arrives. */
function discoveredKeys(issuer: string): JWTVerifyGetKey | null {
  const url = loopbackUrl(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (!url) return null;
  const known: { keys?: JWTVerifyGetKey | null } = {};
  return async (header, token) => {
    if (known.keys === undefined) {
      const answer = await fetch(url);
      const { jwks_uri: address } = trusted<{ jwks_uri: string }>(await answer.json());
      known.keys = keysAt(address);
    }
    if (!known.keys) throw new Error(`${url.href} names a key set outside this machine`);
    return known.keys(header, token);
  };
}

function loopbackUrl(address: string): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && isLoopback(url.hostname) ? url : null;
}
