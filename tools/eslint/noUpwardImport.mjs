import path from "node:path";
import { floors } from "./floors.mjs";

/** @import { Rule } from "eslint" */

const root = path.resolve(import.meta.dirname, "../..");

/** Imports go down the floors of a package, never up; types too. @type {Rule.RuleModule} */
export const noUpwardImport = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      upward:
        "{{from}} lies below {{to}} and cannot import it: move what both need down, or this file up (tools/eslint/floors.mjs).",
      tool: "A package cannot import from tools/: what it needs at run time is a package itself.",
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
      const to = path.posix.dirname(target.slice(house.length + 1));
      const fault = faultOf(floors[house] ?? [], from, to);
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

/** @param {string[]} house @param {string} from @param {string} to */
function faultOf(house, from, to) {
  const [start, end] = [floorOf(house, from), floorOf(house, to)];
  if (start < 0) return { messageId: "homeless", data: { folder: from } };
  if (end < 0) return { messageId: "homeless", data: { folder: to } };
  return end > start ? { messageId: "upward", data: { from, to } } : undefined;
}

/** @param {string[]} house @param {string} folder @returns {number} */
function floorOf(house, folder) {
  const at = house.indexOf(folder);
  if (at >= 0 || !folder.includes("/")) return at;
  return floorOf(house, path.posix.dirname(folder));
}
