/**
 * What the methods of the `EventStore` take and give; these types have no name to import.
 *
 * @module
 */
export type { PageArgs } from "../../../packages/platform-store/src/client/logPage.js";
export type {
  CloseResult,
  CloseStreamArgs,
} from "../../../packages/platform-store/src/server/closeStream.js";
export type {
  ListStreamsArgs,
  StreamList,
} from "../../../packages/platform-store/src/server/listStreams.js";
export type {
  PutStateArgs,
  PutStateResult,
} from "../../../packages/platform-store/src/server/putState.js";
export type { ReadStreamArgs } from "../../../packages/platform-store/src/server/readStream.js";
