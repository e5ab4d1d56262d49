// What cannot change, or is passed on as it is.
type Leaf =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | ArrayBuffer
  | ((...args: never) => unknown);

/** An object whose fields, and what lies in them, cannot be written: what `decide`, `evolve` and handlers are given. */
export type Frozen<Type> = { readonly [Key in keyof Type]: DeepReadonly<Type[Key]> };

/** Any value, its objects and lists `Frozen`. */
export type DeepReadonly<Type> = unknown extends Type
  ? Type
  : Type extends Leaf
    ? Type
    : Type extends readonly (infer Item)[]
      ? FrozenList<Type, Item>
      : Frozen<Type>;

// A tuple keeps its length. The item of a list is looked at late: `Value` contains itself.
type FrozenList<List extends readonly unknown[], Item> = number extends List["length"]
  ? readonly DeepReadonly<Item>[]
  : Frozen<List>;
