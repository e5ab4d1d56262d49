import { ConvexProvider, ConvexReactClient } from "convex/react";
import { createRoot } from "react-dom/client";
import { Channel } from "./Channel.js";
import { SignIn } from "./SignIn.js";

const { searchParams } = new URL(location.href);
const client = new ConvexReactClient(searchParams.get("deployment") ?? "", {
  skipConvexDeploymentUrlCheck: true,
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <ConvexProvider client={client}>
      <SignIn client={client} token={searchParams.get("token") ?? ""} />
      <Channel name={searchParams.get("channel") ?? ""} />
    </ConvexProvider>,
  );
}
