const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 100;
const isLive = process.stderr.isTTY && process.env.CI === undefined;

/**
 * @typedef {{ isLive: boolean, print: (line: string) => void, end: (last?: string) => void }} StatusLine
 */

/**
 * Seconds since `start` (a `performance.now()` value), for people: "3.2 s".
 * @param {number} start
 */
const elapsed = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/**
 * One line on stderr while work goes on: redrawn in a terminal, silent elsewhere, so that stdout
 * stays the task's own. `print` adds a lasting line above it, `end` replaces it by a last one
 * with its time.
 * @param {() => string} text
 * @returns {StatusLine}
 */
export function statusLine(text) {
  const start = performance.now();
  let frame = 0;
  const erase = isLive ? "\r\x1b[2K" : "";
  const draw = () => {
    const line = `${frames[frame++ % frames.length] ?? ""} ${text()} … ${elapsed(start)}`;
    process.stderr.write(`${erase}${line.slice(0, (process.stderr.columns || 80) - 1)}`);
  };
  const timer = isLive ? setInterval(draw, frameMs) : undefined;
  return {
    isLive,
    print: (line) => void process.stderr.write(`${erase}${line}\n`),
    end: (last) => {
      clearInterval(timer);
      process.stderr.write(last === undefined ? erase : `${erase}${last} (${elapsed(start)})\n`);
    },
  };
}
