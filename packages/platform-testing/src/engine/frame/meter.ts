import { trusted } from "../../boundary.js";
const mebibyte = 1024 * 1024;

const convexLimits = {
  bytesRead: 16 * mebibyte,
  bytesWritten: 16 * mebibyte,
  documentsRead: 32_000,
  documentsWritten: 16_000,
  databaseQueries: 4_096,
  functionsScheduled: 1_000,
  scheduledFunctionArgsBytes: 16 * mebibyte,
  filesWritten: 10,
  fileWriteBytes: 16 * mebibyte,
  filesRead: 10,
  fileReadBytes: 16 * mebibyte,
};

type Metric = keyof typeof convexLimits;

/** Limits of one transaction, as Convex names them; what is left out keeps Convex's own value. */
export type TransactionLimits = Record<Metric, number>;

const messageByMetric: Record<Metric, (limit: number) => string> = {
  bytesRead: (n) => `Read too much data in a single function execution (limit: ${n} bytes)`,
  bytesWritten: (n) => `Wrote too much data in a single function execution (limit: ${n} bytes)`,
  documentsRead: (n) => `Scanned too many documents in a single function execution (limit: ${n})`,
  documentsWritten: (n) => `Wrote too many documents in a single function execution (limit: ${n})`,
  databaseQueries: (n) => `Too many index ranges read in a single function execution (limit: ${n})`,
  functionsScheduled: (n) =>
    `Scheduled too many functions in a single function execution (limit: ${n})`,
  scheduledFunctionArgsBytes: (n) =>
    `Scheduled function arguments too large in a single function execution (limit: ${n} bytes)`,
  filesWritten: (n) => `Too many files stored by this mutation (limit: ${n})`,
  fileWriteBytes: (n) => `The files stored by this mutation are too large (limit: ${n} bytes)`,
  filesRead: (n) => `Too many files read by this mutation (limit: ${n})`,
  fileReadBytes: (n) => `The files read by this mutation are too large (limit: ${n} bytes)`,
};

const readMetrics: readonly Metric[] = [
  "bytesRead",
  "documentsRead",
  "databaseQueries",
  "filesRead",
  "fileReadBytes",
];
const metricNames = trusted<Metric[]>(Object.keys(convexLimits));

/**
 * Counts what a transaction uses and throws when a limit is passed. It replaces convex-test's own tracker, which
 * would count the recorder's look-ups and miss what the mirror answers.
 */
export class Meter {
  readonly #used: Record<Metric, number>;
  readonly #start: Record<Metric, number>;

  readonly #limits: TransactionLimits;
  readonly #enforced: boolean;

  private constructor(limits: TransactionLimits, enforced: boolean, start: Record<Metric, number>) {
    this.#limits = limits;
    this.#enforced = enforced;
    this.#start = start;
    this.#used = { ...start };
  }

  /** The meter of a top-level transaction. */
  static top(option: boolean | Partial<TransactionLimits>): Meter {
    const limits = { ...convexLimits, ...(typeof option === "object" ? option : {}) };
    const zeros = Object.fromEntries(metricNames.map((metric) => [metric, 0]));
    return new Meter(limits, option !== false, trusted<Record<Metric, number>>(zeros));
  }

  /** The meter of a nested call: it may only lower what is left of the caller's limits. */
  nested(requested: Partial<TransactionLimits> | null): Meter {
    const limits = { ...this.#limits };
    for (const metric of metricNames) {
      const own = requested?.[metric];
      if (own !== undefined) limits[metric] = Math.min(limits[metric], this.#used[metric] + own);
    }
    return new Meter(limits, this.#enforced || requested !== null, { ...this.#used });
  }

  /** Adds to a metric; throws the error Convex would throw when that passes the limit. */
  add(metric: Metric, amount: number): void {
    this.#used[metric] += amount;
    if (this.#enforced && this.#used[metric] > this.#limits[metric]) {
      throw new Error(`${messageByMetric[metric](this.#limits[metric])}. This is a Convex limit.`);
    }
  }

  /** Takes over what a nested call used; of one that failed, only what it read. */
  absorb(called: Meter, succeeded: boolean): void {
    for (const metric of succeeded ? metricNames : readMetrics) {
      this.#used[metric] += called.#used[metric] - called.#start[metric];
    }
  }

  /** What `ctx.meta.getTransactionMetrics()` answers. */
  report(): Record<Metric, { used: number; remaining: number }> {
    const entry = (metric: Metric) => [
      metric,
      { used: this.#used[metric], remaining: this.#limits[metric] - this.#used[metric] },
    ];
    return trusted<ReturnType<Meter["report"]>>(Object.fromEntries(metricNames.map(entry)));
  }
}
