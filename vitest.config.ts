import { defineConfig } from "vitest/config";
export default defineConfig({ test: { root: "packages/platform-core", environment: "edge-runtime", include: ["src/rebuilds/*.test.ts"], testTimeout: 120000 } });
