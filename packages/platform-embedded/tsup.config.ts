import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", bin: "src/cli/bin.ts" },
  format: ["esm"],
  dts: {
    entry: { index: "src/index.ts" },
    // Found as our own sources, its types are written out; as a package they would stay an import.
    compilerOptions: {
      paths: { "convex-offline/standIn/*": ["../../tools/convex-offline/src/standIn/*.ts"] },
    },
  },
  sourcemap: true,
  clean: true,
  target: "es2023",
  treeshake: true,
  // The analysis of pushes is one implementation, shared with the offline tool, which is not published.
  noExternal: [/^convex-offline/],
});
