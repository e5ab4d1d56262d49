import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
} from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { signToken, type Claims } from "./jwt.js";

const KEY_ID = "development";
const LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/** The name under which the development issuer signs; the same for every deployment, keys differ. */
export const DEVELOPMENT_ISSUER = "https://platform-embedded.local";

/** Issues tokens for people who do not exist: the identity provider of a deployment on the developer's machine. */
export class DevelopmentIssuer {
  private constructor(private readonly key: ReturnType<typeof createPrivateKey>) {}

  /** The issuer of a data directory, with a key of its own that stays there. */
  static in(directory: string): DevelopmentIssuer {
    const file = path.join(directory, "issuer.pem");
    fs.mkdirSync(directory, { recursive: true });
    if (!fs.existsSync(file)) fs.writeFileSync(file, newKey(), { mode: 0o600 });
    return new DevelopmentIssuer(createPrivateKey(fs.readFileSync(file, "utf8")));
  }

  /** An issuer whose key is forgotten with the process. */
  static inMemory(): DevelopmentIssuer {
    return new DevelopmentIssuer(createPrivateKey(newKey()));
  }

  /** The public keys, as every identity provider publishes them. */
  get jwks(): { keys: JsonWebKey[] } {
    const jwk = createPublicKey(this.key).export({ format: "jwk" });
    return { keys: [{ ...jwk, kid: KEY_ID, alg: "ES256", use: "sig" }] };
  }

  /** Makes a token for a subject, good for thirty days unless the claims say otherwise (`exp`, in seconds). */
  token(subject: string, claims: Claims = {}): string {
    const now = Math.floor(Date.now() / 1_000);
    const times = { iat: now, exp: now + LIFETIME_SECONDS };
    const own = { iss: DEVELOPMENT_ISSUER, aud: "convex", sub: subject };
    return signToken({ name: subject, ...times, ...claims, ...own }, this.key, KEY_ID);
  }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
