import type { RecordedEvent } from "@convex-es/platform-store";
import type { KnownCommand } from "./KnownCommand.js";
import type { TracedCommand, TracedEvent, TraceNode } from "./Trace.js";

/** Links what happened under one correlation by what caused it; what has its cause elsewhere is a root. */
export function traceTree(
  commands: readonly KnownCommand[],
  events: readonly RecordedEvent[],
): TraceNode[] {
  const nodes: TraceNode[] = [...commands.map(commandNode), ...events.map(eventNode)];
  const known = new Map<string, TraceNode>(nodes.map((node) => [node.id, node]));
  const roots: TraceNode[] = [];
  for (const node of nodes) {
    const cause = node.causedBy === null ? undefined : known.get(node.causedBy);
    const siblings = cause === undefined || cause === node ? roots : cause.caused;
    siblings.push(node);
  }
  return roots;
}

const commandNode = (command: KnownCommand): TracedCommand => ({
  kind: "command",
  id: command.commandId,
  causedBy: command.causationId,
  type: command.type,
  status: command.status,
  actorId: command.actorId,
  timing: command.timing,
  caused: [],
});

const eventNode = (event: RecordedEvent): TracedEvent => ({
  kind: "event",
  id: event.id,
  causedBy: event.causationId,
  type: event.type,
  streamType: event.streamType,
  streamId: event.streamId,
  version: event.version,
  position: event.position,
  caused: [],
});
