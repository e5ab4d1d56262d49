import path from "node:path";
import { contextOf, isConvexRoot } from "./contextOf.mjs";

/** @import { Rule } from "eslint" */

const published = /^(events|commands\/.+)$/;

/**
 * A context is entered through its `events` and `commands/*` by other contexts, and through its
 * `index` only by files directly in `convex/` (and tests).
 * @type {Rule.RuleModule}
 */
export const contextBoundaries = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      index: "Only a file directly in convex/ imports a context's index.",
      internals:
        "Another context imports only `events` and `commands/*` of {{name}}, not `{{inside}}`.",
    },
  },
  create(context) {
    /** @param {any} node an import, export or import() with a source */
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== "string" || !source.startsWith(".")) return;
      const fault = faultOf(context.filename, path.resolve(path.dirname(context.filename), source));
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

/** @param {string} importer @param {string} imported */
function faultOf(importer, imported) {
  const to = contextOf(imported.endsWith("contexts") ? `${imported}/index` : imported);
  if (to === undefined) return undefined;
  const { name, inside } = to;
  if (inside === "index") {
    return isConvexRoot(importer) || isTest(importer) ? undefined : { messageId: "index" };
  }
  const from = contextOf(importer);
  const foreign = from !== undefined && (from.name !== name || from.convex !== to.convex);
  return foreign && !published.test(inside)
    ? { messageId: "internals", data: { name, inside } }
    : undefined;
}

/** @param {string} file */
const isTest = (file) => /\.test\.ts$/.test(file);
