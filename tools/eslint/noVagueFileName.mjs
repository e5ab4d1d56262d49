import path from "node:path";

/** @import { Rule } from "eslint" */

const vague = /^(utils?|helpers?|types|constants|misc|common)\.[cm]?[jt]sx?$/;

/** A file is named after what it exports. @type {Rule.RuleModule} */
export const noVagueFileName = {
  meta: {
    type: "suggestion",
    schema: [],
    messages: { vague: "Name {{name}} after what it exports, so that a reader finds it." },
  },
  create: (context) => ({
    Program(node) {
      const name = path.basename(context.filename);
      if (vague.test(name)) context.report({ node, messageId: "vague", data: { name } });
    },
  }),
};
