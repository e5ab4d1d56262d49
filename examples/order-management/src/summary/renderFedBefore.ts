import type { Colors } from "../terminal/Terminal.ts";
import { formatCount, formatCounted } from "./format.ts";
import type { Report } from "./Report.ts";

/** What of the input an earlier run had fed already; nothing where none had. */
export function renderFedBefore({ commands, fedBefore }: Report, colors: Colors): string[] {
  const { executed, duplicates, writes } = fedBefore;
  if (duplicates === 0) return [];
  const { bold, green, dim } = colors;
  const forget = dim("  --reset forgets what earlier runs have left");
  const sent = `${bold("Fed before")}  ${formatCounted(commands, "command")} sent, ${formatCount(executed)} executed`;
  const known = `${formatCount(duplicates)} had been sent by an earlier run and got their first outcome back`;
  if (writes > 0) return [sent, `  ${known}`, forget];
  const silent =
    "nothing was executed, nothing was written: every command got its first outcome back";
  return [sent, `  ${green("✓")} ${silent}`, forget];
}
