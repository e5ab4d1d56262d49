import path from "node:path";
import { build } from "esbuild";
import type { ModuleConfig } from "../src/protocol/pushRequest.ts";

/**
 * Bundles TypeScript for a test as the official CLI does: one ESM file with `convex` inside.
 * An import of `child:<path>` stays what the CLI makes of an installed component.
 */
export async function bundleModule(name: string, source: string): Promise<ModuleConfig> {
  const { outputFiles } = await build({
    stdin: { contents: source, loader: "ts", resolveDir: path.resolve(import.meta.dirname, "..") },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["convex", "module"],
    minifySyntax: true,
    minifyIdentifiers: true,
    keepNames: true,
    plugins: [
      {
        name: "installed-components",
        setup: (builder) =>
          builder.onResolve({ filter: /^child:/ }, ({ path: specifier }) => ({
            path: `./_componentDeps/${Buffer.from(specifier.slice(6)).toString("base64url")}`,
            external: true,
          })),
      },
    ],
  });
  return { path: name, source: outputFiles[0]?.text ?? "", environment: "isolate" };
}
