import type { RecordedEvent } from "@convex-es/platform-store";
import { printable } from "../terminal/printable.ts";
import type { Colors } from "../terminal/Terminal.ts";
import { describeEvent } from "./describeEvent.ts";
import { formatCounted } from "./format.ts";
import type { Report } from "./Report.ts";
import { renderTable } from "./renderTable.ts";

/** One order as its stream tells it. */
export function renderTimeline({ stream, names }: Report, colors: Colors): string[] {
  const [first] = stream;
  if (first === undefined) return [];
  const title = `Order ${printable(first.streamId)}`;
  const columns = [
    { heading: "Occurred at (UTC)" },
    { heading: "Event", color: colors.cyan },
    { heading: "Version", align: "right" as const },
    { heading: "Position", color: colors.dim },
    { heading: "What happened" },
  ];
  const rows = stream.map((event) => [
    minuteOf(event.occurredAt),
    event.type,
    String(event.version),
    positionOf(event),
    describeEvent(event, names),
  ]);
  return [
    `${colors.bold(title)}${colors.dim(` · its stream of ${formatCounted(stream.length, "event")}`)}`,
    ...renderTable(colors, columns, rows),
  ];
}

const minuteOf = (time: number) => new Date(time).toISOString().slice(0, 16).replace("T", " ");

const positionOf = ({ position: { commitTs, ordinal } }: RecordedEvent) =>
  typeof commitTs === "bigint" ? `${commitTs}·${ordinal}` : "";
