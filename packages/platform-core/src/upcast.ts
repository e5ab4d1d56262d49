export {
  addField,
  mergeFields,
  pipe,
  removeField,
  renameField,
  splitField,
} from "./upcast/fieldUpcasters.js";
export { mergeEvents, splitEvent } from "./upcast/eventSteps.js";
export type {
  EventStep,
  EventVersions,
  MergeEvents,
  Piece,
  SplitEvent,
} from "./upcast/eventSteps.js";
export type { Bivariant, StoredFields, Upcaster } from "./upcast/upcaster.js";
