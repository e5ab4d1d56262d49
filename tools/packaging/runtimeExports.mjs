/**
 * What an app exports for the platform to call itself: these, whatever the platform learns to do.
 * Apps in use have written them down.
 */
export const runtimeExports = ["action", "mutation", "query"];
