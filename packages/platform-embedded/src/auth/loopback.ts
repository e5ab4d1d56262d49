const loopbackHosts = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);

/** Says whether a host name is this machine itself. */
export const isLoopback = (host: string): boolean => loopbackHosts.has(host);
