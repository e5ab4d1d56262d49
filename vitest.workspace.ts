import { defineConfig } from "vitest/config";

const project = (name: string, root: string, environment: "node" | "edge-runtime", more = {}) => ({
  extends: true as const,
  root,
  test: { name, environment, include: ["**/*.test.ts"], exclude: ["**/node_modules/**", "**/dist/**"], ...more },
});

/** Every test suite of the workspace; scripts pass this file with `--config` (vitest reads no workspace file by itself). */
export default defineConfig({
  test: {
    allowOnly: false,
    passWithNoTests: true,
    expect: { requireAssertions: true },
    projects: [
      project("platform-fsm", "packages/platform-fsm", "node"),
      project("platform-store", "packages/platform-store", "edge-runtime"),
      project("platform-bus", "packages/platform-bus", "edge-runtime"),
      project("platform-core", "packages/platform-core", "edge-runtime"),
      project("platform-testing", "packages/platform-testing", "node"),
      project("convex-offline", "tools/convex-offline", "node", { testTimeout: 60_000 }),
    ],
  },
});
