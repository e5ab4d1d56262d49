import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runGroup, stopGroups } from "./processGroups.mjs";

const node = { command: process.execPath, cwd: process.cwd() };

/**
 * A process whose child listens on the socket, sends a message when it does, and then does
 * `afterwards`.
 * @param {string} socket
 * @param {string} afterwards
 */
function parentOfListener(socket, afterwards) {
  const child = `require("node:net").createServer().listen(${JSON.stringify(socket)}, () => console.log("up"))`;
  return `
    const { spawn } = require("node:child_process");
    const child = spawn(process.execPath, ["-e", ${JSON.stringify(child)}]);
    child.stdout.once("data", () => process.send("up", () => { ${afterwards} }));
  `;
}

function socketPath() {
  const folder = mkdtempSync(path.join(tmpdir(), "group-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, "socket");
}

/** @param {string} socket */
async function isListening(socket) {
  const connection = connect(socket);
  const connected = once(connection, "connect").then(
    () => true,
    () => false,
  );
  return connected.finally(() => connection.destroy());
}

test("a command ends with its exit code and all of its output", async () => {
  const script = "console.log('out'); console.error('err'); process.exitCode = 3";
  const { code, output } = await runGroup({ ...node, args: ["-e", script] });
  expect(code).toBe(3);
  expect(output.split("\n").sort()).toEqual(["", "err", "out"]);
});

test("a command that does not exist fails like one in a shell", async () => {
  const { code, output } = await runGroup({ ...node, command: "no-such-command", args: [] });
  expect(code).toBe(127);
  expect(output).toContain("no-such-command");
});

test("a command killed by a signal fails and says so", async () => {
  const args = ["-e", "process.kill(process.pid, 'SIGKILL')"];
  const { code, output } = await runGroup({ ...node, args });
  expect(code).not.toBe(0);
  expect(output).toContain("SIGKILL");
});

test("stopping ends a command with its children", async () => {
  const socket = socketPath();
  const up = Promise.withResolvers();
  const args = ["-e", parentOfListener(socket, "setInterval(() => {}, 1000)")];
  const ended = runGroup({ ...node, args, onMessage: up.resolve });
  await up.promise;
  expect(await isListening(socket)).toBe(true);
  await stopGroups();
  expect((await ended).code).not.toBe(0);
  await expect.poll(() => isListening(socket)).toBe(false);
});

test("a command that ends leaves no child behind", async () => {
  const socket = socketPath();
  const up = Promise.withResolvers();
  const args = ["-e", parentOfListener(socket, "process.exit(0)")];
  const { code } = await runGroup({ ...node, args, onMessage: up.resolve });
  expect([code, await up.promise]).toEqual([0, "up"]);
  await expect.poll(() => isListening(socket)).toBe(false);
});
