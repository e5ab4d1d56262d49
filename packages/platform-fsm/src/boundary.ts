// The only file of this package with type assertions.

/** The entries of an object that has no other keys than its type says. */
export const entriesOf = <Key extends string, Value>(
  object: Readonly<Record<Key, Value>>,
): [Key, Value][] => Object.entries(object) as [Key, Value][];
