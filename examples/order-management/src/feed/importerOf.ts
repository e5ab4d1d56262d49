/**
 * Who the import signs in as, the same person in every tenant: the role `import` lets him date commands, the role
 * `warehouse` receive stock (see `convex/actor.ts`).
 */
export const importerOf = (tenant: string) => ({
  tokenIdentifier: "order-import|importer",
  issuer: "order-import",
  subject: "importer",
  roles: ["import", "warehouse"],
  tenant,
});
