/** Writes a line for the developer. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line about something that is wrong. */
export function printError(line: string): void {
  process.stderr.write(`platform-embedded: ${line}\n`);
}
