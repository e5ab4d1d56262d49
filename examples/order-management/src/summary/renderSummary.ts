import type { Colors } from "../terminal/Terminal.ts";
import { renderCosts } from "./renderCosts.ts";
import { renderFedBefore } from "./renderFedBefore.ts";
import { renderImport } from "./renderImport.ts";
import { renderStock } from "./renderStock.ts";
import { renderTenants } from "./renderTenants.ts";
import { renderTimeline } from "./renderTimeline.ts";
import { renderTotals } from "./renderTotals.ts";
import { renderVerification } from "./renderVerification.ts";
import type { Report } from "./Report.ts";

/** The whole summary, line by line, for a person. */
export function renderSummary(report: Report, colors: Colors): string[] {
  const sections = [
    renderImport(report, colors),
    renderFedBefore(report, colors),
    renderTotals("customers", report, colors),
    renderTotals("products", report, colors),
    renderStock(report, colors),
    renderVerification(report, colors),
    renderTenants(report, colors),
    renderCosts(report, colors),
    renderTimeline(report, colors),
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines]);
}
