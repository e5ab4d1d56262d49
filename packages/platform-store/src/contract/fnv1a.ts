/** A 32-bit hash of a text (FNV-1a over its UTF-8 bytes); spreads and detects damage, resists no attacker. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
