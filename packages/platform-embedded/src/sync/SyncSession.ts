import { trusted } from "../boundary.js";
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { WebSocket } from "ws";
import { expiryOf } from "../auth/Authenticator.js";
import { anonymous, type Caller } from "../auth/Caller.js";
import type { FunctionCall, Outcome } from "../deployment/FunctionCall.js";
import { functionError } from "../deployment/functionError.js";
import { argumentOf, parseMessage } from "./clientMessage.js";
import type {
  Authenticate,
  CallMessage,
  ClientMessage,
  QueryModification,
} from "./clientMessage.js";
import { Expiry } from "./Expiry.js";
import { encodeTs } from "./serverMessage.js";
import { chunksOf, type Modification, type ServerMessage } from "./serverMessage.js";
import type { LiveQuery } from "./LiveQuery.js";
import type { SyncHub } from "./SyncHub.js";

const pingMs = 15_000;
const mostUnreadBytes = 64 * 1024 * 1024;

type Subscription = { query: LiveQuery; asked: Asked; sentVersion: number };
type Asked = Parameters<SyncHub["queries"]["join"]>[0];

/** One client on a WebSocket, from its connection to its end. */
export class SyncSession {
  #sessionId: string | null = null;
  #clockSkew: number | null = null;
  #caller: Caller = anonymous;
  readonly #received = { querySet: 0, identity: 0 };
  #sent = { querySet: 0, identity: 0, ts: 0n };
  #taken = { querySet: 0, identity: 0 };
  readonly #waiting: QueryModification[] = [];
  readonly #removed: number[] = [];
  readonly #failed: Modification[] = [];
  readonly #subscriptions = new Map<number, Subscription>();
  #inbox: Promise<void> = Promise.resolve();
  #mustTell = false;
  readonly #ping: NodeJS.Timeout;
  readonly #expiry = new Expiry(() => this.#expire());

  readonly #socket: WebSocket;
  readonly #hub: SyncHub;

  constructor(socket: WebSocket, hub: SyncHub) {
    this.#socket = socket;
    this.#hub = hub;
    hub.add(this);
    this.#ping = setInterval(() => this.#send({ type: "Ping" }), pingMs);
    socket.on("message", (data: Buffer) => {
      this.#inbox = this.#inbox.then(() =>
        this.#receive(String(data)).catch((error: unknown) => this.fail(error)),
      );
    });
    socket.on("close", () => this.#end());
    socket.on("error", () => this.#end());
  }

  /** Breaks the connection; the client reconnects. */
  close(): void {
    this.#socket.terminate();
  }

  /** Tells the client what it did wrong, and breaks the connection. */
  fail(error: unknown): void {
    this.#send({ type: "FatalError", error: trusted<Error>(error).message });
    this.#socket.close(1008);
  }

  /** Subscribes to what the client has asked for since the last transition. */
  takeModifications(): void {
    const isOther = this.#taken.identity !== this.#received.identity;
    this.#taken = { ...this.#received };
    if (isOther) for (const subscription of this.#subscriptions.values()) this.#renew(subscription);
    for (const modification of this.#waiting.splice(0)) {
      if (modification.type === "Add") this.#subscribe(modification);
      else this.#unsubscribe(modification.queryId);
    }
  }

  /** Sends the client the changes up to `ts`, when there are some or when the client waits for its own mutation. */
  transition(ts: bigint): void {
    const modifications: Modification[] = [
      ...this.#removed.splice(0).map((queryId) => ({ type: "QueryRemoved" as const, queryId })),
      ...this.#failed.splice(0),
      ...this.#changes(),
    ];
    const { querySet, identity } = this.#taken;
    const isNew = querySet !== this.#sent.querySet || identity !== this.#sent.identity;
    if (modifications.length === 0 && !isNew && !this.#mustTell) return;
    this.#mustTell = false;
    const end = { querySet, identity, ts: ts > this.#sent.ts ? ts : this.#sent.ts };
    const start = this.#sent;
    this.#sent = end;
    this.#send({
      type: "Transition",
      startVersion: { ...start, ts: encodeTs(start.ts) },
      endVersion: { ...end, ts: encodeTs(end.ts) },
      modifications,
      ...(this.#clockSkew !== null && { clientClockSkew: this.#clockSkew }),
      serverTs: Date.now() * 1e6,
    });
  }

  *#changes(): Generator<Modification> {
    for (const [queryId, subscription] of this.#subscriptions) {
      const { outcome, version } = subscription.query;
      if (!outcome || version === subscription.sentVersion) continue;
      subscription.sentVersion = version;
      const { logLines, journal } = outcome;
      const common = { queryId, logLines, journal };
      if (outcome.ok) yield { type: "QueryUpdated", value: outcome.value, ...common };
      else yield { type: "QueryFailed", ...failureOf(outcome.error), ...common };
    }
  }

  async #receive(frame: string): Promise<void> {
    const message = parseMessage(frame);
    switch (message.type) {
      case "Connect":
        this.#sessionId = message.sessionId;
        this.#clockSkew = message.clientTs ? message.clientTs - Date.now() : null;
        return;
      case "Authenticate":
        return this.#authenticate(message);
      case "ModifyQuerySet":
        return this.#modify(message);
      case "Mutation":
        return void this.#mutate(message);
      case "Action":
        return void this.#act(message);
      case "Event":
        return;
      default:
        throw new Error(`Unknown message type ${trusted<{ type: string }>(message).type}`);
    }
  }

  async #authenticate(message: Authenticate): Promise<void> {
    expectVersion(message.baseVersion, this.#received.identity);
    try {
      this.#caller = await this.#hub.authenticator.identify(message);
    } catch (error) {
      const { message: text } = trusted<Error>(error);
      const at = { baseVersion: message.baseVersion, authUpdateAttempted: true };
      this.#send({ type: "AuthError", error: text, ...at });
      return this.#socket.close(1000);
    }
    this.#received.identity += 1;
    this.#expiry.set(message.tokenType === "User" ? expiryOf(message.value ?? "") : null);
    this.#hub.wake();
  }

  /** Asks the client for a new token; it reconnects with one. */
  #expire(): void {
    const at = { baseVersion: this.#received.identity - 1, authUpdateAttempted: false };
    this.#send({ type: "AuthError", error: "Token expired", ...at });
    this.#socket.close(1000);
  }

  #modify(message: Extract<ClientMessage, { type: "ModifyQuerySet" }>): void {
    expectVersion(message.baseVersion, this.#received.querySet);
    this.#received.querySet = message.newVersion;
    this.#waiting.push(...message.modifications);
    this.#hub.wake();
  }

  #subscribe(asked: Extract<QueryModification, { type: "Add" }>): void {
    const { queryId, udfPath, componentPath, journal = null } = asked;
    this.#unsubscribe(queryId, false);
    try {
      const description: Asked = {
        kind: "query",
        path: udfPath,
        component: componentPath,
        args: argumentOf(asked.args),
        caller: this.#caller,
        journal,
      };
      const query = this.#hub.queries.join(description);
      this.#subscriptions.set(queryId, { query, asked: description, sentVersion: 0 });
    } catch (error) {
      const failure = failureOf(functionError(error));
      this.#failed.push({ type: "QueryFailed", queryId, ...failure, logLines: [], journal: null });
    }
  }

