import { afterEach, expect, test, vi } from "vitest";
import { FileLinks } from "./FileLinks.js";

const hourMs = 60 * 60 * 1_000;
const filePattern = { component: "jobs/worker", id: "10003_storage" };

const linksWith = (secret: string) => new FileLinks(secret, () => "http://127.0.0.1:3210");

afterEach(() => vi.useRealTimers());

test("an address names its file, and one with another secret does not", () => {
  const url = new URL(linksWith("secret").of(filePattern));
  expect(linksWith("secret").read(url)).toEqual(filePattern);
  expect(linksWith("other").read(url)).toBeNull();
});

test("the address of one file is not that of another, nor of another component's", () => {
  const url = linksWith("secret").of(filePattern);
  for (const changed of [url.replace("10003", "10004"), url.replace("worker", "other")]) {
    expect(linksWith("secret").read(new URL(changed))).toBeNull();
  }
});

test("a file can be sent for an hour, to the component that asked", () => {
  vi.useFakeTimers({ now: 0 });
  const url = new URL(linksWith("secret").forUpload("jobs/worker"));
  vi.setSystemTime(hourMs - 1);
  expect(linksWith("secret").readUpload(url)).toBe("jobs/worker");
  expect(linksWith("other").readUpload(url)).toBeNull();
  vi.setSystemTime(hourMs);
  expect(linksWith("secret").readUpload(url)).toBeNull();
});
