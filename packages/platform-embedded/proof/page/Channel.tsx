import { useMutation, usePaginatedQuery, useQuery } from "convex/react";
import {
  makeFunctionReference,
  type PaginationOptions,
  type PaginationResult,
} from "convex/server";
import { useState } from "react";

type Message = { channel: string; text: string };
type PageArgs = { channel: string; paginationOpts: PaginationOptions };
type Row = Message & { _id: string };
const list = makeFunctionReference<"query", { channel: string }, string[]>("messages:list");
const page = makeFunctionReference<"query", PageArgs, PaginationResult<Row>>("messages:page");
const send = makeFunctionReference<"mutation", Message>("messages:send");

const pageSize = 3;

/** The messages of a channel: all of them live, the same in pages, and a way to send one. */
export function Channel({ name }: { name: string }) {
  const [text, setText] = useState("");
  const [answered, setAnswered] = useState(0);
  const texts = useQuery(list, { channel: name });
  const pages = usePaginatedQuery(page, { channel: name }, { initialNumItems: pageSize });
  const sendMessage = useMutation(send).withOptimisticUpdate((store, message) => {
    const known = store.getQuery(list, { channel: message.channel });
    if (known) store.setQuery(list, { channel: message.channel }, [...known, `${message.text} …`]);
  });
  const submit = async () => {
    await sendMessage({ channel: name, text });
    setAnswered((count) => count + 1);
  };
  return (
    <>
      <p>
        <input id="text" value={text} onChange={({ target }) => setText(target.value)} />
        <button id="send" onClick={() => void submit()}>
          Send
        </button>
        <span id="answered">{answered}</span> answered
      </p>
      <h2>Live</h2>
      <ul id="live">
        {texts?.map((one, i) => (
          <li key={i}>{one}</li>
        ))}
      </ul>
      <h2>In pages</h2>
      <ol id="pages">
        {pages.results.map(({ _id, text: one }) => (
          <li key={_id}>{one}</li>
        ))}
      </ol>
      <button id="more" onClick={() => pages.loadMore(pageSize)}>
        {pages.status}
      </button>
    </>
  );
}
