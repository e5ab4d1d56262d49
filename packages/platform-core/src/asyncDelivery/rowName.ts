/** One text for a row of a read model, for sets and maps: tenant and key. */
export const rowName = (tenant: string, key: string): string => JSON.stringify([tenant, key]);
