import type { JsonWebKey } from "node:crypto";
import { bundleImporter } from "@convex-es/convex-push";
import type { ModuleConfig } from "@convex-es/convex-push";
import type { TokenProvider } from "./Authenticator.js";
import { createRuntimeRealm } from "../realm/createRuntimeRealm.js";

interface Configured {
  readonly domain?: string;
  readonly issuer?: string;
  readonly jwks?: string;
  readonly applicationID?: string;
}

const DATA_URI = /^data:[^,]*?(;base64)?,(.*)$/s;
const IMPORT_LIMIT_MS = 4_000;

/**
 * The providers an app's `auth.config` names. Only those whose keys stand in it (`jwks` as a `data:` URI) can be
 * verified: nothing is fetched. Throws when the file exports no providers.
 */
export async function authProviders(
  modules: readonly ModuleConfig[],
  env: Readonly<Record<string, string>>,
): Promise<TokenProvider[]> {
  const entry = modules.find(({ path }) => path === "auth.config.js");
  if (!entry) return [];
  const sources = new Map(modules.map(({ path, source }) => [path, source]));
  const context = createRuntimeRealm(env);
  const load = await bundleImporter({ sources }, { context, limitMs: IMPORT_LIMIT_MS });
  const { providers } = (load(entry.path)["default"] ?? {}) as { providers?: Configured[] };
  if (!Array.isArray(providers)) throw new Error("auth.config must export { providers: [...] }");
  return providers.map(({ domain, issuer, jwks, applicationID }) => ({
    issuer: issuer ?? domain ?? "",
    audience: applicationID,
    keys: jwks === undefined ? null : keysIn(jwks),
  }));
}

function keysIn(jwks: string): readonly JsonWebKey[] | null {
  const [, isBase64, data] = DATA_URI.exec(jwks) ?? [];
  if (data === undefined) return null;
  const text = isBase64 ? Buffer.from(data, "base64").toString("utf8") : decodeURIComponent(data);
  return (JSON.parse(text) as { keys: JsonWebKey[] }).keys;
}
