import type { ComponentContent, Document, ScheduledJob } from "@convex-es/platform-testing/engine";
import {
  noChange,
  type AnsweredRequest,
  type Change,
  type EndedJob,
  type NamedJob,
} from "./Change.js";
import { EndedJobs } from "./EndedJobs.js";

type Component = {
  readonly documents: Map<string, Document>;
  readonly jobs: Map<string, NamedJob>;
  readonly ended: EndedJobs;
  idsUsed: number;
};

const requestsKeptPerSession = 1_000;
const sessionsKept = 1_000;

/** Everything a deployment holds, as its changes have left it: what engines are filled from and what is compacted. */
export class Contents {
  readonly #components = new Map<string, Component>();
  readonly #requests = new Map<string, Map<number, AnsweredRequest>>();
  #latest = 0n;

  /** The timestamp of the last change. */
  get ts(): bigint {
    return this.#latest;
  }

  /** How many documents there are. */
  get documentCount(): number {
    return [...this.#components.values()].reduce((sum, { documents }) => sum + documents.size, 0);
  }

  /** The components that have ever held something, by path. */
  get componentPaths(): string[] {
    return [...this.#components.keys()];
  }

  /** What a component holds, for an engine. */
  of(path: string): ComponentContent {
    const { documents, jobs, ended, idsUsed } = this.#component(path);
    return { documents: documents.values(), jobs: jobs.values(), ended: ended.rows(), idsUsed };
  }

  /** One document; undefined when it is not there. */
  document(component: string, id: string): Document | undefined {
    return this.#components.get(component)?.documents.get(id);
  }

  /** The row of a scheduled function that is over; null when it is not known. */
  endedJob({ component, id }: ScheduledJob): Document | null {
    return this.#components.get(component)?.ended.row(id) ?? null;
  }

  /** The answer a request got; undefined when it has not committed, or long ago. */
  answerTo(session: string, id: number): AnsweredRequest | undefined {
    return this.#requests.get(session)?.get(id);
  }

  /** The same contents with another change, and without what is scheduled: to see whether an app takes them. */
  preview(change: Change): Contents {
    const preview = new Contents();
    for (const one of this.asChanges()) preview.apply({ ...one, scheduled: [], ended: [] });
    preview.apply(change);
    return preview;
  }

  /** Takes over one change. */
  apply(change: Change): void {
    if (change.ts > this.#latest) this.#latest = change.ts;
    for (const { component, id, document } of change.documents) {
      const { documents } = this.#component(component);
      if (document) documents.set(id, document);
      else documents.delete(id);
    }
    for (const { component, ...job } of change.scheduled) {
      this.#component(component).jobs.set(job.id, job);
    }
    for (const job of change.ended) this.#end(job);
    for (const [path, used] of Object.entries(change.idsUsed)) {
      const component = this.#component(path);
      component.idsUsed = Math.max(component.idsUsed, used);
    }
    if (change.request) this.#remember(change.request);
  }

  /** The changes from which the same contents come out again, in portions. */
  *asChanges(): Generator<Change> {
    for (const [component, { documents, jobs, ended, idsUsed }] of this.#components) {
      yield { ...noChange, ts: this.#latest, idsUsed: { [component]: idsUsed } };
      for (const document of documents.values()) {
        const entry = { component, id: document._id, document };
        yield { ...noChange, ts: this.#latest, documents: [entry] };
      }
      for (const { job, state, at } of ended.all()) {
        const over = { component, id: job.id, state, at };
        yield { ...noChange, ts: this.#latest, scheduled: [{ component, ...job }], ended: [over] };
      }
      const scheduled = [...jobs.values()].map((job) => ({ component, ...job }));
      if (scheduled.length > 0) yield { ...noChange, ts: this.#latest, scheduled };
    }
    for (const answered of this.#requests.values()) {
      for (const request of answered.values()) yield { ...noChange, ts: request.ts, request };
    }
  }

  #end({ component, id, state, at = 0 }: EndedJob): void {
    const { jobs, ended } = this.#component(component);
    const job = jobs.get(id) ?? ended.get(id)?.job;
    jobs.delete(id);
    if (job?.name !== undefined && state) ended.add({ job, state, at });
  }

  #remember(request: AnsweredRequest): void {
    const answered = this.#requests.get(request.session) ?? new Map<number, AnsweredRequest>();
    // The newest session last, so that the oldest is forgotten first.
    this.#requests.delete(request.session);
    this.#requests.set(request.session, answered.set(request.id, request));
    forgetOldest(answered, requestsKeptPerSession);
    forgetOldest(this.#requests, sessionsKept);
  }

  #component(path: string): Component {
    let component = this.#components.get(path);
    if (!component) {
      component = { documents: new Map(), jobs: new Map(), ended: new EndedJobs(), idsUsed: 0 };
      this.#components.set(path, component);
    }
    return component;
  }
}

function forgetOldest(map: Map<unknown, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
