import { isExecutedNow } from "./isExecutedNow.ts";
import type { Sent } from "./sendCommand.ts";

/** The least and the most of one count. */
export type Spread = { least: number; most: number };

/** What one kind of command cost, documents of read models and tags included. */
export type CommandCost = {
  name: string;
  sent: number;
  calls: Spread;
  indexRanges: Spread;
  docsRead: Spread;
  docsWritten: Spread;
};

/** The costs of the commands that were executed, not those that had been before, by name, in the order of their first use. */
export function costPerCommand(sent: readonly Sent[]): CommandCost[] {
  const executed = sent.filter(isExecutedNow);
  return [...Map.groupBy(executed, ({ name }) => name)].map(([name, group]) => {
    const spread = (count: "calls" | "indexRanges" | "docsRead" | "docsWritten"): Spread => {
      const numbers = group.map(({ counts }) => counts[count]);
      const sorted = numbers.toSorted((a, b) => a - b);
      return { least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
    };
    return {
      name,
      sent: group.length,
      calls: spread("calls"),
      indexRanges: spread("indexRanges"),
      docsRead: spread("docsRead"),
      docsWritten: spread("docsWritten"),
    };
  });
}
