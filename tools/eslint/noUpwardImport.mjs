import path from "node:path";
import { floors } from "./floors.mjs";

/** @import { Rule } from "eslint" */
/** @import { House } from "./floors.mjs" */

const root = path.resolve(import.meta.dirname, "../..");

/** Imports go down the floors of a package, never up, and never into another wing; types too. @type {Rule.RuleModule} */
export const noUpwardImport = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      upward:
        "{{from}} lies below {{to}} and cannot import it: move what both need down, or this file up (tools/eslint/floors.mjs).",
      tool: "A package cannot import from tools/: what it needs at run time is a package itself.",
      otherWing:
        "{{from}} and {{to}} run on two sides of the component's boundary: declare what both need in {{ground}}.",
      homeless: "{{folder}} has no floor: add it to tools/eslint/floors.mjs.",
    },
  },
  create(context) {
    const file = path.relative(root, context.filename).replaceAll(path.sep, "/");
    const house = Object.keys(floors).find((source) => file.startsWith(`${source}/`));
    if (!file.startsWith("packages/") || /\.test\.tsx?$/.test(file)) return {};
    const from = house === undefined ? "." : path.posix.dirname(file.slice(house.length + 1));
    /** @param {any} node an import or export with a source */
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== "string" || !source.startsWith(".")) return;
      const target = path.posix.join(path.posix.dirname(file), source);
      if (target.startsWith("tools/")) context.report({ node, messageId: "tool" });
      if (house === undefined || from === ".") return;
      if (!target.startsWith(`${house}/`) || target.includes("/_generated/")) return;
      // The one file that asserts types lies below every floor.
      if (target === `${house}/boundary.js` || target === `${house}/boundary.ts`) return;
      const to = path.posix.dirname(target.slice(house.length + 1));
      const fault = faultOf(floors[house], from, to);
      if (fault) context.report({ node, ...fault });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

/** @param {House | undefined} house @param {string} from @param {string} to */
function faultOf(house, from, to) {
  if (house === undefined) return undefined;
  const [start, end] = [placeOf(house, from), placeOf(house, to)];
  if (start === null) return { messageId: "homeless", data: { folder: from } };
  if (end === null) return { messageId: "homeless", data: { folder: to } };
  const isApart = start.wing !== null && end.wing !== null && start.wing !== end.wing;
  const ground = house.ground.join(", ");
  if (isApart) return { messageId: "otherWing", data: { from, to, ground } };
  return end.floor > start.floor ? { messageId: "upward", data: { from, to } } : undefined;
}

/** @param {House} house @param {string} folder @returns {{ wing: string | null, floor: number } | null} */
function placeOf({ ground, wings }, folder) {
  const below = floorOf(ground, folder);
  if (below >= 0) return { wing: null, floor: below };
  for (const [wing, above] of Object.entries(wings)) {
    const floor = floorOf(above, folder);
    if (floor >= 0) return { wing, floor: ground.length + floor };
  }
  return null;
}

/** @param {string[]} names @param {string} folder @returns {number} */
function floorOf(names, folder) {
  const at = names.indexOf(folder);
  if (at >= 0 || !folder.includes("/")) return at;
  return floorOf(names, path.posix.dirname(folder));
}
