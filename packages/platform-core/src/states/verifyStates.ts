import { trusted } from "../contract/boundary.js";
import type { EventStore } from "@convex-es/platform-store";
import { type Value } from "convex/values";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import { infrastructureDataOf } from "../base/infrastructureError.js";
import { convertState } from "./convertState.js";
import { firstDifference, valueText } from "./firstDifference.js";
import { foldStream, type Folded } from "./foldStream.js";
import { decodeProgress, encodeProgress } from "./progress.js";
import type { StateReader, StateSource } from "./StateSource.js";
import type { ReadScope } from "../wiring/tenantOf.js";

/** Which states to verify. */
export type VerifyOptions = ReadScope & {
  /** The `after` of the page before. */
  after?: string | undefined;
  /** Most states of one page (default 100); a page also ends where one transaction can fold no more. */
  limit?: number | undefined;
};

/** A stored state that is not the fold of its events: the first place where, or why it could not be told. */
export type StateDifference = { id: string; version: number; path: string; problem: string };

/** What one page of a verification found. */
export type Verification = {
  /** States compared. */
  checked: number;
  /** States not stored, or of a shape that is refolded anyway: nothing to compare. */
  unstored: number;
  differing: number;
  /** The first 20 of those that differ. */
  differences: StateDifference[];
  /** For the next page; `null` when this was the last. */
  after: string | null;
};

const mostStateDifferences = 20;
const budget = { events: 5_000, bytes: 4 * 1024 * 1024 };

type Head = Awaited<ReturnType<EventStore["listStreams"]>>["streams"][number];
/** After which id to go on, and how far the fold of the next one has come. */
type VerificationPoint = { job: string; after: string; fold: PartialFold | null };
type PartialFold = Folded & { id: string; shape: number };
type Verifying = {
  ctx: StateReader;
  store: EventStore;
  aggregate: AnyAggregate;
  tenant: string;
  place: VerificationPoint;
};

/** Compares one page of an aggregate's stored states with fresh folds of their events; reads only. */
export async function verifyStates(
  ctx: StateReader,
  { storeOf, tenantOf }: StateSource,
  { aggregate, after, limit = 100, ...scope }: VerifyOptions & { aggregate: AnyAggregate },
): Promise<Verification> {
  const store = storeOf(aggregate);
  const tenant = await tenantOf(ctx, scope);
  const job = JSON.stringify(["verifyStates", tenant, aggregate.name]);
  const place =
    after === undefined ? firstPoint(job) : decodeProgress<VerificationPoint>(after, job);
  const list = { tenant, streamType: aggregate.name, after: place.after, limit };
  const { streams, isDone } = await store.listStreams(ctx, list);
  const report: Report = { checked: 0, unstored: 0, differing: 0, differences: [] };
  const isWhole = await verifyPage({ ctx, store, aggregate, tenant, place }, streams, report);
  return { ...report, after: isWhole && isDone ? null : encodeProgress(place) };
}

const firstPoint = (job: string): VerificationPoint => ({ job, after: "", fold: null });

type Report = Omit<Verification, "after">;

/** Verifies one head after the other and moves the place on; false where the budget ended first. */
async function verifyPage(verifying: Verifying, heads: readonly Head[], report: Report) {
  const { place } = verifying;
  const left = { ...budget };
  for (const head of heads) {
    const isVerified = await verifyOne(verifying, head, { report, left });
    if (!isVerified) return false;
    place.after = head.streamId;
    place.fold = null;
  }
  return true;
}

type VerifiedPage = { report: Report; left: typeof budget };

async function verifyOne(verifying: Verifying, head: Head, { report, left }: VerifiedPage) {
  const { ctx, store, aggregate, tenant, place } = verifying;
  const { streamId: id, version } = head;
  try {
    const stored = head.state && convertState(aggregate, head.state);
    if (stored === null) {
      report.unstored++;
      return true;
    }
    const start = startedFold(place, id, aggregate);
    const target = { aggregate, tenant, id, start, to: version, budget: left };
    const { isDone, bytes, ...folded } = await foldStream(ctx, store, target);
    left.events -= folded.version - (start?.version ?? 0);
    left.bytes -= bytes;
    if (!isDone) {
      place.fold = { ...folded, id, shape: aggregate.shape };
      return false;
    }
    report.checked++;
    compare(report, head, { stored: stored.state, folded: folded.state });
  } catch (error) {
    // What cannot be read is what a verification is for; what is not ours fails it.
    const found = infrastructureDataOf(error);
    if (found === null) throw error;
    report.checked++;
    differs(report, { id, version, path: "", problem: found.message });
  }
  return true;
}

const startedFold = ({ fold }: VerificationPoint, id: string, { shape }: AnyAggregate) =>
  fold !== null && fold.id === id && fold.shape === shape ? fold : undefined;

function compare(report: Report, head: Head, states: { stored: unknown; folded: unknown }): void {
  const difference = firstDifference(trusted<Value>(states.stored), trusted<Value>(states.folded));
  if (difference === null) return;
  const { path, left, right } = difference;
  const problem = `stored ${valueText(left)}, folded ${valueText(right)}`;
  differs(report, { id: head.streamId, version: head.version, path, problem });
}

function differs(report: Report, difference: StateDifference): void {
  report.differing++;
  if (report.differences.length < mostStateDifferences) report.differences.push(difference);
}
