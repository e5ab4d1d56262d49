export {
  addField,
  mergeFields,
  pipe,
  removeField,
  renameField,
  splitField,
} from "./declarations/versions/fieldUpcasters.js";
export { mergeEvents, splitEvent } from "./declarations/versions/eventSteps.js";
export type {
  EventStep,
  EventVersions,
  MergeEvents,
  Piece,
  SplitEvent,
} from "./declarations/versions/eventSteps.js";
export type { Bivariant, StoredFields, Upcaster } from "./declarations/versions/upcaster.js";
