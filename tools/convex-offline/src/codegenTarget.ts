/** Something the official CLI generates code for: a component package, or the app. */
export type CodegenTarget = {
  /** Name in its `package.json`. */
  readonly name: string;
  /** Where the CLI runs: the component's package, or for the app the directory of `convex.json`. */
  readonly cwd: string;
  /** Directory with the code; `_generated` is written into it. */
  readonly functions: string;
  /** Flags of `convex codegen`. */
  readonly flags: readonly string[];
  /** Workspace packages whose `dist` must exist first. */
  readonly dependencies: readonly string[];
};

/** Name of a target without its scope, as people type it. */
export function shortName({ name }: CodegenTarget): string {
  return name.replace(/^@[^/]+\//, "");
}
