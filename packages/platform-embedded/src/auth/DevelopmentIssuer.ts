import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Claims } from "./identityOf.js";

const keyId = "development";
const lifetimeSeconds = 30 * 24 * 60 * 60;

/** The `iss` claim of development tokens; the same for every deployment, while keys differ. */
export const developmentIssuer = "https://platform-embedded.local";

/** Issues tokens for invented users: the identity provider of a deployment on a developer's machine. */
export class DevelopmentIssuer {
  readonly #key: KeyObject;

  private constructor(pem: string) {
    this.#key = createPrivateKey(pem);
  }

  /** The issuer of a data directory; its key stays in that directory. */
  static in(directory: string): DevelopmentIssuer {
    const file = path.join(directory, "issuer.pem");
    fs.mkdirSync(directory, { recursive: true });
    if (!fs.existsSync(file)) fs.writeFileSync(file, newKey(), { mode: 0o600 });
    return new DevelopmentIssuer(fs.readFileSync(file, "utf8"));
  }

  /** An issuer whose key is lost when the process ends. */
  static inMemory(): DevelopmentIssuer {
    return new DevelopmentIssuer(newKey());
  }

  /** The public keys, as every identity provider publishes them. */
  get jwks(): { keys: JsonWebKey[] } {
    const jwk = createPublicKey(this.#key).export({ format: "jwk" });
    return { keys: [{ ...jwk, kid: keyId, alg: "ES256", use: "sig" }] };
  }

  /** Makes a token for a subject, valid for thirty days unless the claims say otherwise (`exp`, in seconds). */
  token(subject: string, claims: Claims = {}): string {
    const now = Math.floor(Date.now() / 1_000);
    const times = { iat: now, exp: now + lifetimeSeconds };
    const own = { iss: developmentIssuer, aud: "convex", sub: subject };
    return this.#signed({ name: subject, ...times, ...claims, ...own });
  }

  // jose signs only asynchronously, and `token` is a plain function for tests.
  #signed(claims: Claims): string {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const body = `${encode({ alg: "ES256", typ: "JWT", kid: keyId })}.${encode(claims)}`;
    const key = { key: this.#key, dsaEncoding: "ieee-p1363" as const };
    return `${body}.${sign("sha256", Buffer.from(body), key).toString("base64url")}`;
  }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
