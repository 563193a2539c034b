/** The development server's desk: answers what the window's host would, from the command line or, with `?fixture`, from views on disk. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { Fixture } from "./fixture.ts";
import { Stdio } from "./stdio.ts";

/** What both sources of answers can do. */
export interface Source {
  call(name: string, request: Record<string, unknown>): Promise<unknown>;
  bytes(learner: string, evidence: string, part: number): Promise<{ type: string; body: Buffer } | null>;
}

const read = (request: IncomingMessage) =>
  new Promise<string>((done) => {
    let text = "";
    request.on("data", (piece: Buffer) => (text += piece.toString("utf8")));
    request.on("end", () => done(text));
  });

function send(response: ServerResponse, body: unknown) {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

/** A browser has no folder dialog: PORTFOLIO_PICK names what is picked. */
function outside(command: string | undefined) {
  const picked = process.env.PORTFOLIO_PICK;
  return command?.startsWith("pick_") && picked ? { token: picked, label: picked.split(/[\\/]/).pop() } : null;
}

/** Serves `/desk/…` while developing; is not part of the bundle. */
export function desk(): Plugin {
  const fixtures = new Map<string, Fixture>();
  let stdio: Stdio | null = null;
  const source = (url: URL): Source => {
    const mode = url.searchParams.get("fixture");
    if (mode === null) return (stdio ??= new Stdio());
    const key = `${mode} ${url.searchParams.get("run") ?? ""}`;
    if (!fixtures.has(key)) fixtures.set(key, new Fixture(mode));
    return fixtures.get(key)!;
  };

  async function answer(url: URL, request: IncomingMessage, response: ServerResponse) {
    const [, , command, ...rest] = url.pathname.split("/").map(decodeURIComponent);
    const from = source(url);
    if (command === "evidence") {
      const file = await from.bytes(rest[0]!, rest[1]!, Number(rest[2]));
      response.statusCode = file ? 200 : 404;
      if (file) response.setHeader("content-type", file.type);
      response.end(file?.body);
      return;
    }
    const body = JSON.parse((await read(request)) || "{}") as { name: string; request: Record<string, unknown> };
    try {
      send(response, { ok: true, data: command === "call" ? await from.call(body.name, body.request) : outside(command) });
    } catch (error) {
      send(response, { ok: false, error: error instanceof Error ? { code: "development", message: error.message } : error });
    }
  }

  return {
    name: "desk",
    apply: "serve",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? "/", "http://localhost");
        if (url.pathname.startsWith("/desk/")) void answer(url, request, response);
        else next();
      });
    },
  };
}
