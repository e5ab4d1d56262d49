import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

type Suite = {
  name: string;
  root: string;
  environment: "node" | "edge-runtime" | "happy-dom";
  include?: string[];
  exclude?: string[];
  setupFiles?: string[];
};

// Races, property tests and demos take a minute when both cores are busy; a hang still ends.
const testTimeout = 300_000;

const project = ({ root, include = ["**/*.test.ts"], exclude = [], ...test }: Suite) => ({
  extends: true as const,
  root,
  test: {
    include,
    exclude: ["**/node_modules/**", "**/dist/**", ...exclude],
    testTimeout,
    hookTimeout: testTimeout,
    ...test,
  },
});

const example = { root: "examples/order-management", environment: "edge-runtime" as const };
const specifications = { include: ["convex/**/*.test.ts"] };
const endings = "@convex-es/platform-testing/vitest";

const suites: Suite[] = [
  { name: "platform-base", root: "packages/platform-base", environment: "edge-runtime" },
  { name: "platform-fsm", root: "packages/platform-fsm", environment: "node" },
  { name: "platform-store", root: "packages/platform-store", environment: "edge-runtime" },
  { name: "platform-bus", root: "packages/platform-bus", environment: "edge-runtime" },
  { name: "platform-core", root: "packages/platform-core", environment: "edge-runtime" },
  { name: "platform-react", root: "packages/platform-react", environment: "happy-dom" },
  { name: "platform-testing", root: "packages/platform-testing", environment: "node" },
  {
    name: "platform-embedded",
    root: "packages/platform-embedded",
    environment: "node",
  },
  { name: "convex-push", root: "packages/convex-push", environment: "node" },
  {
    name: "convex-offline",
    root: "tools/convex-offline",
    environment: "node",
  },
  // The same specifications twice: on the declarations alone, and end to end on the components.
  { name: "order-management pure", ...example, ...specifications, setupFiles: [endings] },
  {
    name: "order-management components",
    ...example,
    ...specifications,
    setupFiles: [endings, "test/onComponents.ts"],
  },
  {
    name: "order-management",
    ...example,
    include: ["{src,test}/**/*.test.ts"],
  },
  { name: "docs", root: "docs/snippets", environment: "edge-runtime" },
  {
    name: "tools",
    root: "tools",
    environment: "node",
    include: ["**/*.test.mjs"],
  },
];

/**
 * Every test suite of the workspace; scripts pass this file with `--config` (vitest reads no
 * workspace file by itself).
 */
export default defineConfig({
  test: {
    // Vitest leaves one core to itself, which is half of a machine with two.
    maxWorkers: availableParallelism(),
    allowOnly: false,
    passWithNoTests: true,
    expect: { requireAssertions: true },
    projects: suites.map(project),
  },
});
