import { defineConfig } from "tsup";

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/client.ts",
    "src/internal.ts",
    "src/logging.ts",
    "src/middleware.ts",
    "src/processes.ts",
    "src/upcast.ts",
    "src/zod.ts",
  ],
  format: ["esm"],
  dts: true,
  sourcemap: true,
  // tsc writes and keeps the component.
  clean: ["!component/**", "!contract/**", "!server/**"],
  target: "es2023",
  treeshake: true,
});
