import { apps } from "./tools/eslint/apps.mjs";
import { components } from "./tools/eslint/components.mjs";
import { everywhere } from "./tools/eslint/everywhere.mjs";
import { packages } from "./tools/eslint/packages.mjs";

export default [
  { ignores: ["**/dist/", "**/_generated/", "**/.turbo/", "**/coverage/"] },
  ...everywhere,
  ...packages,
  ...components,
  ...apps,
];
