const escaped: Record<string, string> = { "%": "%25", ":": "%3A" };
const plain: Record<string, string> = { "%25": "%", "%3A": ":" };

/** One readable string of several parts, different for different parts whatever characters they hold. */
export function joinKey(...parts: string[]): string {
  return parts.map((part) => part.replace(/[%:]/g, (sign) => escaped[sign] ?? sign)).join(":");
}

/** The parts that `joinKey` made a key of. */
export function splitKey(key: string): string[] {
  return key.split(":").map((part) => part.replace(/%25|%3A/g, (code) => plain[code] ?? code));
}
