/** The tenants of a run: the one without a name, or several. */
export const tenantsOf = (count: number): string[] =>
  count === 1 ? [""] : Array.from({ length: count }, (_, i) => `tenant-${i + 1}`);
