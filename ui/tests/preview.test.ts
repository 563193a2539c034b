import { render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeEach, describe, expect, test, vi } from "vitest";

vi.mock("../src/shared/host", async () => (await import("./desk")).host);

import App from "../src/App.svelte";
import { stage } from "../src/preview/stage.svelte";
import { registerAll } from "../src/screens/commands";
import { desk } from "../src/shared/desk.svelte";
import { dialogs } from "../src/shared/dialogs.svelte";
import { work } from "../src/shared/work.svelte";
import { beginAnew } from "./anew";
import { answer, asked, view } from "./desk";

registerAll();
const find = (test: string) => document.querySelector<HTMLElement>(`[data-test="${test}"]`);
const scroller = () => document.querySelector<HTMLElement>("[data-scroller]")!;
const press = (on: HTMLElement, key: string, more: KeyboardEventInit = {}) => on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
const place = () => find("preview-place")!.textContent;

async function show(id: string, what: unknown) {
  answer("preview.show", what);
  location.hash = "#/portfolio/l-jay";
  render(App);
  await waitFor(() => expect(screen.queryByText("Opening…")).toBeNull());
  await waitFor(() => expect(find("evidence-row")).not.toBeNull());
  work.show(id);
}

beforeEach(beginAnew);

/** Maps what is picked out with the keyboard alone and waits until the views are there anew. */
async function map(code: string) {
  const before = desk.portfolio;
  await pick(code);
  await waitFor(() => expect(desk.portfolio).not.toBe(before));
}
/** Maps what is picked out with the keyboard alone. */
async function pick(code: string) {
  dialogs.show({ kind: "picker", typed: "" });
  await waitFor(() => expect(find("picker-input")).not.toBeNull());
  const input = find("picker-input") as HTMLInputElement;
  input.value = code;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await waitFor(() => expect(find("picker-say")!.textContent).toContain("will be mapped"));
  press(input, "Enter");
  await waitFor(() => expect(find("picker")).toBeNull());
}
const readings = () => asked.filter((a) => a.name === "preview.show").length;

describe("a mapping leaves the preview as it is", () => {
  test("paragraphs are not read again; what was picked out is spent", async () => {
    await show("ev-6", view("preview.show").document);
    await waitFor(() => expect(find("preview-piece")).not.toBeNull());
    const [piece, before] = [find("preview-piece"), readings()];
    for (const [shiftKey, times] of [[false, 2], [true, 1]] as const) for (let i = 0; i < times; i += 1) press(scroller(), "ArrowDown", { shiftKey });
    await waitFor(() => expect(work.place).toBe("para 2–3"));
    await map("2.3");
    expect(asked.find((a) => a.name === "map")?.request).toMatchObject({ place: "para 2–3" });
    await waitFor(() => expect(place()).toBe("para 3"));
    expect(find("preview-piece")).toBe(piece);
    expect(readings()).toBe(before);
    press(scroller(), "ArrowDown", { shiftKey: true });
    await waitFor(() => expect(place()).toBe("para 3–4"));
    // Another file is another reading.
    work.show("ev-10");
    await waitFor(() => expect(readings()).toBe(before + 1));
  });

  test("cells stay where they are, with the cursor in them", async () => {
    await show("ev-2", view("preview.show").spreadsheet);
    await waitFor(() => expect(find("preview-sheet")).not.toBeNull());
    const [grid, before] = [find("preview-sheet")!, readings()];
    press(grid, "ArrowDown");
    press(grid, "ArrowDown", { shiftKey: true });
    await waitFor(() => expect(work.place).toBe("Complaints!A2:A3"));
    await map("2.3");
    await waitFor(() => expect(place()).toBe("Complaints!A3"));
    expect(find("preview-sheet")).toBe(grid);
    expect(readings()).toBe(before);
    press(grid, "ArrowRight", { shiftKey: true });
    await waitFor(() => expect(place()).toBe("Complaints!A3:B3"));
  });
});

