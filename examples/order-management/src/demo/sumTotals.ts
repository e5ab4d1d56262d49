import type { TenantContent } from "../verify/verifyTenant.ts";
import type { Verification } from "../verify/verifyTotals.ts";

/** The verifications of all tenants as one. */
export function sumTotals(contents: readonly TenantContent[]): Verification {
  const sum = (source: "input" | "readModel" | "streams") =>
    contents.reduce((total, { totals }) => total + totals[source], 0n);
  const place = (tenant: string, id: string) => (tenant === "" ? id : `${id} of ${tenant}`);
  return {
    input: sum("input"),
    readModel: sum("readModel"),
    streams: sum("streams"),
    differing: contents.flatMap(({ tenant, totals }) =>
      totals.differing.map((id) => place(tenant, id)),
    ),
    isEqual: contents.every(({ totals }) => totals.isEqual),
  };
}
