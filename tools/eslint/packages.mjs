const noStar = {
  selector: "ExportAllDeclaration",
  message: "List the names: a package's public names are counted and reviewed.",
};

/** Our published packages. */
export const packages = [
  {
    files: ["packages/*/src/**/*.ts"],
    ignores: ["packages/*/src/{component,server}/**"],
    rules: { "no-restricted-syntax": ["error", noStar] },
  },
  {
    files: ["packages/*/src/**/*.{ts,tsx}"],
    ignores: ["**/*.test.{ts,tsx}"],
    rules: { "no-console": "error", "local/no-upward-import": "error" },
  },
];
