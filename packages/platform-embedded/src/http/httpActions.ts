import { trusted } from "../boundary.js";
import type { Authenticator } from "../auth/Authenticator.js";
import { anonymous } from "../auth/Caller.js";
import type { Deployment } from "../deployment/Deployment.js";
import type { Exchange } from "./Exchange.js";

const withoutBody = new Set(["GET", "HEAD"]);

/**
 * Answers a request by the app's HTTP actions, which have a port of their own on a real deployment; here they are at
 * their own paths, and under `/http` like on the local backend. False when no route takes it.
 */
export async function answerHttpAction(
  exchange: Exchange,
  { deployment, authenticator }: { deployment: Deployment; authenticator: Authenticator },
): Promise<boolean> {
  const request = await requestOf(exchange);
  const caller = await authenticator
    .identifyHeader(exchange.header("authorization"))
    .catch(() => anonymous);
  const answer = await deployment.http(request, caller);
  if (!answer) return false;
  exchange.response.writeHead(answer.status, Object.fromEntries(answer.headers));
  exchange.response.end(Buffer.from(await answer.arrayBuffer()));
  return true;
}

async function requestOf(exchange: Exchange): Promise<Request> {
  const { url, request } = exchange;
  const { method = "GET", headers } = request;
  const target = new URL(url);
  target.pathname = url.pathname.replace(/^\/http(?=\/)/, "");
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name.startsWith(":")
      ? []
      : [trusted<[string, string]>([name, String(value)])],
  );
  const body = withoutBody.has(method) ? {} : { body: new Uint8Array(await exchange.body()) };
  return new Request(target, { method, headers: entries, ...body });
}
