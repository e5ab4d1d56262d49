/**
 * What an outside app is installed and compiled with.
 * @typedef {{ manager: "npm" | "pnpm", typescript: string, convex: "lowest" | "newest", everything: boolean }} Combination
 *   `convex`: the lowest version that our peer range admits, or the workspace's own;
 *   `everything`: optional peers are installed, and the app imports every subpath there is.
 */

/**
 * Both package managers, the three compilers that apps on Convex use, and both ends of the peer range
 * of `convex`. @type {Combination[]}
 */
export const combinations = [
  { manager: "npm", typescript: "5.9.3", convex: "lowest", everything: true },
  { manager: "npm", typescript: "7.0.2", convex: "newest", everything: false },
  { manager: "pnpm", typescript: "5.9.3", convex: "newest", everything: false },
  { manager: "pnpm", typescript: "6.0.3", convex: "lowest", everything: false },
  { manager: "pnpm", typescript: "7.0.2", convex: "newest", everything: true },
];

/** For people: "npm, TypeScript 5.9.3, lowest convex". @param {Combination} combination */
export const titleOf = ({ manager, typescript, convex }) =>
  `${manager}, TypeScript ${typescript}, ${convex} convex`;
