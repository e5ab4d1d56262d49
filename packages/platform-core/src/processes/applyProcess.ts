import { cursorAt } from "@convex-es/platform-store/log";
import { AsideRows } from "../asyncDelivery/AsideRows.js";
import { infrastructureError, messageOf } from "../base/infrastructureError.js";
import type { MutationContext } from "../base/untypedTables.js";
import { asideEvent } from "../consumers/asideEvent.js";
import { describeFailure } from "../consumers/describeFailure.js";
import { logArguments } from "../consumers/logArguments.js";
import { routedEventsOf, type RoutedEvent } from "../consumers/RoutedEvent.js";
import { shareOf } from "../consumers/shareOf.js";
import type { Aside } from "../contract/letters.js";
import type { AnswerOf, AppliedPage, LetterInput, PageInput } from "../contract/operations.js";
import { readLetter } from "../letters/readLetter.js";
import { readLogAndStored } from "../upcast/readLog.js";
import { readAsToday } from "../upcast/readStored.js";
import type { ProcessConsumer } from "./processConsumers.js";
import type { ProcessApp } from "./processRunner.js";
import { ProcessPage } from "./ProcessPage.js";

/** A page ends here: planning and writing take about as long, and the whole tree of calls shares one second of user code. */
export const millisecondsPerPage = 200;
/** A page ends here: each command with an event takes about four index ranges and five writes. */
export const commandsPerPage = 250;

/**
 * Handles the next page of a process: reads what had been committed when the transaction began, decides all commands in memory, each
 * on what those before it decided, and writes events, rows, records, steps and cursor in one transaction. An event whose reaction
 * fails is left aside without a trace, and later ones of its instance with it.
 */
export async function applyProcessPage(
  ctx: MutationContext,
  app: ProcessApp,
  input: PageInput,
): Promise<AppliedPage> {
  const consumer = app.processes.find(input.consumer, input.version);
  const log = {
    ...logArguments(consumer, shareOf(consumer, input), input),
    useStaleSnapshot: true,
  };
  const read = await readLogAndStored(ctx, consumer.source, log);
  const routed = routedEventsOf(consumer, read);
  const asideRows = new AsideRows(app.core, input);
  if (input.isAnyAside) await asideRows.find(ctx, routed);
  const page = pageOf(ctx, app, consumer);
  await page.load(routed.filter((one) => !asideRows.hasAny(one)));
  const { last, handled, ...applied } = await handleAll(routed, { page, asideRows });
  await page.write();
  if (handled === routed.length) {
    return { ...applied, handled, cursor: read.cursor, isDone: read.isDone };
  }
  const stores = consumer.source.stores.map(({ name }) => name);
  const cursor = last === null ? input.after : cursorAt(last.stored.position, stores);
  return { ...applied, handled, cursor, isDone: false };
}

type HandledEvents = {
  handled: number;
  last: RoutedEvent | null;
  aside: Aside[];
  halt: string | null;
};

async function handleAll(
  routed: readonly RoutedEvent[],
  { page, asideRows }: { page: ProcessPage; asideRows: AsideRows },
): Promise<HandledEvents> {
  const end = performance.now() + millisecondsPerPage;
  const applied: HandledEvents = { handled: 0, last: null, aside: [], halt: null };
  for (const one of routed) {
    const isFull = performance.now() > end || page.sent >= commandsPerPage;
    if (applied.last !== null && isFull) break;
    if (one.keys.length === 0) {
      applied.halt = messageOf(one.problem);
      break;
    }
    const aside = await handleOrPutAside(one, { page, asideRows });
    if (aside !== null) applied.aside.push(aside);
    applied.last = one;
    applied.handled++;
  }
  return applied;
}

async function handleOrPutAside(
  one: RoutedEvent,
  { page, asideRows }: { page: ProcessPage; asideRows: AsideRows },
): Promise<Aside | null> {
  const event = () => asideEvent(one.stored, one.keys);
  if (asideRows.hasAny(one)) {
    asideRows.add(one);
    return { event: event(), error: null };
  }
  try {
    if (one.problem !== null) throw one.problem;
    await page.handle(one);
    return null;
  } catch (error) {
    asideRows.add(one);
    return { event: event(), error: describeFailure(error) };
  }
}

/** Handles an event that was put aside, as it is read by today's code; `keys`: it belongs to another instance now, which waits itself. */
export async function applyProcessLetter(
  ctx: MutationContext,
  app: ProcessApp,
  input: LetterInput,
): Promise<AnswerOf<"applyLetter">> {
  const { processes, core } = app;
  const consumer = processes.find(input.consumer, input.version);
  const stored = await readLetter(ctx, processes.stores, input);
  const events = await readAsToday(ctx, consumer.source, stored);
  const [one] = routedEventsOf(consumer, { stored: [stored], events });
  if (one === undefined) return { keys: null };
  if (one.problem !== null) throw one.problem;
  const others = new AsideRows(core, input);
  const keys = one.keys.filter((key) => !input.keys.includes(key));
  await others.find(ctx, [{ ...one, keys }]);
  if (others.hasAny(one)) return { keys: [...one.keys] };
  const page = pageOf(ctx, app, consumer);
  await page.load([one]);
  await page.handle(one);
  await page.write();
  return { keys: null };
}

/** A page of a process; throws NOT_INSTALLED. */
export function pageOf(
  ctx: MutationContext,
  { core, runtime, registry }: ProcessApp,
  { name, process }: ProcessConsumer,
): ProcessPage {
  if (core === undefined) throw notInstalled();
  return new ProcessPage(ctx, { core, runtime, registry }, { name, process });
}

const notInstalled = () =>
  infrastructureError(
    "NOT_INSTALLED",
    "Processes are run by the component platformCore; mount it with app.use(platformCore).",
  );
