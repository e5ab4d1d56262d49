// The one file of this package that asserts types: where something enters or leaves the type system, it passes here.

/** A field of an object that its type does not show, under a symbol that every copy of this package shares. */
export type HiddenField<T> = {
  /** Writes the field; returns the object. */
  put: <Host extends object>(host: Host, value: T) => Host;
  /** Reads the field; `undefined` where it was never written. */
  of: (host: object) => T | undefined;
};

/** Makes the field `convex-es.<name>`. A spread copies it with the object; nothing can overwrite it there. */
export function hiddenField<T>(name: string): HiddenField<T> {
  const key = Symbol.for(`convex-es.${name}`);
  return {
    put: (host, value) => Object.defineProperty(host, key, { value, enumerable: true }),
    of: (host) => (host as { [key]?: T })[key],
  };
}

/**
 * A value whose type the code around the call knows and the compiler cannot: after a check at run time, at the end of a generic
 * function whose callers see precise types, or of what Convex resolves at commit. Everything else needs a type that holds.
 */
export const trusted = <T>(value: unknown): T => value as T;
