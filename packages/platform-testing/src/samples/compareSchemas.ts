import type { Described, SchemaDescription } from "./describeSchema.js";
import { compareFields } from "./compareFields.js";

/** One thing that is stored otherwise than before, and whether what lies in the store still reads. */
export type SchemaChange = { name: string; kind: "additive" | "breaking"; what: string };

/** What changed in what a context stores, since a description of it was checked in. */
export function compareSchemas(
  before: SchemaDescription,
  today: SchemaDescription,
): SchemaChange[] {
  return [
    ...compareEach(before.events, today.events, (name) => name in today.retired),
    ...compareEach(before.states, today.states, () => false),
    ...compareRetired(before.retired, today),
  ];
}

type Catalog = { [name: string]: Described };

function compareEach(
  before: Catalog,
  today: Catalog,
  isRetired: (name: string) => boolean,
): SchemaChange[] {
  const added = Object.keys(today).filter((name) => !(name in before));
  const changes = Object.entries(before).flatMap(([name, old]): SchemaChange[] => {
    const now = today[name];
    if (now !== undefined) return compareOne(name, old, now);
    if (isRetired(name)) return [{ name, kind: "additive", what: "retired, read as other events" }];
    return [{ name, kind: "breaking", what: "removed; what is stored of it is read no more" }];
  });
  return [
    ...changes,
    ...added.map((name): SchemaChange => ({ name, kind: "additive", what: "new" })),
  ];
}

function compareOne(name: string, before: Described, today: Described): SchemaChange[] {
  const differences = compareFields(before.fits, today.fits);
  const versions = `version ${before.version} → ${today.version}`;
  if (today.version < before.version) {
    return [{ name, kind: "breaking", what: `${versions}: what is stored is of the future` }];
  }
  if (today.version > before.version) {
    const list = differences.map(({ what }) => what).join(", ");
    return [{ name, kind: "additive", what: list === "" ? versions : `${versions}: ${list}` }];
  }
  return differences.map(({ what, isAdditive }) => ({
    name,
    kind: isAdditive ? "additive" : "breaking",
    what: isAdditive ? what : `${what} within version ${today.version}; raise it, with an upcaster`,
  }));
}

function compareRetired(
  before: SchemaDescription["retired"],
  { retired, events }: SchemaDescription,
): SchemaChange[] {
  return Object.entries(before).flatMap(([name, version]): SchemaChange[] => {
    const known = retired[name] ?? events[name]?.version ?? 0;
    if (known >= version) return [];
    return [{ name, kind: "breaking", what: `was retired in version ${version}, read no more` }];
  });
}
