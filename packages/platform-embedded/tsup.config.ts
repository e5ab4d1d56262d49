import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", bin: "src/bin.ts" },
  format: ["esm"],
  dts: {
    entry: { index: "src/index.ts" },
    // Found as our own sources, its types are written out; as a package they would stay an import.
    compilerOptions: {
      paths: { "@convex-es/convex-push": ["../convex-push/src/index.ts"] },
    },
  },
  sourcemap: true,
  clean: true,
  target: "es2023",
  treeshake: true,
  // Shared with the repository's offline tool and not published: it becomes part of this package.
  noExternal: ["@convex-es/convex-push"],
});
