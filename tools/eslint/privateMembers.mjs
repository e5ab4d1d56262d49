/** @import { Rule } from "eslint" */

/** Members are hidden by the language, as `#name`, not by a keyword that only the compiler knows. @type {Rule.RuleModule} */
export const privateMembers = {
  meta: {
    type: "suggestion",
    schema: [],
    messages: {
      keyword: "Write #name for a private member; without a keyword a member is public.",
    },
  },
  create(context) {
    /** @param {any} node */
    const check = (node) => {
      const isConstructor = node.kind === "constructor";
      if (node.accessibility && !isConstructor) context.report({ node, messageId: "keyword" });
    };
    return {
      PropertyDefinition: check,
      MethodDefinition: check,
      AccessorProperty: check,
      TSParameterProperty: check,
    };
  },
};
