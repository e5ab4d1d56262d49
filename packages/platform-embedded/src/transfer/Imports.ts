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

  /** A file is going to come. */
  startUpload(): { uploadToken: string } {
    const uploadToken = randomUUID();
    keepNewest(this.#uploads, uploadToken, new Map());
    return { uploadToken };
  }

  /** A part of it has come. Throws when it belongs to none. */
  addPart(uploadToken: string, part: number, bytes: Buffer): { part: number } {
    const parts = this.#uploads.get(uploadToken);
    if (!parts) throw new Error("This upload was not started, or long ago");
    parts.set(part, bytes);
    return { part };
  }

  /** The file is whole: reads it. What is wrong with it is in the state. */
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

  /** Puts the documents into the tables, all or none. How it went is in the state. */
  async perform(importId: string): Promise<void> {
    const asked = this.#waiting.get(importId);
    this.#waiting.delete(importId);
    if (!asked) throw new Error("There is no such import");
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

  /** Where an import is; null when there is none of that name. */
  state(importId: string): Value {
    const state = this.#states.get(importId);
    return state ? { _id: importId, state } : null;
  }

  #refuseUnknown({ tables }: ImportedData): void {
    for (const { component, table } of tables) {
      if (!this.#deployment.running?.components.has(component)) {
        throw new Error(`The app has no component "${component}"`);
      }
      if (!importableTable.test(table)) throw new Error(`The table "${table}" cannot be imported`);
    }
  }

  #fail(importId: string, error: unknown): void {
    this.#tell(importId, { state: "failed", error_message: (error as Error).message });
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
