import { render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeEach, expect, test, vi } from "vitest";

vi.mock("../src/shared/host", async () => (await import("./desk")).host);

import App from "../src/App.svelte";
import { registerAll } from "../src/screens/commands";
import { quoted, search } from "../src/search/search.svelte";
import type { HitView, SearchView } from "../src/shared/bindings/bindings";
import { desk } from "../src/shared/desk.svelte";
import { dialogs } from "../src/shared/dialogs.svelte";
import { texts } from "../src/shared/texts.svelte";
import { toasts } from "../src/shared/toasts.svelte";
import { work } from "../src/shared/work.svelte";
import { beginAnew } from "./anew";
import { answer, asked, view } from "./desk";

registerAll();
const LEARNER = "l-jay";
const [first, second] = view("learner.show").evidence as { id: string; title: string }[];
const find = (test: string) => document.querySelector<HTMLElement>(`[data-test="${test}"]`);
const all = (test: string) => [...document.querySelectorAll<HTMLElement>(`[data-test="${test}"]`)];
const press = (key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}) =>
  on.dispatchEvent(new KeyboardEvent("keydown", { key, code: key.length === 1 ? `Key${key.toUpperCase()}` : key, bubbles: true, cancelable: true, ...more }));

const hit = (over: Partial<HitView>): HitView => ({
  learner: LEARNER, learnerName: "Jay", learnerApart: null, evidence: first!.id, reference: "E001", title: first!.title, standing: "accepted", part: 0, place: "p. 3", page: 3, passage: 4,
  snippet: [{ text: "she ", hit: false }, { text: "closed", hit: true }, { text: " the <b>till</b>", hit: false }], more: 2, ...over,
});
const found = (hits: HitView[], over: Partial<SearchView> = {}): SearchView => ({ hits, files: hits.length, leftOut: ["the"], hint: null, searched: 40, waiting: 2, ...over });

async function open(hash: string) {
  location.hash = hash;
  render(App);
  await waitFor(() => expect(document.querySelector("main")!.children.length).toBeGreaterThan(0));
  await waitFor(() => expect(screen.queryByText("Opening…")).toBeNull());
}

async function type(words: string) {
  const input = find("search-input") as HTMLInputElement;
  input.value = words;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await waitFor(() => expect(asked.some((a) => a.name === "search" && a.request.query === words)).toBe(true));
}

beforeEach(() => {
  beginAnew();
  search.query = "";
  search.view = null;
  search.hits = [];
  search.all = false;
  texts.status = null;
});

test("Enter right after typing asks for those words, and opens no hit of earlier ones", async () => {
  answer("search", found([hit({})]));
  await open(`#/portfolio/${LEARNER}`);
  press("f", document.body, { ctrlKey: true });
  await waitFor(() => expect(find("search-input")).not.toBeNull());
  await type("till");
  await waitFor(() => expect(all("search-hit")).toHaveLength(1));
  const input = find("search-input") as HTMLInputElement;
  input.value = "complaint";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  press("Enter", input);
  await waitFor(() => expect(asked.some((a) => a.name === "search" && a.request.query === "complaint")).toBe(true));
  expect(find("search")).not.toBeNull();
  // Answered: Enter opens the hit.
  await waitFor(() => expect(search.answers).toBe(true));
  press("Enter", input);
  await waitFor(() => expect(find("search")).toBeNull());
});

test("↓ after typing on adds nothing to the hits of earlier words, and Enter opens none of them", async () => {
  const page = Array.from({ length: 20 }, (_, n) => hit({ evidence: n === 0 ? first!.id : `ev-old-${n}`, reference: `E${n}` }));
  answer("search", found(page));
  await open(`#/portfolio/${LEARNER}`);
  press("f", document.body, { ctrlKey: true });
  await waitFor(() => expect(find("search-input")).not.toBeNull());
  await type("till");
  await waitFor(() => expect(all("search-hit")).toHaveLength(20));
  search.lit = 19;
  const input = find("search-input") as HTMLInputElement;
  answer("search", found([hit({ evidence: second!.id, reference: "E002", title: second!.title })]));
  input.value = "till roll";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  press("ArrowDown", input);
  await waitFor(() => expect(all("search-hit").map((one) => one.dataset.reference)).toEqual(["E002"]));
  expect(asked.filter((a) => a.name === "search" && a.request.query === "till roll").map((a) => a.request.from)).toEqual([0]);
  press("Enter", input);
  await waitFor(() => expect(work.file).toBe(second!.id));
});

test("more hits are asked for of the words that stand there, from their first one", async () => {
  answer("search", found(Array.from({ length: 20 }, (_, n) => hit({ evidence: `ev-old-${n}` }))));
  await open(`#/portfolio/${LEARNER}`);
  await search.begin(false);
  search.query = "till";
  await search.ask();
  search.query = "till roll";
  answer("search", found([hit({})]));
  await search.more();
  expect(search.hits.map((one) => one.evidence)).toEqual([first!.id]);
});

