/**
 * What the methods of the `EventStore` take and give; these types have no name to import.
 *
 * @module
 */
export type { PageArgs } from "../../../packages/platform-store/src/client/logPages.js";
export type {
  CloseResult,
  CloseStreamArgs,
  ListStreamsArgs,
  PutStateArgs,
  PutStateResult,
  ReadStreamArgs,
  StreamList,
} from "../../../packages/platform-store/src/contract/streams.js";
