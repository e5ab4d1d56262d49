import { readAsToday } from "../upcast/readStored.js";
import type { MutationContext } from "../base/untypedTables.js";
import { AsideRows } from "../asyncDelivery/AsideRows.js";
import { concernsOf } from "../consumers/Concern.js";
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
  const [concern] = concernsOf(consumer, { stored: [stored], events });
  if (concern === undefined) return { keys: null };
  if (concern.problem !== null) throw concern.problem;
  const others = new AsideRows(core, input);
  const keys = concern.keys.filter((key) => !input.keys.includes(key));
  await others.find(ctx, [{ ...concern, keys }]);
  if (others.hasAny(concern)) return { keys: [...concern.keys] };
  const rows = await openRows(ctx.db, projection, input.generation);
  rows.joined = await JoinedRows.load(
    consumer,
    concern.events.map(({ event }) => event),
    askJoined(ctx, query),
  );
  await rows.load(concern.events);
  rows.applyAll(concern.events);
  await rows.store();
  return { keys: null };
}
