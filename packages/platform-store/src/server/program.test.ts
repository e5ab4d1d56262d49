import fc from "fast-check";
import { expect, test } from "vitest";
import type { AppendOutcome, Expectation, LogFilter, RecordedEvent } from "../client/index.js";
import {
  arbitraryProgram,
  streamIds,
  type Aim,
  type Appends,
  type FreshAppend,
  type Page,
  type RepeatedAppend,
  type Step,
  type Stream,
  type StreamRead,
} from "./arbitraryProgram.test.js";
import { Model, shortOf } from "./model.test.js";
import {
  eventsIn,
  eventWith,
  initConvexTest,
  metadata,
  pagesOf,
  store,
  type App,
  type Args,
} from "./setup.test.js";

const expectationOf = (aim: Aim, version: number): Expectation => {
  if (aim === "current") return version;
  if (aim === "before") return Math.max(0, version - 1);
  return aim === "after" ? version + 1 : aim;
};
const tagOf = (value: string) => ({ name: "tag", value });

function freshArgs(model: Model, { tenant, streamType, writes, ...more }: FreshAppend): Args {
  let id = more.firstId ?? 0;
  const expected = (aim: Aim, streamId: string) =>
    expectationOf(aim, model.head(tenant, { streamType, streamId }).version);
  const streams = writes.map(({ aim, looks, state }, i) => ({
    ...{ streamType, streamId: streamIds[i]!, expected: expected(aim, streamIds[i]!) },
    events: looks.map(({ tags, ...look }) =>
      eventWith({
        ...(more.firstId !== null && { id: `e-${id++}` }),
        ...{ ...look, tags: tags.map(tagOf), payload: { n: model.made++ } },
      }),
    ),
    ...(state && { state: { shape: 1, value: model.made } }),
  }));
  const free = streamIds[writes.length];
  const { assert, key } = more;
  const asserts =
    assert && free ? [{ streamType, streamId: free, expected: expected(assert, free) }] : [];
  const trace = { ...metadata, correlationId: `corr-${model.made % 3}` };
  return { tenant, streams, asserts, metadata: trace, ...(key && { idempotencyKey: key }) };
}

/** An append that was tried before, once more, as it was or changed. */
function againArgs(model: Model, { attempt, change }: RepeatedAppend): Args | null {
  const earlier = model.attempts[attempt % Math.max(1, model.attempts.length)];
  if (earlier === undefined) return null;
  const again = structuredClone(earlier);
  for (const stream of again.streams) {
    if (change === "expectation") stream.expected = 1;
    if (change === "payload") stream.events[0]!.payload = { n: model.made++ };
  }
  return again;
}

function check(model: Model, args: Args, outcome: AppendOutcome): void {
  const predicted = model.predict(args);
  if (predicted.status === "duplicate") {
    expect(outcome).toMatchObject({ status: "duplicate", streams: predicted.first });
  } else expect(outcome).toMatchObject(predicted);
  if (outcome.status === "appended") model.write(args, outcome.streams);
  if (outcome.status !== "conflict") return;
  for (const { eventsBetween, events, version } of outcome.conflicts) {
    const first = version - eventsBetween + 1;
    expect(events.map((event) => event.version)).toEqual(
      Array.from({ length: Math.min(20, eventsBetween) }, (_, i) => first + i),
    );
  }
}

const rolledBack = new Error("rolled back on purpose");

/** Runs the appends in one mutation, on a copy of the model that counts only when the mutation commits. */
async function runAppends(t: App, model: Model, { do: ending, appends }: Appends) {
  const after = model.copy();
  const run = t.mutation(async (ctx) => {
    const positions = [];
    for (const append of appends) {
      const args = "attempt" in append ? againArgs(after, append) : freshArgs(after, append);
      if (args === null) continue;
      after.attempts = [...after.attempts, args];
      const outcome = await store.append(ctx, args);
      check(after, args, outcome);
      if (outcome.status === "appended") positions.push(outcome.position.commitTs);
    }
    if (ending === "rollBack") throw rolledBack;
    return positions;
  });
  if (ending === "rollBack") {
    await expect(run).rejects.toBe(rolledBack);
    return Object.assign(model, { made: after.made, attempts: after.attempts });
  }
  const commits = (await run).slice(0, 1) as bigint[];
  return Object.assign(after, { commits: [...model.commits, ...commits] });
}

async function runClose(t: App, model: Model, stream: Stream): Promise<void> {
  const head = model.head(stream.tenant, stream);
  const open = head.version === 0 ? "conflict" : "closed";
  const outcome = await t.mutation((ctx) =>
    store.closeStream(ctx, { ...stream, reason: "done", actor: "ann" }),
  );
  expect(outcome.status).toBe(head.closed ? "alreadyClosed" : open);
  if (outcome.status !== "closed") return;
  const key = JSON.stringify([stream.tenant, stream.streamType, stream.streamId]);
  model.heads.set(key, { ...head, closed: true });
}

/** The whole log, in pages without a filter. */
const wholeLog = async (t: App) =>
  eventsIn(
    await pagesOf(t, (ctx, after) => store.readLog(ctx, { ...(after && { after }), limit: 500 })),
  );

