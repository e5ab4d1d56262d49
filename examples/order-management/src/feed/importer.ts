/** Who the import signs in as: the role `import` lets it date commands (see `convex/actor.ts`). */
export const importer = {
  tokenIdentifier: "order-import|importer",
  issuer: "order-import",
  subject: "importer",
  roles: ["import"],
};
