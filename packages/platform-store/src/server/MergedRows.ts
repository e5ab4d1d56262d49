import type { Doc } from "../component/_generated/dataModel.js";
import { maxCommitTs } from "../contract/logPlaces.js";

type Row = Doc<"events">;
type Head = { rows: AsyncIterator<Row>; row: Row };

/** Merges several sequences of events, each in log order, into one; tells how many rows it has read ahead. */
export class MergedRows implements AsyncIterable<Row> {
  #heads: Head[] = [];

  readonly #sequences: readonly AsyncIterable<Row>[];

  constructor(sequences: readonly AsyncIterable<Row>[]) {
    this.#sequences = sequences;
  }

  /** How many rows it has read behind the last one it returned: at most one of each sequence. */
  get ahead(): number {
    return Math.max(0, this.#heads.length - 1);
  }

  /** Reads the first row of every sequence at once, then one row for each row that it returns. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    const sequences = this.#sequences.map((sequence) => sequence[Symbol.asyncIterator]());
    try {
      this.#heads = (await Promise.all(sequences.map(headOf))).flat();
      for (let head = this.#first(); head !== undefined; head = this.#first()) {
        yield head.row;
        await this.#moveOn(head);
      }
    } finally {
      await Promise.all(sequences.map(async (rows) => await rows.return?.()));
    }
  }

  #first(): Head | undefined {
    const [head, ...others] = this.#heads;
    return others.reduce((first, other) => {
      return first !== undefined && isBefore(other.row, first.row) ? other : first;
    }, head);
  }

  async #moveOn(head: Head): Promise<void> {
    const next = await head.rows.next();
    if (next.done) this.#heads = this.#heads.filter((other) => other !== head);
    else head.row = next.value;
  }
}

async function headOf(rows: AsyncIterator<Row>): Promise<Head[]> {
  const first = await rows.next();
  return first.done ? [] : [{ rows, row: first.value }];
}

// Events of the running mutation come after all that is committed.
const commitOf = ({ position }: Row) => (typeof position === "bigint" ? position : maxCommitTs);

const isBefore = (one: Row, other: Row) =>
  commitOf(one) < commitOf(other) ||
  (commitOf(one) === commitOf(other) && one.ordinal < other.ordinal);
