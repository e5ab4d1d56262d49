import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";

/** One stored event or state as a file holds it, in Convex's JSON notation; `version` is a state's shape. */
export type Sample =
  | { event: string; version: number; payload: JSONValue }
  | { state: string; version: number; value: JSONValue };

/** What a sample is of: `OrderSubmitted version 2`. */
export function nameOf(sample: Sample): string {
  return "event" in sample
    ? `${sample.event} version ${sample.version}`
    : `the state of ${sample.state} in shape ${sample.version}`;
}

/** The name of the file of a sample. */
export function fileOf(sample: Sample): string {
  const name = "event" in sample ? sample.event : `${sample.state}.state`;
  return `${name}.v${sample.version}.json`;
}

/** What was stored. */
export function valueOf(sample: Sample): Value {
  return jsonToConvex("event" in sample ? sample.payload : sample.value);
}

/** A sample of an event's payload. */
export const eventSample = (event: string, version: number, payload: Value): Sample => ({
  ...{ event, version, payload: convexToJson(payload) },
});

/** A sample of an aggregate's state. */
export const stateSample = (state: string, version: number, value: Value): Sample => ({
  ...{ state, version, value: convexToJson(value) },
});

/** The samples among the JSON modules of a folder, such as `import.meta.glob("…/*.json", { eager: true })` gives. */
export function samplesAmong(modules: Readonly<Record<string, unknown>>): Sample[] {
  return Object.values(modules).map(contentOf).filter(isSample);
}

const contentOf = (module: unknown): unknown =>
  typeof module === "object" && module !== null && "default" in module ? module.default : module;

const isSample = (content: unknown): content is Sample =>
  typeof content === "object" &&
  content !== null &&
  "version" in content &&
  ("event" in content || "state" in content);
