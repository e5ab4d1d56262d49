import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { createServer } from "vite";

const at = (place: string) => fileURLToPath(new URL(place, import.meta.url));

/** Serves the page of this folder on the sources of this package, as `vite dev` would; ends with its owner. */
export async function servePage(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = await createServer({
    configFile: false,
    root: at("."),
    plugins: [react()],
    resolve: { alias: { "@convex-es/platform-react": at("../../src/index.ts") } },
    logLevel: "error",
    cacheDir: at("../../node_modules/.cache/proof-page"),
    server: { host: "127.0.0.1", port: 0, hmr: false },
    optimizeDeps: {
      include: ["react", "react-dom/client", "convex/react", "convex/server", "convex/values"],
    },
  });
  await server.listen();
  const { port } = server.httpServer?.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => server.close() };
}
