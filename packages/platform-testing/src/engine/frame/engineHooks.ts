import type { Value } from "convex/values";
import type { Document } from "../documents/document.js";
import type { FunctionInfo } from "./frame.js";
import type { Footprint } from "./footprint.js";
import type { Write } from "../documents/write.js";

/** A scheduled function: ids are unique within the component that scheduled it. */
export type ScheduledJob = { component: string; id: string };

/** A transaction that is about to commit; nothing can stop it but an exception of the hook. */
export type Committing = {
  name: string;
  /** What its placeholders become; no other commit has it. */
  ts: bigint;
  /** Placeholders are resolved. */
  writes: readonly Write[];
  value: Value;
  /** The scheduled function that this transaction completes. */
  job: ScheduledJob | null;
  /** What `call` was given as its origin. */
  origin: unknown;
};

/** A function that a client, the scheduler or an action called, after it ended. */
export type FunctionEnd = {
  info: FunctionInfo;
  ms: number;
  footprint: Footprint;
  error: unknown;
  scheduled: boolean;
};

/** A file that a host has: its checksum as Convex shows it (SHA-256 in base64), and its size in bytes. */
export type KeptFile = { digest: string; size: number };

/** Bytes that are to become a file; a `Blob` is one. */
export type FileSource = {
  readonly type: string;
  /** Its bytes, read once. */
  stream(): AsyncIterable<Uint8Array>;
};

/** Where the bytes of an engine's files are. Their rows are documents like all others, in the table `_storage`. */
export type FileHost = {
  /** Keeps bytes durably, then calls `refer`, which makes the row; bytes that get no row need not be kept. */
  keep<T>(source: FileSource, refer: (file: KeptFile) => Promise<T>): Promise<T>;
  /** The bytes of a row; null when they are gone. */
  read(row: Document): Promise<Blob | null>;
  /** Where clients get a file. */
  url(component: string, id: string): string;
  /** Where clients may send one. */
  uploadUrl(component: string): string;
};

/** What the host of an engine hears of. Hooks run while the engine works: they must be quick and must not call it. */
export type EngineHooks = {
  /** Before a transaction's writes become visible to anyone: the place to make them durable. */
  onCommit?(commit: Committing): void;
  /** A scheduled action starts: it must not be started again. Mutations tell by their commit. */
  onJobStart?(job: ScheduledJob): void;
  /** A scheduled function is over; `error` is null when it succeeded. */
  onJobEnd?(job: ScheduledJob, error: unknown): void;
  /** A function of the app or of a component has ended, also one called by another. */
  onFunction?(ended: FunctionEnd): void;
  /** Without one, files are convex-test's: in memory, with addresses that are not served. */
  readonly files?: FileHost | undefined;
};
