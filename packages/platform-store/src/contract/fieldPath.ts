const longestKeyShown = 64;

/** The path of a field of `parent`, in JavaScript notation; a key that is no plain name is quoted and cut. */
export function fieldPath(parent: string, key: string): string {
  if (/^[A-Za-z_]\w*$/.test(key) && key.length <= longestKeyShown) {
    return parent === "" ? key : `${parent}.${key}`;
  }
  return `${parent}[${JSON.stringify(key.slice(0, longestKeyShown))}]`;
}
