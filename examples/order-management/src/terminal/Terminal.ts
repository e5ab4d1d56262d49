import type { WriteStream } from "node:tty";
import picocolors from "picocolors";

/** Functions that color text, or leave it as it is where colors are not wanted. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** Where text for people goes. */
export type Terminal = {
  print: (...lines: string[]) => void;
  colors: Colors;
  /** A stream that a progress bar may redraw lines on, or `null`. */
  live: NodeJS.WritableStream | null;
};

type Stream = Pick<WriteStream, "write"> & NodeJS.WritableStream & { isTTY?: boolean };

/** Text for people on a stream: colored on a terminal unless NO_COLOR is set, and redrawn only on one outside of CI. */
export function terminalOn(stream: Stream, env: NodeJS.ProcessEnv = process.env): Terminal {
  const isTerminal = stream.isTTY === true && env["TERM"] !== "dumb";
  const wantsColors = isTerminal || isSet(env["FORCE_COLOR"]);
  return {
    print: (...lines) => {
      for (const line of lines) stream.write(`${line}\n`);
    },
    colors: picocolors.createColors(wantsColors && !isSet(env["NO_COLOR"])),
    live: isTerminal && !isSet(env["CI"]) ? stream : null,
  };
}

const isSet = (value: string | undefined) => value !== undefined && value !== "";
