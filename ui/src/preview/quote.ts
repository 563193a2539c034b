/** Words in what is drawn: where a quotation stands, and what a selection quotes. Knows the page, not the file. */
import { findQuote, pagePlace, readPlace, withQuote } from "./place";

/** A rectangle in per cent of the element that it lies in. */
export interface Patch {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The rectangles that quoted words take up inside `root`; none where they are not there. */
export function patches(root: HTMLElement, quote: string): Patch[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: { node: Node; from: number }[] = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node, from: text.length });
    text += node.nodeValue ?? "";
  }
  const found = findQuote(text, quote);
  if (!found) return [];
  const at = (offset: number) => {
    const { node, from } = nodes.findLast((n) => n.from <= offset)!;
    return [node, offset - from] as const;
  };
  const range = document.createRange();
  range.setStart(...at(found[0]));
  const [last, end] = at(found[1] - 1);
  range.setEnd(last, end + 1);
  const frame = root.getBoundingClientRect();
  if (frame.width === 0 || frame.height === 0) return [];
  const part = (value: number, of: number) => Math.round((value / of) * 10_000) / 100;
  return [...range.getClientRects()]
    .filter((r) => r.width > 1 && r.height > 1)
    .map((r) => ({ left: part(r.left - frame.left, frame.width), top: part(r.top - frame.top, frame.height), width: part(r.width, frame.width), height: part(r.height, frame.height) }));
}

const holder = (node: Node | null) => (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>("[data-place]") ?? null;

/** The place and words of what is selected inside `root`; null = nothing is. */
export function selectedPlace(root: HTMLElement, selection: Selection | null): string | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer)) return null;
  const words = wholeWords(range, selection.toString());
  const first = holder(range.startContainer);
  if (!first || words.trim() === "") return null;
  const last = holder(range.endContainer) ?? first;
  return withQuote(between(first.dataset.place!, last.dataset.place!), words);
}

const LETTER = /[\p{L}\p{N}]/u;

/** What is selected, with the rest of the words in which it begins and ends: a hand seldom hits a letter's edge. */
function wholeWords(range: Range, words: string): string {
  const [text, rest] = [range.startContainer.nodeValue ?? "", range.endContainer.nodeValue ?? ""];
  let [from, to] = [range.startOffset, range.endOffset];
  if (LETTER.test(text[from] ?? "")) while (from > 0 && LETTER.test(text[from - 1]!)) from -= 1;
  if (LETTER.test(rest[to - 1] ?? "")) while (to < rest.length && LETTER.test(rest[to]!)) to += 1;
  return text.slice(from, range.startOffset) + words + rest.slice(range.endOffset, to);
}

/** The place from one to another of the same kind; the first where they cannot be joined. */
export function between(first: string, last: string): string {
  const [a, b] = [readPlace(first), readPlace(last)];
  if (a.kind === "page" && b.kind === "page") return pagePlace(a.runs[0]![0], Math.max(a.runs[0]![0], b.runs[0]![1]));
  if (a.kind === "paragraph" && b.kind === "paragraph" && first !== last) {
    const [from, to] = [a.runs[0]![0], b.runs[0]![1]].sort((x, y) => Number(x) - Number(y));
    return `para ${from}–${to}`;
  }
  if (a.kind === "slide" && b.kind === "slide" && first !== last) return `slides ${Math.min(a.runs[0]![0], b.runs[0]![0])}–${Math.max(a.runs[0]![1], b.runs[0]![1])}`;
  return first;
}
