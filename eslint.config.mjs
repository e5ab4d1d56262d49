import { apps } from "./tools/eslint/apps.mjs";
import { components } from "./tools/eslint/components.mjs";
import { dialect } from "./tools/eslint/dialect.mjs";
import { everywhere } from "./tools/eslint/everywhere.mjs";
import { packages } from "./tools/eslint/packages.mjs";

export default [
  // The outside app is no part of the workspace: its own strict compilers judge it. The fixture is an app without
  // generated code, pushed as it is.
  {
    ignores: [
      "**/dist/",
      "**/_generated/",
      "**/.turbo/",
      "**/coverage/",
      "docs/api/",
      "tools/packaging/app/",
      // Programs that must not compile.
      "packages/platform-core/test-types/wrong/",
      "packages/platform-embedded/test/fixture/",
    ],
  },
  ...everywhere,
  ...packages,
  ...dialect,
  ...components,
  ...apps,
];
