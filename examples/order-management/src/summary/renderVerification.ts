import { printable } from "../terminal/printable.ts";
import type { Colors } from "../terminal/Terminal.ts";
import { formatCount, formatCounted, formatDollars } from "./format.ts";
import type { Report } from "./Report.ts";

/** The gross value and what it was compared with; then what feeding the input again did. */
export function renderVerification(report: Report, colors: Colors): string[] {
  const { verification, imported, eventCount } = report;
  const { input, readModel, streams, differing } = verification;
  const orders = formatCounted(imported.length, "order");
  const check = (isEqual: boolean, text: string) =>
    `  ${isEqual ? colors.green("✓") : colors.red("✗")} ${text}`;
  return [
    `${colors.bold("Gross value")}  ${colors.green(formatDollars(input))}`,
    check(readModel === input, `sum over the read model ${formatDollars(readModel)}`),
    check(
      streams === input,
      `fold of all streams     ${formatDollars(streams)} (${formatCounted(eventCount, "event")})`,
    ),
    differing.length === 0
      ? check(true, `and so for each of ${orders}`)
      : check(false, `not the same for ${named(differing)}`),
    ...renderRepeat(report, check),
  ];
}

const named = (ids: readonly string[]) =>
  ids.slice(0, 5).map(printable).join(", ") + (ids.length > 5 ? ` and ${ids.length - 5} more` : "");

function renderRepeat(
  { repeat }: Report,
  check: (isEqual: boolean, text: string) => string,
): string[] {
  if (repeat === null) return [];
  const { commands, writes, otherOutcomes } = repeat;
  return [
    "",
    `The same input again: ${formatCounted(commands, "command")} sent`,
    check(
      writes === 0,
      writes === 0 ? "nothing was written" : `${formatCounted(writes, "document")} written`,
    ),
    check(
      otherOutcomes === 0,
      otherOutcomes === 0
        ? "nothing was executed: every command got its first outcome back"
        : `${formatCount(otherOutcomes)} got another outcome than the first time`,
    ),
  ];
}
