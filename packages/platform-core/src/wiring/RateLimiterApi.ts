import type { FunctionReference } from "convex/server";

type Config = { kind: string; rate: number; period: number; capacity?: number };

/** What the platform asks of a mounted `@convex-dev/rate-limiter`; said here, so that apps without limits need not install it. */
export type RateLimiterApi = {
  lib: {
    rateLimit: FunctionReference<
      "mutation",
      "internal",
      { name: string; key?: string; config: Config },
      { ok: true; retryAfter?: number } | { ok: false; retryAfter: number }
    >;
  };
};
