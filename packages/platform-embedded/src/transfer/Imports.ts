import { trusted } from "../boundary.js";
import { randomUUID } from "node:crypto";
import type { Value } from "convex/values";
import type { Deployment } from "../deployment/Deployment.js";
import type { FileStore } from "../files/FileStore.js";
import { parseImport, type ImportedData, type ImportRequest } from "./parseImport.js";
import { planImport, type ImportPlan } from "./planImport.js";

type Import = {
  readonly request: ImportRequest;
  readonly data: ImportedData;
};

/** Where an import is, as `convex import` asks for it. */
export type ImportState = Record<string, Value> & { readonly state: string };

const importableTable = /^([a-zA-Z]\w*|_storage)$/;
const mostWaiting = 10;

/** What `convex import` uploads, says and confirms: parts, then what the file holds, then its documents in the tables. */
export class Imports {
  readonly #uploads = new Map<string, Map<number, Buffer>>();
  readonly #waiting = new Map<string, Import>();
  readonly #states = new Map<string, ImportState>();

  readonly #deployment: Deployment;
  readonly #files: FileStore;

  constructor(deployment: Deployment, files: FileStore) {
    this.#deployment = deployment;
    this.#files = files;
  }

  /** Starts an upload. */
  startUpload(): { uploadToken: string } {
    const uploadToken = randomUUID();
    keepNewest(this.#uploads, uploadToken, new Map());
    return { uploadToken };
  }

  /** Adds a part. Throws when the upload is unknown. */
  addPart(uploadToken: string, part: number, bytes: Buffer): { part: number } {
    const parts = this.#uploads.get(uploadToken);
    if (!parts)
      throw new Error(
        "unknown upload: it was not started, or too long ago; run convex import again",
      );
    parts.set(part, bytes);
    return { part };
  }

  /** Reads the uploaded file. A problem with it goes into the state. */
  async finishUpload(uploadToken: string, request: ImportRequest): Promise<{ importId: string }> {
    const parts = [...(this.#uploads.get(uploadToken) ?? [])].sort(([a], [b]) => a - b);
    this.#uploads.delete(uploadToken);
    const importId = randomUUID();
    try {
      const data = await parseImport(Buffer.concat(parts.map(([, bytes]) => bytes)), request);
      this.#refuseUnknown(data);
      const { effects } = planImport(this.#deployment.contents, data, request);
      keepNewest(this.#waiting, importId, { request, data });
      this.#tell(importId, {
        state: "waiting_for_confirmation",
        message_to_confirm: messageOf(effects),
        require_manual_confirmation: effects.some(({ deleted }) => deleted > 0),
      });
    } catch (error) {
      this.#fail(importId, error);
    }
    return { importId };
  }

  /** Writes the documents into the tables, all of them or nothing. The result goes into the state. */
  async perform(importId: string): Promise<void> {
    const asked = this.#waiting.get(importId);
    this.#waiting.delete(importId);
    if (!asked) throw new Error(`unknown import "${importId}"`);
    const { data, request } = asked;
    const sources = data.files.map((bytes) => new Blob([new Uint8Array(bytes)]));
    try {
      const plan = () => planImport(this.#deployment.contents, data, request).change;
      const done = await this.#files.keepAll(sources, () => this.#deployment.change(plan));
      const written = done.documents.filter(({ document }) => document !== null).length;
      this.#tell(importId, { state: "completed", num_rows_written: BigInt(written) });
    } catch (error) {
      this.#fail(importId, error);
    }
  }

  /** The state of an import; null when the id is unknown. */
  state(importId: string): Value {
    const state = this.#states.get(importId);
    return state ? { _id: importId, state } : null;
  }

  #refuseUnknown({ tables }: ImportedData): void {
    for (const { component, table } of tables) {
      if (!this.#deployment.running?.components.has(component)) {
        throw new Error(`unknown component "${component}"`);
      }
      if (!importableTable.test(table))
        throw new Error(`table "${table}" cannot be imported; use letters, digits and _`);
    }
  }

  #fail(importId: string, error: unknown): void {
    this.#tell(importId, { state: "failed", error_message: trusted<Error>(error).message });
  }

  #tell(importId: string, state: ImportState): void {
    keepNewest(this.#states, importId, state);
  }
}

function keepNewest<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= mostWaiting) return;
    map.delete(oldest);
  }
}

function messageOf(effects: ImportPlan["effects"]): string {
  const lines = effects.map(({ component, table, added, deleted }) => {
    const name = component === "" ? table : `${component}/${table}`;
    return `${name}: add ${added}, delete ${deleted}`;
  });
  return ["The import will change these tables:", ...lines].join("\n");
}
