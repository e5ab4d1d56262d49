import { convexRules, runtimeRules } from "./components.mjs";

const assertion = (/** @type {string} */ selector) => ({
  selector,
  message: "User code needs no type assertion: if it does, the platform's types are at fault.",
});

const businessCode = ["examples/*/convex/**/*.ts"];
const tests = ["**/*.test.ts"];

/** Apps built on the platform: the code that newcomers copy. */
export const apps = [
  {
    files: ["examples/**/*.ts", "examples/**/*.tsx"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "no-restricted-syntax": [
        "error",
        assertion("TSAsExpression:not([typeAnnotation.typeName.name='const'])"),
        assertion("TSTypeAssertion"),
      ],
    },
  },
  { files: [...businessCode, "docs/snippets/convex/**/*.ts"], ...convexRules },
  {
    files: businessCode,
    ignores: tests,
    rules: {
      "no-restricted-globals": runtimeRules["no-restricted-globals"],
      "local/context-boundaries": "error",
      "local/no-direct-read-model": "error",
      "no-restricted-syntax": [
        "error",
        assertion("TSAsExpression"),
        assertion("TSTypeAssertion"),
        assertion("TSNonNullExpression"),
        {
          selector: "CallExpression[callee.object.name='v'][callee.property.name='any']",
          message: "Say what the value is: v.any() gives up validation and types.",
        },
        {
          selector: "CallExpression[callee.name='makeFunctionReference']",
          message: "Refer to functions through the generated api.",
        },
        {
          selector: "CallExpression[typeArguments]:not([callee.name='initPlatform'])",
          message: "User code needs no type argument except initPlatform<DataModel>().",
        },
      ],
    },
  },
  {
    files: businessCode,
    ignores: ["examples/*/convex/platform.ts", ...tests],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "_generated/api(\\.js)?$",
              importNames: ["components"],
              message: "Only convex/platform.ts touches the platform's components.",
            },
          ],
        },
      ],
    },
  },
];
