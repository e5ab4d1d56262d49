/**
 * What an outside app is installed and compiled with.
 * @typedef {{ manager: "npm" | "pnpm", typescript: string, everything: boolean }} Combination
 *   `everything`: optional peers are installed, and the app imports every subpath there is.
 */

/** Both package managers with both compilers that apps on Convex use. @type {Combination[]} */
export const combinations = [
  { manager: "npm", typescript: "5.9.3", everything: true },
  { manager: "npm", typescript: "6.0.3", everything: false },
  { manager: "pnpm", typescript: "5.9.3", everything: false },
  { manager: "pnpm", typescript: "6.0.3", everything: true },
];

/** For people: "npm and TypeScript 5.9.3". @param {Combination} combination */
export const titleOf = ({ manager, typescript }) => `${manager} and TypeScript ${typescript}`;
