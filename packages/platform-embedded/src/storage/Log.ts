import fs from "node:fs";
import path from "node:path";
import { encodeChange, decodeChange, type Change } from "./Change.js";
import { Contents } from "./Contents.js";
import { encodeLine, readLines } from "./lines.js";

/** When written changes are forced to the disk. A killed process loses nothing either way; a power cut may. */
export type FsyncPolicy = "always" | "everySecond" | "never";

/** Where a log is kept, and how. */
export type LogOptions = {
  readonly directory: string;
  readonly fsync?: FsyncPolicy | undefined;
  /** The file is rewritten when it is larger than this and than twice what it held when it was last rewritten. */
  readonly compactAtBytes?: number | undefined;
  readonly warn?: ((message: string) => void) | undefined;
};

const logFilePattern = /^data\.(\d+)\.log$/;

/**
 * The changes of a deployment in an append-only file. Each file starts with everything that is held and goes on with what
 * changes; a new one takes its place when it has grown. A damaged end is left out, kept aside and reported.
 */
export class Log {
  #written = 0;
  #compacted = 0;
  #dirty = false;
  readonly #timer: NodeJS.Timeout | null;

  #file = -1;

  readonly #options: LogOptions;
  readonly #contents: Contents;
  #generation: number;

  private constructor(options: LogOptions, contents: Contents, generation: number) {
    this.#options = options;
    this.#contents = contents;
    this.#generation = generation;
    const flush = () => this.#sync();
    this.#timer =
      (options.fsync ?? "everySecond") === "everySecond" ? setInterval(flush, 1_000) : null;
    this.#timer?.unref();
  }

  /** Opens the log of a directory, which it makes when it is not there, and reads what is held. */
  static async open(options: LogOptions): Promise<{ log: Log; contents: Contents }> {
    fs.mkdirSync(options.directory, { recursive: true });
    const generations = generationsIn(options.directory);
    const generation = generations.at(-1) ?? 0;
    const contents = new Contents();
    if (generation > 0)
      await readInto(contents, fileOf(options.directory, generation), options.warn);
    const log = new Log(options, contents, generation);
    log.#compact();
    return { log, contents };
  }

  /** Appends a change; when it returns, the change survives the end of this process. Throws when the disk does not take it. */
  append(change: Change): void {
    const line = Buffer.from(encodeLine(encodeChange(change)));
    try {
      writeWhole(this.#file, line, this.#written);
    } catch (error) {
      // Half a line would hide everything that is written after it.
      fs.ftruncateSync(this.#file, this.#written);
      throw error;
    }
    this.#written += line.length;
    this.#dirty = true;
    if (this.#options.fsync === "always") this.#sync();
  }

  /** Rewrites the file when it has grown enough. To be called between changes. */
  compactIfLarge(): void {
    const least = this.#options.compactAtBytes ?? 64 * 1024 * 1024;
    if (this.#written > least && this.#written > 2 * this.#compacted) this.#compact();
  }

  /** Forces everything to the disk and closes the file. */
  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#sync();
    fs.closeSync(this.#file);
  }

  #sync(): void {
    if (this.#dirty) fs.fsyncSync(this.#file);
    this.#dirty = false;
  }

  #compact(): void {
    const { directory } = this.#options;
    const next = fileOf(directory, this.#generation + 1);
    const file = fs.openSync(`${next}.new`, "w");
    this.#compacted = writeAll(file, this.#contents);
    fs.fsyncSync(file);
    fs.renameSync(`${next}.new`, next);
    if (this.#file !== -1) fs.closeSync(this.#file);
    this.#file = file;
    this.#generation += 1;
    this.#written = this.#compacted;
    this.#dirty = false;
    for (const old of generationsIn(directory)) {
      if (old < this.#generation) fs.rmSync(fileOf(directory, old));
    }
  }
}

function writeWhole(file: number, data: Buffer, position: number): void {
  for (let from = 0; from < data.length;) {
    from += fs.writeSync(file, data, from, data.length - from, position + from);
  }
}

function writeAll(file: number, contents: Contents): number {
  let bytes = 0;
  let portion: string[] = [];
  const flush = () => {
    const data = Buffer.from(portion.join(""));
    writeWhole(file, data, bytes);
    bytes += data.length;
    portion = [];
  };
  for (const change of contents.asChanges()) {
    portion.push(encodeLine(encodeChange(change)));
    if (portion.length >= 1_000) flush();
  }
  flush();
  return bytes;
}

async function readInto(contents: Contents, file: string, warn: LogOptions["warn"]): Promise<void> {
  const { intact, dropped } = await readLines(file, (text) => contents.apply(decodeChange(text)));
  if (dropped === 0) return;
  const aside = `${file}.damaged-${Date.now()}`;
  fs.copyFileSync(file, aside);
  warn?.(
    `The data file was damaged after ${intact} bytes: the last ${dropped} bytes were left out. ` +
      `The damaged file is kept as ${aside}`,
  );
}

const fileOf = (directory: string, generation: number): string =>
  path.join(directory, `data.${generation}.log`);

function generationsIn(directory: string): number[] {
  const numbers = fs.readdirSync(directory).flatMap((name) => {
    const found = logFilePattern.exec(name);
    return found ? [Number(found[1])] : [];
  });
  return numbers.sort((a, b) => a - b);
}
