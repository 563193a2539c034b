/** The bench as somebody works at it: what a key takes back, what stays on screen, what one key links. */
import { render, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";

vi.mock("../src/shared/host", async () => (await import("./desk")).host);

import App from "../src/App.svelte";
import { registerAll } from "../src/screens/commands";
import type { EvidenceView, PortfolioView, VersionView } from "../src/shared/bindings/bindings";
import { report } from "../src/shared/deeds";
import { desk } from "../src/shared/desk.svelte";
import { dialogs } from "../src/shared/dialogs.svelte";
import { rowsOf } from "../src/shared/gaps";
import { work } from "../src/shared/work.svelte";
import { beginAnew } from "./anew";
import { answer, asked, view } from "./desk";

registerAll();
const LEARNER = "l-jay";
const find = (test: string) => document.querySelector<HTMLElement>(`[data-test="${test}"]`);
const press = (key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}) =>
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
const sent = (name: string) => asked.filter((a) => a.name === name).map((a) => a.request);
const rowOf = (code: string) => work.unitRows.find((r) => r.code === code)!;
const done = (more: object) => ({ deed: "d-1", learner: LEARNER, label: "map E004 → 2.3", undoable: true, warnings: [], ...more });
const changed = (change: (p: PortfolioView) => void) => {
  const portfolio = view("learner.show") as PortfolioView;
  change(portfolio);
  answer("learner.show", portfolio);
  return portfolio;
};

/** An answer that comes when it is let go. */
function slow(name: string, value: unknown) {
  let go: () => void = () => undefined;
  answer(name, new Promise((resolve) => (go = () => resolve(value))));
  return () => go();
}

async function open(hash: string) {
  location.hash = hash;
  render(App);
  await waitFor(() => expect(document.querySelector("main")!.children.length).toBeGreaterThan(0));
  await waitFor(() => expect(desk.portfolio).not.toBeNull());
  await tick();
}

async function write(test: string, text: string) {
  const field = find(test) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await tick();
}

beforeEach(beginAnew);

describe("undo beside a deed", () => {
  test("is about that deed and its learner, whoever is on screen by then", async () => {
    await open(`#/portfolio/${LEARNER}`);
    report("map", done({}));
    desk.learner = "l-dylan";
    await tick();
    find("toast-undo")!.click();
    await waitFor(() => expect(sent("undo")).toEqual([{ learner: LEARNER, deed: "d-1" }]));
  });
  test("is not offered where it would take back another deed", async () => {
    answer("evidence.accept", done({ label: "accept E011", undoable: false }));
    await open(`#/portfolio/${LEARNER}`);
    press("a");
    await waitFor(() => expect(find("toast")!.textContent).toContain("accept E011"));
    expect(find("toast-undo")).toBeNull();
  });
});

describe("the file on screen", () => {
  const mapped = (id: string) => (p: PortfolioView) => {
    const at = p.evidence.findIndex((e) => e.id === id);
    const [item] = p.evidence.splice(at, 1) as [EvidenceView];
    p.evidence.splice(5, 0, { ...item, standing: "accepted", reference: "E011", mapped: 1 });
  };
  test("stays when a mapping gives it a number and it is sorted elsewhere", async () => {
    await open(`#/portfolio/${LEARNER}`);
    expect(work.current?.id).toBe("ev-new-1");
    work.focus(rowOf("1.1").row);
    await tick();
    changed(mapped("ev-new-1"));
    press(" ", find("criteria-list")!);
    await waitFor(() => expect(work.current?.reference).toBe("E011"));
    work.focus(rowOf("1.2").row);
    await tick();
    press(" ", find("criteria-list")!);
    await waitFor(() => expect(sent("map").map((m) => m.evidence)).toEqual([["ev-new-1"], ["ev-new-1"]]));
  });
  test("stays through a filter that leaves it out, and the next one is counted from where it would stand", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-4");
    work.filter = "noPlace";
    await tick();
    expect(work.current?.id).toBe("ev-4");
    const listed = work.evidence.map((e) => e.id);
    const [before, after] = [listed.filter((id) => ["ev-1", "ev-2", "ev-3"].includes(id)).at(-1), listed.find((id) => !["ev-1", "ev-2", "ev-3"].includes(id))];
    expect([before, after].every(Boolean)).toBe(true);
    press("j");
    expect(work.file).toBe(after);
    work.show("ev-4");
    press("k");
    expect(work.file).toBe(before);
  });
  test("map and next goes to the next as it stood, though the file mapped is sorted elsewhere", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-new-2");
    await tick();
    dialogs.show({ kind: "picker", typed: "2.4" });
    await tick();
    changed(mapped("ev-new-2"));
    press("Enter", find("picker-input")!, { shiftKey: true });
    await waitFor(() => expect(work.file).toBe("ev-new-3"));
  });
});

