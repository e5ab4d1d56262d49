// Lets convex-test find the root of this folder's modules.