test("hits in one portfolio are no answer to a search across all learners, and Enter waits for theirs", async () => {
  answer("search", found([hit({})]));
  await open(`#/portfolio/${LEARNER}`);
  await search.begin(false);
  search.query = "till";
  await search.ask();
  expect(search.answers).toBe(true);
  const asking = search.begin(true);
  expect(search.answers).toBe(false);
  await asking;
  expect(search.answers).toBe(true);
  expect(asked.filter((a) => a.name === "search").map((a) => a.request.learner)).toEqual([LEARNER, undefined]);
});

test("F3 after words that were not asked yet shows the first of their hits", async () => {
  answer("search", found([hit({}), hit({ evidence: "ev-old", reference: "E009" })]));
  await open(`#/portfolio/${LEARNER}`);
  await search.begin(false);
  search.query = "till";
  await search.ask();
  search.query = "till roll";
  answer("search", found([hit({ evidence: second!.id, reference: "E002", title: second!.title }), hit({})]));
  await search.step(1);
  expect(work.file).toBe(second!.id);
});

test("Ctrl+F looks in the portfolio; Enter shows the item, F3 the next one", async () => {
  answer("search", found([hit({}), hit({ evidence: second!.id, reference: "E002", title: second!.title, place: "para 2", page: null })]));
  await open(`#/portfolio/${LEARNER}`);
  press("f", document.body, { ctrlKey: true });
  await waitFor(() => expect(find("search-input")).not.toBeNull());
  expect(document.activeElement).toBe(find("search-input"));
  await type("closed the till");
  await waitFor(() => expect(all("search-hit")).toHaveLength(2));
  expect(asked.find((a) => a.name === "search")!.request).toMatchObject({ learner: LEARNER, from: 0 });
  expect(all("search-hit")[0]!.querySelector("mark")!.textContent).toBe("closed");
  expect(all("search-hit")[0]!.textContent).toContain("the <b>till</b>");
  expect(find("search-sum")!.textContent).toBe("2 files answer");
  expect(find("search")!.textContent).toContain("Not looked for: the");
  expect(find("search-waiting")!.textContent).toBe("2 files are not read yet");
  const result = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(result.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual([]);
  press("Enter", find("search-input")!);
  await waitFor(() => expect(work.file).toBe(first!.id));
  expect(dialogs.open).toBeNull();
  press("F3");
  await waitFor(() => expect(work.file).toBe(second!.id));
  await waitFor(() => expect(toasts.list.at(-1)?.text).toContain("2 of 2"));
  press("F3", document.body, { shiftKey: true });
  await waitFor(() => expect(work.file).toBe(first!.id));
});

test("across all learners nobody is named in the question, and each hit says whose it is", async () => {
  answer("search", found([hit({})], { waiting: 0 }));
  await open("#/caseload");
  press("F", document.body, { ctrlKey: true, shiftKey: true });
  await waitFor(() => expect(find("search-input")).not.toBeNull());
  await type("till");
  await waitFor(() => expect(all("search-hit")).toHaveLength(1));
  expect(asked.find((a) => a.name === "search")!.request.learner).toBeUndefined();
  expect(all("search-hit")[0]!.textContent).toContain("Jay");
  all("search-hit")[0]!.click();
  await waitFor(() => expect(desk.screen).toBe("portfolio"));
  await waitFor(() => expect(work.file).toBe(first!.id));
});

test("nothing found says so, and a refusal is shown", async () => {
  answer("search", found([], { files: 0 }));
  await open(`#/portfolio/${LEARNER}`);
  press("f", document.body, { ctrlKey: true });
  await waitFor(() => expect(find("search-input")).not.toBeNull());
  await type("absent");
  await waitFor(() => expect(find("search-sum")!.textContent).toBe("Nothing in 40 files says this"));
  answer("search", new Error("the texts cannot be opened"));
  await type("absent again");
  await waitFor(() => expect(find("search")!.textContent).toContain("the texts cannot be opened"));
});

test("what is being read can be stopped, and an item without text says why", async () => {
  const status = { read: 3, without: 1, waiting: 5, left: 5, stopped: false, items: [{ evidence: first!.id, name: "E001", part: 0, why: "empty", reason: "no text was found in this PDF" }] };
  answer("text.status", status);
  await open(`#/portfolio/${LEARNER}`);
  await waitFor(() => expect(find("text-progress")!.textContent).toContain("5 files left"));
  work.show(first!.id);
  await waitFor(() => expect(find("no-text")!.textContent).toContain("no text was found in this PDF"));
  answer("text.status", { ...status, left: 0, stopped: true });
  find("text-stop")!.click();
  await waitFor(() => expect(asked.find((a) => a.name === "text.stop")!.request).toEqual({ stopped: true }));
  await waitFor(() => expect(find("text-go")).not.toBeNull());
});

test("a place is worded as the preview looks for it", () => {
  expect(quoted(hit({}))).toBe("p. 3: “closed”");
  expect(quoted(hit({ place: "Hours!A5:C5" }))).toBe("Hours!A5:C5");
  expect(quoted(hit({ place: null }))).toBeNull();
});
