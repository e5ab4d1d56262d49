// What readers of the log need beside the store; it runs inside components too.
export { lastBucket, bucketOf } from "../contract/streamKeys.js";
export type { Buckets } from "../contract/log.js";
export { cursorAt, earliest, furthest, hasReached, narrowCursor, storesIn } from "./logCursors.js";
export { logEnds, scanLogs, type LogScan } from "./scanLogs.js";
