const plainName = /^[A-Za-z][A-Za-z0-9_]*$/;
// Words of the diagram language, ids that Mermaid uses itself, and ids of the form that this file makes.
const takenNames =
  /^(state|end|note|direction|class|classdef|style|click|scale|hide|as|default|href|left|right|of|acctitle|accdescr|statediagram|root|root_start|root_end|state_\d+)$/i;

/** Draws the moves as a Mermaid `stateDiagram-v2`; a name that Mermaid could misread becomes a quoted label. */
export function mermaidOf(moves: ReadonlyMap<string, readonly string[]>, initial: string): string {
  const ids = new Map([...moves.keys()].map((name, n) => [name, idOf(name, n)]));
  const id = (name: string) => ids.get(name) ?? name;
  const labels = [...ids].filter(([name, alias]) => name !== alias);
  const lines = [
    ...labels.map(([name, alias]) => `state "${escaped(name) || " "}" as ${alias}`),
    `[*] --> ${id(initial)}`,
    ...[...moves].flatMap(([from, targets]) =>
      targets.length === 0
        ? [`${id(from)} --> [*]`]
        : targets.map((to) => `${id(from)} --> ${id(to)}`),
    ),
  ];
  return ["stateDiagram-v2", ...lines.map((line) => `    ${line}`), ""].join("\n");
}

function idOf(name: string, index: number) {
  return plainName.test(name) && !takenNames.test(name) ? name : `state_${index}`;
}

function escaped(name: string) {
  return name.replace(/[^\p{L}\p{N} _.-]/gu, (char) => `#${char.codePointAt(0)};`);
}
