import { trusted } from "../boundary.js";
import { convexToJson, jsonToConvex, type JSONValue } from "convex/values";
import type { Document, ScheduledJob, StoredJob } from "@convex-es/platform-testing/engine";

/** A document as a transaction left it; `null` when it deleted it. */
export type DocumentChange = {
  readonly component: string;
  readonly id: string;
  readonly document: Document | null;
};

/** A mutation that a client sent, and what it was answered: sent again, it must not run again. */
export type AnsweredRequest = {
  readonly session: string;
  readonly id: number;
  readonly value: JSONValue;
  readonly ts: bigint;
};

/** What became of a scheduled function. */
export type JobState = "success" | "failed" | "canceled";

/** A scheduled function that has ended and must not start again. */
export type EndedJob = ScheduledJob & {
  /** Missing in logs of earlier versions, as is `at`. */
  readonly state?: JobState | undefined;
  /** In milliseconds. */
  readonly at?: number | undefined;
};

/** A scheduled function, with the name and the creation time its row has. */
export type NamedJob = StoredJob & {
  readonly name?: string | undefined;
};

/** One step of a deployment's data: what a transaction changed, or that a scheduled function is over. */
export type Change = {
  readonly ts: bigint;
  readonly documents: readonly DocumentChange[];
  readonly scheduled: readonly (NamedJob & { readonly component: string })[];
  readonly ended: readonly EndedJob[];
  /** How many ids each component has handed out, where the change knows. */
  readonly idsUsed: Readonly<Record<string, number>>;
  readonly request: AnsweredRequest | null;
};

/** A change that changes nothing yet. */
export const noChange: Change = {
  ts: 0n,
  documents: [],
  scheduled: [],
  ended: [],
  idsUsed: {},
  request: null,
};

/** Says whether a change would change nothing. */
export function isEmpty({ documents, scheduled, ended, request }: Change): boolean {
  return documents.length + scheduled.length + ended.length === 0 && request === null;
}

type Line = {
  ts: string;
  d?: [component: string, id: string, document: JSONValue][];
  s?: [component: string, id: string, request: JSONValue, name?: string, createdAt?: number][];
  e?: [component: string, id: string, state?: JobState, at?: number][];
  n?: Record<string, number>;
  r?: [session: string, id: number, value: JSONValue];
};

/** Writes a change as one line of JSON. */
export function encodeChange(change: Change): string {
  const { ts, documents, scheduled, ended, idsUsed, request } = change;
  const line: Line = { ts: String(ts) };
  if (documents.length > 0) {
    line.d = documents.map(({ component, id, document }) => [
      component,
      id,
      document && convexToJson(document),
    ]);
  }
  if (scheduled.length > 0) {
    line.s = scheduled.map((job) => [
      ...([job.component, job.id, job.request] as const),
      ...named(job),
    ]);
  }
  if (ended.length > 0) {
    line.e = ended.map(({ component, id, state, at = 0 }) =>
      state ? [component, id, state, at] : [component, id],
    );
  }
  if (Object.keys(idsUsed).length > 0) line.n = idsUsed;
  if (request) line.r = [request.session, request.id, request.value];
  return JSON.stringify(line);
}

const named = ({ name, createdAt }: NamedJob): [string, number] | [] =>
  name === undefined || createdAt === undefined ? [] : [name, createdAt];

/** Reads a change back. Throws when the text is not one. */
export function decodeChange(json: string): Change {
  const { ts, d = [], s = [], e = [], n = {}, r } = trusted<Line>(JSON.parse(json));
  const at = BigInt(ts);
  return {
    ts: at,
    documents: d.map(([component, id, document]) => ({
      component,
      id,
      document: document === null ? null : trusted<Document>(jsonToConvex(document)),
    })),
    scheduled: s.map(([component, id, request, name, createdAt]) => ({
      component,
      id,
      request,
      ...(name !== undefined && { name, createdAt }),
    })),
    ended: e.map(([component, id, state, at]) => ({ component, id, ...(state && { state, at }) })),
    idsUsed: n,
    request: r ? { session: r[0], id: r[1], value: r[2], ts: at } : null,
  };
}
