import type { DomainEvent } from "@convex-es/platform-core";
import { reactionOf, type AnyCommand } from "@convex-es/platform-core/internal";
import type { Effect, Process } from "@convex-es/platform-core/processes";
import { assertEqual } from "./assertEqual.js";
import { withoutAmbient } from "./withoutAmbient.js";

/** Given these events, when a process is given one more, then it asks for exactly this. */
export type ReactionSpecification = {
  events: readonly DomainEvent[];
  process: Process;
  event: DomainEvent;
  expected: readonly Effect[];
};

/** Throws when the process asks for something else, or not the same twice. */
export function checkReaction({ events, process, event, expected }: ReactionSpecification): void {
  const react = () => withoutAmbient(() => reactionOf(process, events, event)?.effects ?? []);
  const commands = new Map<AnyCommand, number>();
  const effects = react().map((effect) => shownAs(effect, commands));
  const again = react().map((effect) => shownAs(effect, commands));
  assertEqual(again, effects, "react is pure: the same event asks for the same");
  const wanted = expected.map((effect) => shownAs(effect, commands));
  assertEqual(effects, wanted, "what the process asks for");
}

// A command knows no name: those of one aggregate are told apart by a number.
function shownAs(effect: Effect, commands: Map<AnyCommand, number>): object {
  if (effect.kind !== "send") return effect;
  const { command, args } = effect;
  const number = commands.get(command) ?? commands.size + 1;
  commands.set(command, number);
  return { send: `a command of ${command.aggregate.name} (${number})`, args };
}
