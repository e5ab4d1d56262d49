import { createHmac, timingSafeEqual } from "node:crypto";

/** A file, and the component it belongs to. */
export type FileAddress = {
  readonly component: string;
  readonly id: string;
};

const uploadMs = 60 * 60 * 1_000;

/** Makes and reads signed addresses: each lets its holder download one file or upload one. */
export class FileLinks {
  readonly #secret: string;
  readonly #url: () => string;

  /** @param url of the deployment, once it listens */
  constructor(secret: string, url: () => string) {
    this.#secret = secret;
    this.#url = url;
  }

  /** Where a file is. */
  of({ component, id }: FileAddress): string {
    const query = component === "" ? "" : `?component=${encodeURIComponent(component)}`;
    return `${this.#url()}/api/storage/${id}.${this.#sign(`${component}|${id}`)}${query}`;
  }

  /** Where a file can be sent to within the next hour. */
  forUpload(component: string): string {
    const terms = `${Date.now() + uploadMs}|${component}`;
    const token = Buffer.from(`${this.#sign(terms)}|${terms}`).toString("base64url");
    return `${this.#url()}/api/storage/upload?token=${token}`;
  }

  /** The file of an address; null when the address was not made here. */
  read({ pathname, searchParams }: URL): FileAddress | null {
    const [, id = "", signature = ""] = /^\/api\/storage\/(\w+)\.([\w-]+)$/.exec(pathname) ?? [];
    const component = searchParams.get("component") ?? "";
    return this.#isSigned(`${component}|${id}`, signature) ? { component, id } : null;
  }

  /** The component for which a file is sent; null when the address was not made here, or too long ago. */
  readUpload({ searchParams }: URL): string | null {
    const token = Buffer.from(searchParams.get("token") ?? "", "base64url").toString("utf8");
    const [, signature = "", terms = ""] = /^([^|]*)\|(.*)$/s.exec(token) ?? [];
    const [, until = "", component = ""] = /^(\d+)\|(.*)$/s.exec(terms) ?? [];
    return this.#isSigned(terms, signature) && Number(until) > Date.now() ? component : null;
  }

  #isSigned(text: string, signature: string): boolean {
    const [given, expected] = [Buffer.from(signature), Buffer.from(this.#sign(text))];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #sign(text: string): string {
    return createHmac("sha256", this.#secret).update(text).digest("base64url");
  }
}
