import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { createServer } from "vite";

/** Serves the page of this folder as `vite dev` would; ends with its owner. */
export async function servePage(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL(".", import.meta.url)),
    plugins: [react()],
    logLevel: "error",
    cacheDir: fileURLToPath(new URL("../../node_modules/.cache/proof-page", import.meta.url)),
    server: { host: "127.0.0.1", port: 0, hmr: false },
    optimizeDeps: { include: ["react", "react-dom/client", "convex/react", "convex/server"] },
  });
  await server.listen();
  const { port } = server.httpServer?.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => server.close() };
}
