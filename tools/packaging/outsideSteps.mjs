/** @typedef {import("./combinations.mjs").Combination} Combination */
/** @typedef {{ name: string, command: string[] }} OutsideStep */

const offline = "tools/convex-offline/src/cli.ts";
const install = {
  npm: ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"],
  pnpm: ["pnpm", "install", "--no-frozen-lockfile", "--prefer-offline"],
};

/**
 * What an app outside does with the packages, each step relying on the ones before it.
 * @param {string} root
 * @param {Combination} combination
 * @param {string} folder
 * @returns {OutsideStep[]}
 */
export function outsideSteps(root, { manager }, folder) {
  const convex = ["node", `${root}/${offline}`];
  return [
    { name: "install", command: install[manager] },
    { name: "codegen", command: [...convex, "codegen", "--root", folder] },
    { name: "types", command: ["tsc", "--project", "tsconfig.json"] },
    { name: "tests", command: ["vitest", "run"] },
    { name: "push", command: [...convex, "deploy-check", "--root", folder] },
    { name: "run", command: ["node", "run.mjs"] },
  ];
}