describe("places by keyboard", () => {
  test("paragraphs: arrows, Shift for several, Escape takes them away", async () => {
    await show("ev-6", view("preview.show").document);
    await waitFor(() => expect(find("preview-piece")).not.toBeNull());
    for (const key of ["ArrowDown", "ArrowDown"]) press(scroller(), key);
    await waitFor(() => expect(place()).toBe("para 2"));
    press(scroller(), "ArrowDown", { shiftKey: true });
    await waitFor(() => expect(place()).toBe("para 2–3"));
    expect(work.place).toBe("para 2–3");
    press(scroller(), "Escape");
    await waitFor(() => expect(place()).toBe("para 3"));
    expect(document.querySelector("[data-test=preview-stage] b, [data-test=preview-stage] script")).toBeNull();
    const found = await axe.run(document.querySelector<HTMLElement>("[data-test=preview]")!, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
  });

  test("a link or a hit leads to its paragraph", async () => {
    await show("ev-6", view("preview.show").document);
    await waitFor(() => expect(find("preview-piece")).not.toBeNull());
    work.open("ev-6", "para 7: “ask for help sooner”");
    await waitFor(() => expect(place()).toBe("para 7"));
    expect(document.querySelector("mark.found")?.textContent).toBe("ask for help sooner");
  });

  test("cells: nothing until somebody goes there, then one, then a range", async () => {
    await show("ev-2", view("preview.show").spreadsheet);
    await waitFor(() => expect(find("preview-sheet")).not.toBeNull());
    expect(work.place).toBe("");
    const grid = find("preview-sheet")!;
    press(grid, "ArrowDown");
    await waitFor(() => expect(place()).toBe("Complaints!A2"));
    press(grid, "ArrowRight", { shiftKey: true });
    press(grid, "ArrowDown", { shiftKey: true });
    await waitFor(() => expect(place()).toBe("Complaints!A2:B3"));
    stage.chosen = null;
    await waitFor(() => expect(place()).toBe("Complaints!B3"));
  });

  test("a recording that is not played takes typed times", async () => {
    await show("ev-5", null);
    await waitFor(() => expect(find("file-card")).not.toBeNull());
    const type = (test: string, text: string) => {
      const field = find(test) as HTMLInputElement;
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    type("mark-from", "5:00");
    type("mark-to", "4:12");
    type("mark-codes", "1.1");
    find("mark-save")!.click();
    await waitFor(() => expect(screen.queryByText("The end comes before the beginning.")).not.toBeNull());
    type("mark-to", "5:30");
    type("mark-note", "  explains   the plan ");
    find("mark-save")!.click();
    await waitFor(() => expect(asked.find((a) => a.name === "map")?.request).toMatchObject({ codes: "1.1", place: "00:05:00–00:05:30: explains the plan" }));
  });

  test("a recording that is too large to be fetched says why, is opened elsewhere and takes typed times", async () => {
    const portfolio = view("learner.show");
    portfolio.evidence.find((e: { id: string }) => e.id === "ev-5").parts[0].size = 150_000_000;
    answer("learner.show", portfolio);
    await show("ev-5", null);
    await waitFor(() => expect(find("file-card")?.textContent).toContain("larger than 100 MB"));
    expect(find("file-card")!.textContent).toContain("Open in default app");
    expect(find("mark-from")).not.toBeNull();
  });

  test("in an item of several files a mark, a place and a jump say and keep to their own file", async () => {
    const portfolio = view("learner.show");
    const discussion = portfolio.evidence.find((e: { id: string }) => e.id === "ev-5");
    discussion.parts.push({ ...discussion.parts[0], part: 1, fileName: "discussion-15-10.mp3", sha256: "b".repeat(64) });
    answer("learner.show", portfolio);
    await show("ev-5", null);
    work.part = 1;
    await waitFor(() => expect(find("file-card")?.textContent).toContain("discussion-15-10.mp3"));
    await waitFor(() => expect(find("mark-from")).not.toBeNull());
    for (const [test, text] of [["mark-from", "5:00"], ["mark-codes", "1.1"], ["mark-note", "the plan"]] as const) {
      const field = find(test) as HTMLInputElement;
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    find("mark-save")!.click();
    await waitFor(() => expect(asked.find((a) => a.name === "map")?.request).toMatchObject({ place: "part 2, 00:05:00: the plan" }));
  });

  test("in an item of several files a mapping names the file on screen, also where no place in it is picked out", async () => {
    const portfolio = view("learner.show");
    const discussion = portfolio.evidence.find((e: { id: string }) => e.id === "ev-5");
    discussion.parts.push({ ...discussion.parts[0], part: 1, fileName: "discussion-15-10.mp3", sha256: "b".repeat(64) });
    answer("learner.show", portfolio);
    await show("ev-5", null);
    await waitFor(() => expect(place()).toBe("part 1"));
    work.part = 1;
    await waitFor(() => expect(place()).toBe("part 2"));
    await pick("2.3");
    expect(asked.find((a) => a.name === "map")?.request).toMatchObject({ evidence: ["ev-5"], place: "part 2" });
  });

  test("a place is shown with the file that it is in, and one of no file leads nowhere", async () => {
    const portfolio = view("learner.show");
    const testimony = portfolio.evidence.find((e: { id: string }) => e.id === "ev-6");
    testimony.parts.push({ ...testimony.parts[0], part: 1, fileName: "testimony, second.docx", sha256: "b".repeat(64) });
    answer("learner.show", portfolio);
    await show("ev-6", view("preview.show").document);
    work.part = 1;
    await waitFor(() => expect(find("preview-piece")).not.toBeNull());
    work.open("ev-6", "part 2, para 7: “ask for help sooner”", 1);
    await waitFor(() => expect(place()).toBe("part 2, para 7"));
    expect(document.querySelector("mark.found")?.textContent).toBe("ask for help sooner");
    work.open("ev-6", "part 9, para 3", 1);
    await waitFor(() => expect(work.jumpTo).toBeNull());
    expect(place()).toBe("part 2, para 7");
  });

  test("a film that never begins is no empty player", async () => {
    vi.stubGlobal("navigator", { ...navigator, userAgent: "Windows" });
    const timers = vi.spyOn(globalThis, "setTimeout");
    await show("ev-new-3", null);
    await waitFor(() => expect(find("preview-player")).not.toBeNull());
    const patience = timers.mock.calls.find(([, wait]) => wait === 20_000)![0] as () => void;
    timers.mockRestore();
    patience();
    await waitFor(() => expect(find("file-card")?.textContent).toContain("does not play this .mp4 here"));
    expect(find("mark-from")).not.toBeNull();
    vi.unstubAllGlobals();
  });

  test("a film of which only the sound plays is no black picture", async () => {
    vi.stubGlobal("navigator", { ...navigator, userAgent: "Windows" });
    await show("ev-new-3", null);
    await waitFor(() => expect(find("preview-player")).not.toBeNull());
    const player = find("preview-player")!;
    player.dispatchEvent(new Event("loadeddata"));
    await waitFor(() => expect(find("player-blind")).not.toBeNull());
    Object.defineProperty(player, "videoWidth", { value: 640 });
    player.dispatchEvent(new Event("resize"));
    await waitFor(() => expect(find("player-blind")).toBeNull());
    vi.unstubAllGlobals();
  });

  test("a file is shown as what it is by its bytes, wherever somebody was sent in it", async () => {
    answer("preview.kind", { media: "document", is: "a Word document", named: "pdf" });
    await show("ev-1", view("preview.show").document);
    work.open("ev-1", "para 7: “ask for help sooner”");
    await waitFor(() => expect(find("preview-named")?.textContent).toBe("Named .pdf, is a Word document. It is shown as what it is."));
    await waitFor(() => expect(document.querySelector("mark.found")?.textContent).toBe("ask for help sooner"));
    expect(stage.media).toBe("document");
    // What is not shown says what it is as well.
    answer("preview.kind", { media: "other", is: "a program", named: "pdf" });
    work.show("ev-3");
    await waitFor(() => expect(find("file-is")?.textContent).toBe("a program, though named .pdf"));
    expect(find("file-card")!.textContent).toContain("Named .pdf, is a program. It is not shown here.");
  });

  test("what cannot be shown says why and stays mappable", async () => {
    await show("ev-6", { is: "nothing", reason: "This document asks for a password; mapping works as usual." });
    await waitFor(() => expect(find("file-card")?.textContent).toContain("asks for a password"));
  });
});