  #unsubscribe(queryId: number, tell = true): void {
    const subscription = this.#subscriptions.get(queryId);
    if (tell) this.#removed.push(queryId);
    if (!subscription) return;
    this.#hub.queries.leave(subscription.query);
    this.#subscriptions.delete(queryId);
  }

  #renew(subscription: Subscription): void {
    const before = subscription.query;
    subscription.asked = { ...subscription.asked, caller: this.#caller };
    subscription.query = this.#hub.queries.join(subscription.asked);
    subscription.sentVersion = subscription.query === before ? subscription.sentVersion : -1;
    this.#hub.queries.leave(before);
  }

  async #mutate(message: CallMessage): Promise<void> {
    const { requestId } = message;
    const outcome = await this.#runOnce(message);
    const logLines = outcome.logLines;
    this.#mustTell = true;
    this.#send(
      outcome.ok
        ? {
            type: "MutationResponse",
            requestId,
            success: true,
            result: outcome.value,
            ts: encodeTs(outcome.ts),
            logLines,
          }
        : { type: "MutationResponse", requestId, success: false, ...resultOf(outcome), logLines },
    );
    this.#hub.wake();
  }

  #runOnce(message: CallMessage): Promise<Outcome> {
    const session = this.#sessionId;
    if (session === null) return this.#run("mutation", message);
    const request = { session, id: message.requestId };
    return this.#hub.mutations.run(request, () => this.#run("mutation", message, { request }));
  }

  async #act(message: CallMessage): Promise<void> {
    const { requestId } = message;
    const outcome = await this.#run("action", message);
    const { logLines } = outcome;
    const end = outcome.ok
      ? { success: true as const, result: outcome.value }
      : { success: false as const, ...resultOf(outcome) };
    this.#send({ type: "ActionResponse", requestId, ...end, logLines });
  }

  async #run(
    kind: FunctionCall["kind"],
    { udfPath: path, componentPath: component, args }: CallMessage,
    more: Pick<FunctionCall, "request"> = {},
  ): Promise<Outcome> {
    const caller = this.#caller;
    try {
      const value = trusted<Record<string, Value>>(jsonToConvex(argumentOf(args)));
      return await this.#hub.deployment.call({
        kind,
        path,
        component,
        args: value,
        caller,
        ...more,
      });
    } catch (error) {
      return { ok: false, error: functionError(error), logLines: [] };
    }
  }

  #send(message: ServerMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    // A client that does not read must not fill the memory of the deployment.
    if (this.#socket.bufferedAmount > mostUnreadBytes) return this.#socket.terminate();
    for (const frame of chunksOf(message)) this.#socket.send(frame);
  }

  #end(): void {
    clearInterval(this.#ping);
    this.#expiry.clear();
    this.#hub.remove(this);
    for (const { query } of this.#subscriptions.values()) this.#hub.queries.leave(query);
    this.#subscriptions.clear();
  }
}

function expectVersion(given: number, expected: number): void {
  if (given === expected) return;
  throw new Error(`Base version ${given} passed up doesn't match the current version ${expected}`);
}

const failureOf = ({ message, data }: { message: string; data: JSONValue | undefined }) => ({
  errorMessage: message,
  ...(data !== undefined && { errorData: data }),
});

const resultOf = ({ error }: Extract<Outcome, { ok: false }>) => ({
  result: error.message,
  ...(error.data !== undefined && { errorData: error.data }),
});
