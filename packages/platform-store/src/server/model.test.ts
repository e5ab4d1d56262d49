import { expect, test } from "vitest";
import type { AppendOutcome, Expectation, NewEvent, RecordedEvent } from "../client/index.js";
import { eventWith, toOrder, type Args } from "./setup.test.js";

type Written = Extract<AppendOutcome, { status: "appended" | "duplicate" }>;
type Head = { version: number; state: unknown; closed: boolean };
/** What an append should come to; `first` is what the original of a repeat returned. */
export type Prediction =
  | { status: "appended" | "closed" | "keyReused" | "partialDuplicate" }
  | { status: "duplicate"; first: Written["streams"] }
  | { status: "conflict"; conflicts: object[] };
type Placed = { streamType: string; streamId: string; version: number; ordinal: number };

const keyOf = (tenant: string, ...rest: string[]) => JSON.stringify([tenant, ...rest]);
const contentOf = (streams: Args["streams"]) =>
  JSON.stringify(streams.map(({ streamType, streamId, events }) => [streamType, streamId, events]));

export const isMet = (expected: Expectation, version: number): boolean => {
  if (expected === "any") return true;
  if (expected === "none") return version === 0;
  return expected === "exists" ? version >= 1 : version === expected;
};

/** What the store should hold, said in plain maps and lists. */
export class Model {
  heads = new Map<string, Head>();
  log: (NewEvent & Omit<Placed, "ordinal"> & { tenant: string })[] = [];
  keys = new Map<string, { content: string; first: Written["streams"] }>();
  ids = new Map<string, { content: string; place: Placed }>();
  commits: bigint[] = [];
  attempts: Args[] = [];
  /** Events made so far, each with a number of its own. */
  made = 0;

  copy(): Model {
    return Object.assign(new Model(), {
      ...{ heads: new Map(this.heads), keys: new Map(this.keys), ids: new Map(this.ids) },
      ...{ log: [...this.log], commits: this.commits, attempts: this.attempts, made: this.made },
    });
  }

  head(tenant: string, { streamType, streamId }: Omit<Placed, "version" | "ordinal">): Head {
    const none = { version: 0, state: null, closed: false };
    return this.heads.get(keyOf(tenant, streamType, streamId)) ?? none;
  }

  predict(args: Args): Prediction {
    return this.repeatOfKey(args) ?? this.repeatOfIds(args) ?? this.refusal(args);
  }

  private repeatOfKey({ tenant, idempotencyKey, streams }: Args): Prediction | null {
    const seen = idempotencyKey && this.keys.get(keyOf(tenant, idempotencyKey));
    if (!seen) return null;
    if (seen.content !== contentOf(streams)) return { status: "keyReused" };
    return { status: "duplicate", first: seen.first };
  }

  private repeatOfIds({ tenant, streams }: Args): Prediction | null {
    const all = streams.flatMap((stream) => stream.events.map((event) => ({ stream, event })));
    const known = all.flatMap(({ stream, event }) => {
      const seen = event.id === undefined ? undefined : this.ids.get(keyOf(tenant, event.id));
      const content = contentOf([{ ...stream, events: [event] }]);
      return seen ? [{ same: seen.content === content, place: seen.place, event }] : [];
    });
    if (known.length === 0) return null;
    if (known.some(({ same }) => !same)) return { status: "keyReused" };
    if (known.length < all.length) return { status: "partialDuplicate" };
    const first = streams.map(({ streamType, streamId, events }) => {
      const own = events.map((event) => known.find((each) => each.event === event)!);
      return {
        ...{ streamType, streamId, version: Math.max(...own.map(({ place }) => place.version)) },
        events: own.map(({ event: { id, type }, place: { version, ordinal } }) => ({
          ...{ id: id!, type, version, ordinal },
        })),
      };
    });
    return { status: "duplicate", first };
  }

  private refusal({ tenant, streams, asserts = [] }: Args): Prediction {
    const demanding = asserts.filter(({ expected }) => expected !== "any");
    if ([...streams, ...demanding].some((target) => this.head(tenant, target).closed)) {
      return { status: "closed" };
    }
    const conflicts = [...streams, ...asserts].flatMap(({ expected, ...target }) => {
      const { version } = this.head(tenant, target);
      if (isMet(expected, version)) return [];
      const seen = typeof expected === "number" ? expected : 0;
      const eventsBetween = expected === "exists" ? 0 : Math.max(0, version - seen);
      return [{ streamId: target.streamId, expected, version, eventsBetween }];
    });
    return conflicts.length > 0 ? { status: "conflict", conflicts } : { status: "appended" };
  }

  /** Takes over what the store says it wrote; versions and order are the model's own. */
  write({ tenant, streams, idempotencyKey }: Args, written: Written["streams"]): void {
    streams.forEach((stream, i) => {
      const { streamType, streamId, events, state } = stream;
      let { version } = this.head(tenant, stream);
      events.forEach((event, j) => {
        version += 1;
        this.log.push({ ...event, tenant, streamType, streamId, version });
        const { ordinal } = written[i]!.events[j]!;
        const place = { streamType, streamId, version, ordinal };
        const content = contentOf([{ ...stream, events: [event] }]);
        if (event.id !== undefined) this.ids.set(keyOf(tenant, event.id), { content, place });
      });
      const head = { version, state: state ?? null, closed: false };
      this.heads.set(keyOf(tenant, streamType, streamId), head);
    });
    if (idempotencyKey === undefined) return;
    this.keys.set(keyOf(tenant, idempotencyKey), { content: contentOf(streams), first: written });
  }
}

/** What the model knows of a stored event. */
export const shortOf = ({ tenant, streamType, streamId, version, payload }: RecordedEvent) => ({
  ...{ tenant, streamType, streamId, version, payload: payload as unknown },
});

test("the model tells a new append from a repeat, a misuse and a conflict", () => {
  const model = new Model();
  const args = { ...toOrder({ expected: "none" }), idempotencyKey: "k" };
  expect(model.predict(args)).toEqual({ status: "appended" });
  const event = { id: "Order:o-1:1", type: "OrderItemAdded", version: 1, ordinal: 0 };
  const first = [{ streamType: "Order", streamId: "o-1", version: 1, events: [event] }];
  model.write(args, first);
  expect(model.predict(args)).toEqual({ status: "duplicate", first });
  const other = toOrder({ expected: "none", events: [eventWith({ type: "Other" })] });
  expect(model.predict({ ...other, idempotencyKey: "k" })).toEqual({ status: "keyReused" });
  expect(model.predict(other)).toMatchObject({ status: "conflict", conflicts: [{ version: 1 }] });
});
