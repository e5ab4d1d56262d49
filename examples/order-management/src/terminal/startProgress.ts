import { SingleBar } from "cli-progress";
import { formatCount } from "../summary/format.ts";
import type { Terminal } from "./Terminal.ts";

/** Work that goes on, as a person sees it. */
export type Progress = { advance: () => void; end: () => void };

/** Shows how far work has come: a bar on a terminal, elsewhere a line at each quarter of more than a hundred steps. */
export function startProgress(terminal: Terminal, title: string, total: number): Progress {
  const { live } = terminal;
  return live === null ? lines(terminal, title, total) : bar(terminal, live, { title, total });
}

function bar(
  { colors }: Terminal,
  stream: NodeJS.WritableStream,
  { title, total }: { title: string; total: number },
): Progress {
  const format = `  ${title}  ${colors.cyan("{bar}")}  {value} of {total} · {eta_formatted} left`;
  const shown = new SingleBar({
    format,
    stream,
    barCompleteChar: "━",
    barIncompleteChar: "╌",
    barsize: 32,
    hideCursor: true,
    clearOnComplete: true,
  });
  shown.start(total, 0);
  return { advance: () => shown.increment(), end: () => shown.stop() };
}

const quietTotal = 100;

function lines({ print }: Terminal, title: string, total: number): Progress {
  const quarter = Math.ceil(total / 4);
  let done = 0;
  const advance = () => {
    done++;
    if (total <= quietTotal || (done % quarter !== 0 && done !== total)) return;
    print(`  ${title}: ${formatCount(done)} of ${formatCount(total)}`);
  };
  return { advance, end: () => undefined };
}
