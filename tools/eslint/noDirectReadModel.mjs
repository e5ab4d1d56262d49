import { readModelTables } from "./readModelTables.mjs";

/** @import { Rule } from "eslint" */

const methods = new Set(["query", "get", "insert", "patch", "replace", "delete"]);

/**
 * A read model is read through its query builders, which supply the active generation, and
 * written by its projection alone.
 * @type {Rule.RuleModule}
 */
export const noDirectReadModel = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      direct:
        'db.{{method}}("{{table}}") passes by the generation of a read model: use the query builders of the projection.',
    },
  },
  create(context) {
    const tables = readModelTables(context.filename);
    if (tables.size === 0) return {};
    return {
      CallExpression(node) {
        const [first] = node.arguments;
        if (node.callee.type !== "MemberExpression" || first?.type !== "Literal") return;
        const { object, property } = node.callee;
        const database = object.type === "MemberExpression" ? object.property : object;
        if (database.type !== "Identifier" || database.name !== "db") return;
        if (property.type !== "Identifier" || !methods.has(property.name)) return;
        if (!tables.has(String(first.value))) return;
        const data = { method: property.name, table: String(first.value) };
        context.report({ node, messageId: "direct", data });
      },
    };
  },
};
