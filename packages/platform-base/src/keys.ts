const escaped: Record<string, string> = { "%": "%25", ":": "%3A" };
const plain: Record<string, string> = { "%25": "%", "%3A": ":" };
const cursorVersion = "1";

/** Joins parts to one readable text; different parts make different texts, whatever characters they contain. Stored, so it never changes. */
export function joinKey(...parts: string[]): string {
  return parts.map((part) => part.replace(/[%:]/g, (sign) => escaped[sign] ?? sign)).join(":");
}

/** The parts that `joinKey` joined. */
export function splitKey(key: string): string[] {
  return key.split(":").map((part) => part.replace(/%25|%3A/g, (code) => plain[code] ?? code));
}

/** A 32-bit hash of a text (FNV-1a over its UTF-8 bytes); it spreads keys and detects damage, and resists no attacker. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Writes a place as a cursor: opaque to its reader, with a check sum that reveals damage. */
export function sealCursor(parts: readonly string[]): string {
  return sealed(joinKey(cursorVersion, ...parts));
}

/** The parts of a cursor, or `null` for any text that `sealCursor` of this release did not write. */
export function openCursor(cursor: string): string[] | null {
  const content = cursor.slice(0, Math.max(0, cursor.lastIndexOf(":")));
  const [version, ...parts] = splitKey(content);
  return cursor === sealed(content) && version === cursorVersion ? parts : null;
}

function sealed(content: string): string {
  return `${content}:${fnv1a(content).toString(16).padStart(8, "0")}`;
}
