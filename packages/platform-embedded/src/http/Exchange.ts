import { trusted } from "../boundary.js";
import type { IncomingMessage, ServerResponse } from "node:http";

const mostBytes = 64 * 1024 * 1024;

/** A refusal with an HTTP status and a code, as Convex answers it. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** One HTTP request and the response to it. */
export class Exchange {
  readonly url: URL;

  readonly request: IncomingMessage;
  readonly response: ServerResponse;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    this.url = new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`);
  }

  /** A header of the request, in one piece. */
  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  /** The whole body. Throws when it is larger than anything Convex takes. */
  async body(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.request) {
      bytes += trusted<Buffer>(chunk).length;
      if (bytes > mostBytes) {
        throw new HttpRefusal(413, "RequestTooLarge", `The body has more than ${mostBytes} bytes`);
      }
      chunks.push(trusted<Buffer>(chunk));
    }
    return Buffer.concat(chunks);
  }

  /** The body as a JSON object. Throws when it is anything else. */
  async json(): Promise<Record<string, unknown>> {
    const text = (await this.body()).toString("utf8");
    try {
      const value: unknown = text === "" ? {} : JSON.parse(text);
      if (typeof value === "object" && value !== null)
        return trusted<Record<string, unknown>>(value);
    } catch {
      // Falls through to the refusal below.
    }
    throw new HttpRefusal(400, "BadJsonBody", "The body must be a JSON object");
  }

  /** Answers with JSON, for pages of every origin. */
  send(status: number, body: unknown): void {
    this.sendText(status, "application/json", JSON.stringify(body));
  }

  /** Answers with a text. */
  sendText(status: number, contentType: string, text: string): void {
    this.response.writeHead(status, { ...this.#corsHeaders(), "content-type": contentType });
    this.response.end(text);
  }

  /** Starts an answer that is written piece by piece, for pages of every origin. */
  sendHead(status: number, headers: Readonly<Record<string, string>>): void {
    this.response.writeHead(status, { ...this.#corsHeaders(), ...headers });
  }

  /** Answers the question of a browser whether it may ask. */
  sendPreflight(): void {
    this.response.writeHead(204, {
      ...this.#corsHeaders(),
      "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
      "access-control-allow-headers": this.header("access-control-request-headers") ?? "*",
      "access-control-max-age": "86400",
    });
    this.response.end();
  }

  #corsHeaders(): Record<string, string> {
    return { "access-control-allow-origin": this.header("origin") ?? "*", vary: "origin" };
  }
}
