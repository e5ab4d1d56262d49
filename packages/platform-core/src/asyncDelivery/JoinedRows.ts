import { rowName } from "./rowName.js";
import { comparePositions, type Position } from "@convex-es/platform-base";
import type { RecordedEvent } from "@convex-es/platform-store";
import { cursorAt, hasReached, narrowCursor, storesIn } from "@convex-es/platform-store/log";
import type { MutationContext } from "../base/untypedTables.js";
import { runStaleOperation } from "../wiring/callRuntime.js";
import type { RuntimeQuery } from "../wiring/runtimeReference.js";
import { projectionBehaviourOf } from "../declarations/defineProjection.js";
import { joinedKeyOf, type Join } from "../declarations/projectionJoin.js";
import type { KeyedEvent } from "../readModels/projectionKeys.js";
import type { ReadModelConsumer } from "../readModels/readModelConsumers.js";
import type { WaitsFor } from "../contract/consumer.js";
import type { JoinedAnswer, JoinedInput } from "../contract/operations.js";

type Event = KeyedEvent["event"];
type RowAddress = { tenant: string; key: string };

/** Has the rows read: in a mutation as they were when it began, so that it is in nobody's way. */
export type AskJoined = (input: JoinedInput) => Promise<JoinedAnswer>;

/** Asks through the runtime's query, about what had been committed when the calling mutation began. */
export const askJoined =
  (ctx: Pick<MutationContext, "runQuery">, query: RuntimeQuery): AskJoined =>
  (input) =>
    runStaleOperation(ctx, query, { op: "readJoined", input });

/** The rows of another read model that belong to some events, and which events they are enough for. */
export class JoinedRows {
  readonly #rows = new Map<string, Record<string, unknown> | null>();

  private constructor(
    readonly join: Join,
    readonly answer: JoinedAnswer,
    wanted: readonly RowAddress[],
  ) {
    for (const [index, { tenant, key }] of wanted.entries()) {
      this.#rows.set(rowName(tenant, key), answer.rows[index] ?? null);
    }
  }

  /** Loads the rows for events of a read model, all at once; `null` where it is made of no other one, or there are no events. */
  static async load(
    { name, version, projection }: ReadModelConsumer,
    events: readonly Event[],
    ask: AskJoined,
  ): Promise<JoinedRows | null> {
    const { join } = projectionBehaviourOf(projection);
    if (join === null || events.length === 0) return null;
    const rows = new Map(events.flatMap((event) => entriesOf(join, event)));
    const wanted = [...rows.values()];
    return new JoinedRows(join, await ask({ consumer: name, version, rows: wanted }), wanted);
  }

  /** The row that belongs to an event; throws what the key's function throws. */
  of(event: Event): Record<string, unknown> | null {
    const key = joinedKeyOf(this.join, event);
    return key === null ? null : (this.#rows.get(rowName(event.tenant, key)) ?? null);
  }

  /** Whether the rows show everything up to an event, and that event too where it concerns them. */
  show({ position }: Pick<RecordedEvent, "position">): boolean {
    const { first, cursor, isMissing } = this.answer;
    if (isMissing) return false;
    if (first !== null) return comparePositions(position, first) < 0;
    return cursor === null || hasReached(cursor, placeIn(cursor, position));
  }

  /** What has to move before the rows show more. */
  get waitsFor(): WaitsFor {
    return this.answer.waitsFor;
  }
}

// An event whose key cannot be computed fails when it is applied, alone.
function entriesOf(join: Join, event: Event): [string, RowAddress][] {
  try {
    const key = joinedKeyOf(join, event);
    return key === null ? [] : [[rowName(event.tenant, key), { tenant: event.tenant, key }]];
  } catch {
    return [];
  }
}

/** Where a position of whatever store lies in the logs of a cursor. */
function placeIn(cursor: string, position: Position): string {
  const stores = storesIn(cursor);
  return narrowCursor(cursorAt(position, [...new Set([...stores, position.store])]), stores);
}
