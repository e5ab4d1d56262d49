import { once } from "node:events";
import { WebSocket } from "ws";

/** What a deployment sends over a WebSocket, as far as tests look at it. */
export type Answer = { type: string; error?: string; requestId?: number; success?: boolean };

/** Sends frames as they are; returns what came back until the connection closed or enough had come. */
export async function frames(
  url: string,
  sent: readonly string[],
  enough = Infinity,
): Promise<Answer[]> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/1.48.0/sync`);
  const answers: Answer[] = [];
  const done = Promise.withResolvers<null>();
  socket.on("message", (data: Buffer) => {
    answers.push(JSON.parse(String(data)) as Answer);
    if (answers.length >= enough) done.resolve(null);
  });
  socket.on("close", () => done.resolve(null));
  await once(socket, "open");
  for (const frame of sent) socket.send(frame);
  await done.promise;
  socket.close();
  return answers;
}
