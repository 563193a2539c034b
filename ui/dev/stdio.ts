/** Speaks JSON lines with `portfolio stdio`. Needs PORTFOLIO_WORKSPACE; PORTFOLIO_BIN and PORTFOLIO_FOLDER may be set. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { PortfolioView } from "../src/shared/bindings/bindings.ts";
import type { Source } from "./desk.ts";

type Waiting = { done: (data: unknown) => void; failed: (error: unknown) => void };
const TYPES: Record<string, string> = { pdf: "application/pdf", image: "image/*", text: "text/plain;charset=utf-8" };
const TOKENS: Record<string, string> = { folderToken: "folder", fileToken: "file", saveToken: "out" };

export class Stdio implements Source {
  #child: ChildProcessWithoutNullStreams | null = null;
  #waiting = new Map<number, Waiting>();
  #next = 1;

  #start(): ChildProcessWithoutNullStreams {
    if (this.#child) return this.#child;
    const program = process.env.PORTFOLIO_BIN ?? "../target/debug/portfolio";
    const child = spawn(program, ["--workspace", process.env.PORTFOLIO_WORKSPACE ?? "/tmp/portfolio-dev", "stdio"]);
    createInterface({ input: child.stdout }).on("line", (line) => this.#heard(line));
    child.stderr.on("data", (text: Buffer) => process.stderr.write(text));
    const gone = (why: string) => {
      for (const w of this.#waiting.values()) w.failed({ code: "noCore", message: `${program} ${why}` });
      this.#waiting.clear();
      this.#child = null;
    };
    child.on("error", (error) => gone(`cannot be started: ${error.message}`));
    child.on("exit", () => gone("ended"));
    this.#child = child;
    return child;
  }

  #heard(line: string) {
    const said = JSON.parse(line) as { id: number; ok: boolean; data?: unknown; error?: unknown };
    const waiting = this.#waiting.get(said.id);
    this.#waiting.delete(said.id);
    if (said.ok) waiting?.done(said.data);
    else waiting?.failed(said.error);
  }

  /** In a browser a picked folder's token is the path that was typed. */
  call(name: string, request: Record<string, unknown>): Promise<unknown> {
    const id = this.#next++;
    const field = (key: string) => ((name === "unit.export" || name === "journal.export") && key === "saveToken" ? "file" : (TOKENS[key] ?? key));
    const plain = Object.fromEntries(Object.entries(request).map(([key, value]) => [field(key), value]));
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done, failed });
      this.#start().stdin.write(`${JSON.stringify({ id, name, request: plain })}\n`);
    });
  }

  async bytes(learner: string, evidence: string, part: number) {
    const view = (await this.call("learner.show", { learner })) as PortfolioView;
    const file = view.evidence.find((e) => e.id === evidence)?.parts.find((p) => p.part === part);
    const folder = process.env.PORTFOLIO_FOLDER ?? view.folder.label;
    if (!file || !folder) return null;
    const body = await readFile(join(folder, file.folder, file.fileName)).catch(() => null);
    return body && { type: TYPES[file.media] ?? "application/octet-stream", body };
  }
}
