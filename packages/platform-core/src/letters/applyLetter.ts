import { readAsToday } from "../upcast/readStored.js";
import type { MutationContext } from "../base/untypedTables.js";
import { AsideRows } from "../asyncDelivery/AsideRows.js";
import { routedEventsOf } from "../consumers/RoutedEvent.js";
import type { ReadModelApp } from "../asyncDelivery/ReadModelApp.js";
import { readLetter } from "./readLetter.js";
import { askJoined, JoinedRows } from "../asyncDelivery/JoinedRows.js";
import { openRows } from "../asyncDelivery/RowSet.js";
import type { AnswerOf, LetterInput } from "../contract/operations.js";

/**
 * Applies an event that was put aside, as it is read by today's code, to all rows it concerns. Where that is another row now,
 * which has events aside itself, nothing is written, and `keys` names all of them.
 */
export async function applyLetter(
  ctx: MutationContext,
  { readModels, core, query }: ReadModelApp,
  input: LetterInput,
): Promise<AnswerOf<"applyLetter">> {
  const consumer = readModels.find(input.consumer, input.version);
  const { projection, source } = consumer;
  const stored = await readLetter(ctx, readModels.stores, input);
  const events = await readAsToday(ctx, source, stored);
  const [one] = routedEventsOf(consumer, { stored: [stored], events });
  if (one === undefined) return { keys: null };
  if (one.problem !== null) throw one.problem;
  const others = new AsideRows(core, input);
  const keys = one.keys.filter((key) => !input.keys.includes(key));
  await others.find(ctx, [{ ...one, keys }]);
  if (others.hasAny(one)) return { keys: [...one.keys] };
  const rows = await openRows(ctx.db, projection, input.generation);
  rows.joined = await JoinedRows.load(
    consumer,
    one.events.map(({ event }) => event),
    askJoined(ctx, query),
  );
  await rows.load(one.events);
  rows.applyAll(one.events);
  await rows.store();
  return { keys: null };
}
