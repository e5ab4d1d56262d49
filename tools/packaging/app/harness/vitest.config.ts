import { defineConfig } from "vitest/config";

const project = (name: string, include: string[], ...setupFiles: string[]) => ({
  test: {
    name,
    include,
    environment: "edge-runtime",
    setupFiles: ["@convex-es/platform-testing/vitest", ...setupFiles],
  },
});

export default defineConfig({
  test: {
    projects: [
      project("pure", ["convex/**/*.test.ts"]),
      project("components", ["convex/**/*.test.ts"], "test/onComponents.ts"),
      project("app", ["test/**/*.test.ts"]),
    ],
  },
});
