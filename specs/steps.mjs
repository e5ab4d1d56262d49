import "@convex-es/platform-testing/cucumber";
