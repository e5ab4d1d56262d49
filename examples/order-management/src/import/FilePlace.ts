const newline = 0x0a;
const carriageReturn = 0x0d;
const blanks = new Set([newline, carriageReturn, 0x0c, 0x09, 0x20]);

/** A place in a text file, as byte offset and line number (from 1); it only moves forward. */
export class FilePlace {
  offset = 0;
  line = 1;
  readonly #file: Buffer;

  constructor(file: Buffer) {
    this.#file = file;
  }

  get atEnd(): boolean {
    return this.offset >= this.#file.length;
  }

  /** The rest of the file. */
  get rest(): Buffer {
    return this.#file.subarray(this.offset);
  }

  /** Moves to an offset, counting the lines it passes; `\r\n`, `\n` and `\r` each end one. */
  advanceTo(offset: number): void {
    while (this.offset < offset) this.#step();
  }

  /** Moves to the next character that is neither white space nor the end of a line. */
  skipBlanks(): void {
    while (blanks.has(this.#file[this.offset] ?? -1)) this.#step();
  }

  /** Moves to the end of this line and returns what was passed. */
  takeLine(): Buffer {
    const start = this.offset;
    while (!this.atEnd && !this.#endsLine()) this.offset++;
    return this.#file.subarray(start, this.offset);
  }

  #step(): void {
    const first = this.#file[this.offset++];
    const isPair = first === carriageReturn && this.#file[this.offset] === newline;
    if (first === newline || (first === carriageReturn && !isPair)) this.line++;
  }

  #endsLine(): boolean {
    const byte = this.#file[this.offset];
    return byte === newline || byte === carriageReturn;
  }
}
