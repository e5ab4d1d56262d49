import { builtinModules } from "node:module";
import convex from "@convex-dev/eslint-plugin";

const notInConvex = "does not exist, or is not deterministic, in Convex's runtime.";

/**
 * The plugin's recommended rules without its own glob, which knows only folders called `convex`.
 */
export const convexRules = {
  plugins: { "@convex-dev": convex },
  rules: {
    ...convex.configs.recommended[0]?.rules,
    "@convex-dev/import-wrong-runtime": "error",
    "@convex-dev/no-filter-in-query": "error",
    "@convex-dev/no-collect-in-query": "error",
  },
};

/** Calls that pass in tests and fail, or lie, on a deployment. */
export const runtimeRules = {
  "no-restricted-globals": [
    "error",
    ...[
      "process",
      "Buffer",
      "setTimeout",
      "setInterval",
      "setImmediate",
      "__dirname",
      "require",
    ].map((name) => ({ name, message: `${name} ${notInConvex}` })),
    { name: "fetch", message: "fetch works in actions only." },
  ],
  "no-restricted-properties": [
    "error",
    ...["randomUUID", "getRandomValues"].map((property) => ({
      object: "crypto",
      property,
      message: `crypto.${property} ${notInConvex}`,
    })),
    { property: "paginate", message: "ctx.db's paginate throws inside a component." },
    { property: "auth", message: "A component has no ctx.auth: the actor arrives as data." },
  ],
  "no-restricted-imports": [
    "error",
    {
      paths: builtinModules.map((name) => ({ name, message: `It ${notInConvex}` })),
      patterns: [{ group: ["node:*"], message: `It ${notInConvex}` }],
    },
  ],
};

// A component's entry files, the mechanisms beside them, and what component and app both look down at.
const sandboxed = [
  "packages/*/src/{component,server}/**/*.ts",
  "packages/platform-{store,bus}/src/contract/**/*.ts",
  "packages/platform-base/src/**/*.ts",
];

/** The sandboxed code of our component packages. */
export const components = [
  { files: sandboxed, ...convexRules },
  {
    files: sandboxed,
    ignores: ["**/*.test.ts"],
    rules: {
      ...runtimeRules,
      "no-restricted-syntax": [
        "error",
        { selector: "ImportExpression", message: "Convex refuses dynamic imports." },
      ],
    },
  },
];
