/** Name of the realm's global that hears of each reference made by path. */
export const observerName = "__referenceMade";

const constructorPattern = /return \{ \[([\w$]+)\]: ([\w$]+) \};/g;

/**
 * Rewrites the places where a bundle may build a function reference, so that the realm's observer sees key and
 * value. Bundles are minified: `makeFunctionReference` is known by its shape, and by the key at run time.
 */
export function observeReferences(source: string): string {
  return source.replace(constructorPattern, `return { [$1]: ${observerName}($1, $2) };`);
}

/** Makes the observer: passes values through and notes those under the key that marks a function reference. */
export function referenceObserver(note: (path: string) => void) {
  return (key: unknown, value: unknown): unknown => {
    if (key === Symbol.for("functionName") && typeof value === "string") note(value);
    return value;
  };
}