async function checkStream(t: App, model: Model, step: StreamRead) {
  const { stream, backward, from, to, limit, back } = step;
  const until = model.commits.at(-1 - back);
  const page = await t.query((ctx) =>
    store.readStream(ctx, {
      ...{ ...stream, from, to, limit, direction: backward ? "backward" : "forward" },
      ...(until !== undefined && { until }),
    }),
  );
  const [low, high] = backward ? [to, from] : [from, to];
  const inRange = (await wholeLog(t)).filter(
    ({ tenant, streamType, streamId, version, position }) =>
      tenant === stream.tenant &&
      streamType === stream.streamType &&
      streamId === stream.streamId &&
      version >= low &&
      version <= high &&
      (until === undefined || (position.commitTs as bigint) <= until),
  );
  const wanted = backward ? inRange.reverse() : inRange;
  expect(page.events).toEqual(wanted.slice(0, limit));
  expect(page.isDone).toBe(wanted.length <= limit);
}

const oneOf = (list: readonly string[] | undefined, name: string) => list?.includes(name) ?? true;

/** Filtering the full log on the client. */
const passes = (filter: LogFilter) => (event: RecordedEvent) =>
  (filter.tenant ?? event.tenant) === event.tenant &&
  oneOf(filter.types, event.type) &&
  oneOf(filter.categories, event.category) &&
  oneOf(filter.contexts, event.context) &&
  oneOf(filter.streamTypes, event.streamType) &&
  (filter.tags ?? []).every(({ value }) => event.tags.some((tag) => tag.value === value));

const budgeted = ({ limit, documents }: Page, after: string | undefined) => ({
  ...{ limit, budget: { documents } },
  ...(after && { after }),
});

async function checkFilter(t: App, filter: LogFilter, page: Page): Promise<void> {
  const pages = await pagesOf(t, (ctx, after) =>
    store.readLog(ctx, { ...filter, ...budgeted(page, after) }),
  );
  expect(eventsIn(pages)).toEqual((await wholeLog(t)).filter(passes(filter)));
}

async function checkTrace(t: App, index: number, page: Page): Promise<void> {
  const log = await wholeLog(t);
  const event = log[index % Math.max(1, log.length)];
  if (event === undefined) return;
  const { id, tenant, correlationId, causationId } = event;
  expect(await t.query((ctx) => store.readEvent(ctx, { tenant, id }))).toEqual(event);
  const tree = await pagesOf(t, (ctx, after) =>
    store.readCorrelation(ctx, { tenant, correlationId, ...budgeted(page, after) }),
  );
  const children = await pagesOf(t, (ctx, after) =>
    store.readCausation(ctx, { tenant, causationId, ...budgeted(page, after) }),
  );
  const own = log.filter((each) => each.tenant === tenant);
  expect(eventsIn(tree)).toEqual(own.filter((each) => each.correlationId === correlationId));
  expect(eventsIn(children)).toEqual(own.filter((each) => each.causationId === causationId));
}

type Reader = { seen: RecordedEvent[]; cursor?: string };

async function follow(t: App, reader: Reader, page: Page): Promise<boolean> {
  const next = await t.query((ctx) => store.readLog(ctx, budgeted(page, reader.cursor)));
  reader.seen.push(...next.events);
  reader.cursor = next.cursor;
  return next.isDone;
}

/** The ordinals of each commit are 0 to n, the commits ascend. */
function checkPositions(events: RecordedEvent[]): void {
  events.forEach(({ position }, i) => {
    const before = events[i - 1]?.position;
    const isSame = before?.commitTs === position.commitTs;
    expect(position.ordinal).toBe(isSame ? before.ordinal + 1 : 0);
    if (before && !isSame) expect(before.commitTs < position.commitTs).toBe(true);
  });
}

async function checkAll(t: App, model: Model, reader: Reader): Promise<void> {
  while (!(await follow(t, reader, { limit: 7, documents: 1000 })));
  expect(reader.seen.map(shortOf)).toEqual(
    model.log.map(({ tenant, streamType, streamId, version, payload }) => ({
      ...{ tenant, streamType, streamId, version, payload: payload as unknown },
    })),
  );
  checkPositions(reader.seen);
  for (const [key, { version, state, closed }] of model.heads) {
    const [tenant, streamType, streamId] = JSON.parse(key) as [string, string, string];
    const found = await t.query((ctx) => store.loadState(ctx, { tenant, streamType, streamId }));
    expect({ ...found, closed: found?.closed !== undefined }).toEqual({ version, state, closed });
  }
}

async function run(program: Step[]): Promise<void> {
  const t = initConvexTest();
  const reader: Reader = { seen: [] };
  let model = new Model();
  for (const step of program) {
    if (step.do === "readStream") await checkStream(t, model, step);
    else if (step.do === "filter") await checkFilter(t, step.filter, step.page);
    else if (step.do === "trace") await checkTrace(t, step.event, step.page);
    else if (step.do === "follow") await follow(t, reader, step.page);
    else if (step.do === "close") await runClose(t, model, step.stream);
    else model = await runAppends(t, model, step);
  }
  await checkAll(t, model, reader);
}

const seed = Math.trunc(Math.random() * 2 ** 31);

test("ST-1 ST-2 ST-3 ST-4 ST-5 ST-6 ST-7 ST-8 random programs do what a model in memory does", async () => {
  console.info(`1,000 programs against the store, seed ${seed}`);
  await fc.assert(fc.asyncProperty(arbitraryProgram, run), { seed, numRuns: 1000 });
}, 120_000);
