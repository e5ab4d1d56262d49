// What consumers of the log need beside the store; reads nothing and runs inside components too.
export { bucketOf } from "../contract/bucketOf.js";
export { lastBucket, type Buckets } from "../contract/buckets.js";
export { cursorAt } from "./cursorAt.js";
export { earliest } from "./earliest.js";
export { furthest } from "./furthest.js";
export { hasReached } from "./hasReached.js";
export { logEnds } from "./logEnds.js";
export { narrowCursor } from "./narrowCursor.js";
export { storesIn } from "./storesIn.js";
export { scanLogs, type LogScan } from "./scanLogs.js";
