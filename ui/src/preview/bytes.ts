/** Bytes of a file of evidence, by ranges: what is needed, or all of it with progress and a way to stop. Knows no format. */
import { isFailure, type Failure } from "../shared/host";

/** The bytes could not be had: the file is gone, changed meanwhile, or too large. */
export class NoBytes extends Error {}

export interface Bytes {
  bytes: Uint8Array<ArrayBuffer>;
  /** How many the file has. */
  total: number;
  /** Media type, as the core names it. */
  type: string;
}

/** What the core says of bytes that it does not give; null = they can be had, and something else kept them from being shown. */
export async function whyNoBytes(url: string): Promise<Failure | null> {
  try {
    const answer = await fetch(url, { headers: { Range: "bytes=0-0" } });
    const said: unknown = answer.ok ? null : await answer.json();
    return isFailure(said) ? said : null;
  } catch {
    return null;
  }
}

/** Most that one answer holds. */
const CHUNK = 1 << 20;

/** Bytes from `begin` to `end`, the last not included, and how many the file has. An answer may hold less than was asked for, so it is asked again. */
export async function fetchRange(url: string, begin: number, end: number, signal?: AbortSignal): Promise<Bytes> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let at = begin;
  let total = Infinity;
  let type = "";
  while (at < Math.min(end, total)) {
    const answer = await fetch(url, { headers: { Range: `bytes=${at}-${Math.min(end, at + CHUNK) - 1}` }, signal });
    if (!answer.ok) throw new NoBytes(String(answer.status));
    const bytes = new Uint8Array(await answer.arrayBuffer());
    type = answer.headers.get("content-type") ?? "";
    const size = Number(/\/(\d+)$/.exec(answer.headers.get("content-range") ?? "")?.[1] ?? NaN);
    // A server that knows no ranges answers with the whole file.
    if (answer.status === 200 || Number.isNaN(size)) return { bytes: bytes.subarray(begin, end), total: bytes.length, type };
    if (bytes.length === 0) throw new NoBytes("empty");
    pieces.push(bytes);
    at += bytes.length;
    total = size;
  }
  return { bytes: joined(pieces), total, type };
}

function joined(pieces: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The whole file as a blob, piece by piece. `onprogress` hears how much of it is there, from 0 to 1. */
export async function fetchBlob(url: string, onprogress: (part: number) => void, signal: AbortSignal): Promise<Blob> {
  const pieces: BlobPart[] = [];
  let at = 0;
  let total = 1;
  let type = "";
  while (at < total) {
    const { bytes, total: size, type: named } = await fetchRange(url, at, at + 4 * CHUNK, signal);
    [total, type] = [size, named];
    if (bytes.length === 0) break;
    pieces.push(bytes);
    at += bytes.length;
    onprogress(total === 0 ? 1 : at / total);
  }
  return new Blob(pieces, { type });
}
