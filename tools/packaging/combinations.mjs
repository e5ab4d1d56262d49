/**
 * What an outside app is installed and compiled with.
 * @typedef {{ manager: "npm" | "pnpm", typescript: string }} Combination
 */

/** Both package managers with both compilers that apps on Convex use. @type {Combination[]} */
export const combinations = [
  { manager: "npm", typescript: "5.9.3" },
  { manager: "npm", typescript: "6.0.3" },
  { manager: "pnpm", typescript: "5.9.3" },
  { manager: "pnpm", typescript: "6.0.3" },
];

/** For people: "npm, TypeScript 5.9.3". @param {Combination} combination */
export const titleOf = ({ manager, typescript }) => `${manager}, TypeScript ${typescript}`;
