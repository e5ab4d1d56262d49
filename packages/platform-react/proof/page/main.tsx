import { ConvexProvider, ConvexReactClient } from "convex/react";
import { createRoot } from "react-dom/client";
import { Counter } from "./Counter.js";

const { searchParams } = new URL(location.href);
const client = new ConvexReactClient(searchParams.get("deployment") ?? "", {
  skipConvexDeploymentUrlCheck: true,
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <ConvexProvider client={client}>
      <Counter product={searchParams.get("product") ?? ""} />
    </ConvexProvider>,
  );
}