describe("one key links what lacks", () => {
  test("five files of which one is linked: the other four are linked, each place with its own file", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-3");
    work.files = new Set(["ev-1", "ev-3", "ev-5"]);
    work.focus(rowOf("1.1").row);
    await tick();
    work.place = "p. 3";
    press(" ", find("criteria-list")!);
    await waitFor(() => expect(sent("map")).toHaveLength(1));
    expect(sent("map")[0]).toMatchObject({ evidence: ["ev-3", "ev-5"], codes: rowOf("1.1").row, place: "p. 3", placeOf: "ev-3" });
    expect(sent("unmap")).toEqual([]);
  });
  test("the same again takes the place on screen, and none where there is none", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-7");
    work.last = { unit: desk.unit!.unit, codes: "1.1", method: null };
    await tick();
    work.place = "";
    press(".");
    await waitFor(() => expect(sent("map")).toHaveLength(1));
    expect(sent("map")[0]!.place).toBeUndefined();
  });
  test("in the matrix, criteria of which one is linked: the panel says so and links the rest, at the place typed", async () => {
    await open(`#/matrix/${LEARNER}`);
    const cell = (code: string) => document.querySelector<HTMLElement>(`[data-test="matrix-cell"][data-code="${code}"][data-reference="E002"]`)!;
    cell("1.2").click();
    await tick();
    expect(find("matrix-toggle")!.textContent).toContain("Unlink");
    cell("1.4").dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: true }));
    await tick();
    expect(find("matrix-chosen")!.textContent).toBe("3 criteria chosen, 2 of them linked");
    expect(find("matrix-toggle")!.textContent).toContain("Link 1 criterion");
    answer("map", new Error("E002 has changed."));
    await write("matrix-place", "row 4");
    find("matrix-toggle")!.click();
    await waitFor(() => expect(find("toast")!.textContent).toContain("E002 has changed"));
    expect((find("matrix-place") as HTMLInputElement).value).toBe("row 4");
    expect(sent("map")).toMatchObject([{ evidence: ["ev-2"], codes: rowsOf(desk.unit!)[3]!.row, place: "row 4" }]);
    cell("2.1").click();
    await tick();
    expect((find("matrix-place") as HTMLInputElement).value).toBe("");
  });
  test("in the matrix the column stays under the cursor when its only link goes", async () => {
    const without = (...codes: string[]) => changed((p) => rowsOf(p.units[0]!).filter((r) => codes.includes(r.code)).forEach((r) => (r.links = r.links.filter((l) => l.evidence !== "ev-2"))));
    without("1.3");
    await open(`#/matrix/${LEARNER}`);
    const cell = () => document.querySelector<HTMLElement>('[data-test="matrix-cell"][data-code="1.2"][data-reference="E002"]')!;
    cell().click();
    await tick();
    without("1.2", "1.3");
    press(" ", cell());
    await waitFor(() => expect(cell().dataset.linked).toBe("false"));
    expect(cell().tabIndex).toBe(0);
    press(" ", cell());
    await waitFor(() => expect(sent("map")).toMatchObject([{ evidence: ["ev-2"] }]));
    expect(sent("unmap")).toEqual([{ learner: LEARNER, mappings: ["m-3"] }]);
  });
});

describe("the picker", () => {
  test("writes the place on screen on the file on screen, one that was typed on all", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-3");
    work.files = new Set(["ev-1", "ev-3"]);
    await tick();
    work.place = "p. 3";
    dialogs.show({ kind: "picker", typed: "2.4" });
    await tick();
    expect(find("picker-say")!.textContent).toBe("2.4 will be mapped to E001 and E003, p. 3 in E003 only");
    press("Enter", find("picker-input")!);
    await waitFor(() => expect(find("picker")).toBeNull());
    expect(sent("map")[0]).toMatchObject({ evidence: ["ev-1", "ev-3"], place: "p. 3", placeOf: "ev-3" });
    expect(work.current?.id).toBe("ev-3");
    dialogs.show({ kind: "picker", typed: "2.4" });
    await tick();
    await write("picker-place", "front page");
    press("Enter", find("picker-input")!);
    await waitFor(() => expect(sent("map")).toHaveLength(2));
    expect(sent("map")[1]).toMatchObject({ place: "front page" });
    expect(sent("map")[1]!.placeOf).toBeUndefined();
  });
  test("criteria of two units are one deed, and another unit's row wants a step of its own", async () => {
    await open(`#/portfolio/${LEARNER}/${view("learner.show").units[2].unit}`);
    work.show("ev-3");
    await tick();
    dialogs.show({ kind: "picker", typed: "1.1" });
    await tick();
    press("Tab", find("picker-input")!);
    await tick();
    await write("picker-input", "2.4");
    expect(find("picker-say")!.textContent).toBe("No criterion 2.4 in this unit. ↓ chooses from the other units.");
    press("Enter", find("picker-input")!);
    await tick();
    expect(sent("map")).toEqual([]);
    press("ArrowDown", find("picker-input")!);
    await tick();
    press("Enter", find("picker-input")!);
    await waitFor(() => expect(sent("map")).toHaveLength(1));
    const [here, there] = [view("learner.show").units[2], view("learner.show").units[0]] as PortfolioView["units"];
    expect(sent("map")[0]).toMatchObject({ unit: here!.unit, codes: rowsOf(here!)[0]!.row, also: [{ unit: there!.unit, codes: rowsOf(there!).find((r) => r.code === "2.4")!.row }] });
  });
});

