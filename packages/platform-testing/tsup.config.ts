import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "engine/index": "src/engine/index.ts",
    "node/index": "src/node/index.ts",
    "cucumber/index": "src/cucumber/index.ts",
    "samples/cli": "src/samples/cli.ts",
    vitest: "src/vitest.ts",
  },
  format: ["esm"],
  dts: true,
  sourcemap: true,
  clean: true,
  target: "es2023",
  treeshake: true,
});
