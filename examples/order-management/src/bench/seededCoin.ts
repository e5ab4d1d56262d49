/** A coin whose throws follow from a seed (a xorshift generator of 32 bits). */
export function seededCoin(seed: number): () => boolean {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state & 1) === 1;
  };
}