describe("deciding", () => {
  test("a criterion called A.P1, and one whose code is no code at all, is decided by what it is", async () => {
    changed((p) => {
      rowsOf(p.units[0]!)[1]!.code = "A.P1";
      rowsOf(p.units[0]!)[2]!.code = "Evaluation, part two";
    });
    await open(`#/portfolio/${LEARNER}`);
    const rows = work.unitRows.slice(1, 3).map((r) => r.row);
    work.rows = new Set(rows);
    press("d");
    await tick();
    expect((find("decide-codes") as HTMLInputElement).value).toBe("A.P1, Evaluation, part two");
    press("m", document.querySelector("dialog")!);
    await tick();
    press("Enter", document.querySelector("[value=met]")!);
    await waitFor(() => expect(sent("decide")[0]).toMatchObject({ codes: rows.join(",") }));
  });
  test("Enter twice while it is being saved decides once", async () => {
    const go = slow("decide", done({ label: "decide 2.3 met" }));
    await open(`#/portfolio/${LEARNER}`);
    work.focus(rowOf("2.3").row);
    press("d");
    await tick();
    press("m", document.querySelector("dialog")!);
    await tick();
    press("Enter", document.querySelector("[value=met]")!);
    await tick();
    expect((find("decide-save") as HTMLButtonElement).disabled).toBe(true);
    press("Enter", document.querySelector("[value=met]")!);
    go();
    await waitFor(() => expect(find("decide")).toBeNull());
    expect(sent("decide")).toHaveLength(1);
  });
  test("an answer that comes late closes no other dialog", async () => {
    const go = slow("decide", done({ label: "decide 2.3 met" }));
    await open(`#/portfolio/${LEARNER}`);
    work.focus(rowOf("2.3").row);
    press("d");
    await tick();
    press("m", document.querySelector("dialog")!);
    await tick();
    press("Enter", document.querySelector("[value=met]")!);
    await tick();
    dialogs.close();
    dialogs.show({ kind: "setAside" });
    await tick();
    go();
    await waitFor(() => expect(find("toast")!.textContent).toContain("ecide 2.3 met"));
    expect(dialogs.open?.kind).toBe("setAside");
  });
  test("a form that is sent twice is saved once", async () => {
    const go = slow("evidence.setAside", done({ label: "set aside E004" }));
    await open(`#/portfolio/${LEARNER}`);
    dialogs.show({ kind: "setAside" });
    await tick();
    const form = document.querySelector<HTMLFormElement>("#set-aside")!;
    form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    await tick();
    expect((find("set-aside-save") as HTMLButtonElement).disabled).toBe(true);
    form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    go();
    await waitFor(() => expect(find("set-aside")).toBeNull());
    expect(sent("evidence.setAside")).toHaveLength(1);
  });
});

describe("another version on screen", () => {
  const NEW = "b".repeat(64);
  const waiting = { number: 2, current: false, accepted: null, decisions: [], files: [{ fileName: "complaint-log.txt", sha256: NEW, here: true, kept: false, seen: "2026-11-20T09:00:00+00:00", size: 1 }] } as unknown as VersionView;
  test("is in force as soon as it is accepted, and mapping goes on", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.openVersion("ev-4", waiting);
    await tick();
    expect(find("version-shown")).not.toBeNull();
    changed((p) => {
      const item = p.evidence.find((e) => e.id === "ev-4")!;
      item.file = "present";
      item.parts[0]!.sha256 = NEW;
    });
    press("a");
    await waitFor(() => expect(find("version-shown")).toBeNull());
    expect(work.version).toBeNull();
    press("m");
    await tick();
    expect(find("picker")).not.toBeNull();
  });
});
