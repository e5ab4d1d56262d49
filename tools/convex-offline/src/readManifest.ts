import { readFileSync } from "node:fs";
import path from "node:path";

/** The part of a `package.json` that decides what is generated, and after what. */
export type Manifest = {
  readonly name: string;
  /** Workspace packages it runs on; those it is only developed with do not count. */
  readonly workspaceDependencies: readonly string[];
};

/** Reads the `package.json` of a directory; a package without a name is called after its directory. */
export function readManifest(directory: string): Manifest {
  const file = path.join(directory, "package.json");
  const { name, dependencies, peerDependencies } = JSON.parse(readFileSync(file, "utf8")) as {
    name?: string;
    dependencies?: Record<string, string>;
    peerDependencies?: Record<string, string>;
  };
  const ranges = Object.entries({ ...peerDependencies, ...dependencies });
  return {
    name: name ?? path.basename(directory),
    workspaceDependencies: ranges.flatMap(([other, range]) =>
      range.startsWith("workspace:") ? [other] : [],
    ),
  };
}
