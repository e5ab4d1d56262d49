/** A page length between 1 and `most`, whatever was asked for. */
export function clampLimit(limit: number, most: number): number {
  return Math.min(Math.max(Math.trunc(limit) || 1, 1), most);
}
