import { trusted } from "../boundary.js";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { PushedApp } from "@convex-es/convex-push";

/** The small files beside the log: the app that was pushed last, the variables and the admin key. */
export class DataFiles {
  readonly #directory: string | null;
  #app: PushedApp | null = null;

  /** @param directory null to keep nothing */
  constructor(directory: string | null) {
    this.#directory = directory;
    if (directory !== null) fs.mkdirSync(directory, { recursive: true });
  }

  /** The app that was pushed last. */
  get app(): PushedApp | null {
    return (this.#app ??= this.#read<PushedApp>("app.json"));
  }

  /** Saves the app that was pushed last, unless it is the one that was saved or read last. */
  saveApp(app: PushedApp): void {
    if (app === this.#app) return;
    this.#write("app.json", app);
    this.#app = app;
  }

  /** The developer's variables. */
  get env(): Record<string, string> {
    return this.#read<Record<string, string>>("env.json") ?? {};
  }

  /** Saves the developer's variables. */
  saveEnv(env: Readonly<Record<string, string>>): void {
    this.#write("env.json", env);
  }

  /** The admin key; made on first use. */
  adminKey(): string {
    const known = this.#read<string>("admin-key.json");
    if (known !== null) return known;
    const key = `embedded|${randomBytes(24).toString("hex")}`;
    this.#write("admin-key.json", key);
    return key;
  }

  #read<T>(name: string): T | null {
    const file = this.#directory && path.join(this.#directory, name);
    if (!file || !fs.existsSync(file)) return null;
    return trusted<T>(JSON.parse(fs.readFileSync(file, "utf8")));
  }

  #write(name: string, value: unknown): void {
    if (this.#directory === null) return;
    const file = path.join(this.#directory, name);
    fs.writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
}
