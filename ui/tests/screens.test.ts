import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";

vi.mock("../src/shared/host", async () => (await import("./desk")).host);

import App from "../src/App.svelte";
import { registerAll } from "../src/screens/commands";
import { dialogs, type Open } from "../src/shared/dialogs.svelte";
import { work } from "../src/shared/work.svelte";
import { beginAnew } from "./anew";
import { answer, asked, host, view } from "./desk";

registerAll();
const LEARNER = "l-jay";
const OCR = view("learner.show").units[1].unit as string;
const find = (test: string) => document.querySelector<HTMLElement>(`[data-test="${test}"]`);
const all = (test: string) => [...document.querySelectorAll<HTMLElement>(`[data-test="${test}"]`)];
const press = (key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}) =>
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));

async function open(hash: string) {
  location.hash = hash;
  render(App);
  await waitFor(() => expect(document.querySelector("main")!.children.length).toBeGreaterThan(0));
  await waitFor(() => expect(screen.queryByText("Opening…")).toBeNull());
}

/** Serious findings; colours are checked in a browser, where they are computed. */
async function findings() {
  const result = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: true } } });
  return result.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 160)}`);
}

beforeEach(beginAnew);

describe("every screen is without serious findings", () => {
  test.each([["#/caseload"], [`#/portfolio/${LEARNER}`], [`#/matrix/${LEARNER}`], [`#/signoff/${LEARNER}`], [`#/signoff/${LEARNER}/${OCR}`], [`#/sampling/${LEARNER}`], ["#/claims"], ["#/units"], ["#/settings"]])("%s", async (hash) => {
    await open(hash);
    expect(await findings()).toEqual([]);
  });
  test("start page", async () => {
    answer("workspace.show", view("workspace.empty"));
    await open("");
    expect(find("start-centre-name")).not.toBeNull();
    expect(await findings()).toEqual([]);
  });
  test.each<[string, Open]>([["picker", { kind: "picker", typed: "2" }], ["decide", { kind: "decide" }], ["decide all mapped", { kind: "decide", scope: "mapped" }], ["criterion", { kind: "criterion", row: view("learner.show").units[0].outcomes[0].rows[0].row }], ["declaration", { kind: "declaration" }], ["work", { kind: "work", all: true }], ["new learner", { kind: "newLearner" }], ["history", { kind: "history" }], ["keys", { kind: "shortcuts" }], ["palette", { kind: "palette" }], ["set aside", { kind: "setAside" }], ["reopen", { kind: "reopen" }], ["password", { kind: "password" }]])("dialog: %s", async (_, which) => {
    await open(`#/portfolio/${LEARNER}`);
    dialogs.show(which);
    await tick();
    expect(document.querySelector("dialog")).not.toBeNull();
    expect(await findings()).toEqual([]);
  });
});

describe("mapping", () => {
  test("2 . 3 Enter maps the file shown, in four keys", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-3");
    await tick();
    work.place = "p. 2";
    await tick();
    press("2");
    await tick();
    const input = find("picker-input") as HTMLInputElement;
    expect(input.value).toBe("2");
    input.value = "2.3";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await tick();
    expect((find("picker-place") as HTMLInputElement).value).toBe("p. 2");
    expect(find("picker-say")!.textContent).toBe("2.3 will be mapped to E003, p. 2");
    press("Enter", input);
    await waitFor(() => expect(asked.some((a) => a.name === "map")).toBe(true));
    const map = asked.find((a) => a.name === "map")!.request;
    expect(map).toMatchObject({ learner: LEARNER, evidence: ["ev-3"], place: "p. 2" });
    await waitFor(() => expect(find("picker")).toBeNull());
  });
  test("a letter typed in the search box is a letter", async () => {
    await open(`#/portfolio/${LEARNER}`);
    press("m", find("evidence-search")!);
    await tick();
    expect(find("picker")).toBeNull();
  });
  test("a signed unit answers with the reason", async () => {
    await open(`#/portfolio/${LEARNER}/${OCR}`);
    press("m");
    await tick();
    expect(find("picker")).toBeNull();
    expect(find("toast")!.textContent).toContain("is signed (14/11/2026). Reopen");
  });
});

describe("suggestions", () => {
  const maps = () => asked.filter((a) => a.name === "map");
  const looking = async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-3");
    await waitFor(() => expect(all("suggestion").length).toBe(3));
  };
  test("S shows the passage and why, and only Y maps it, with its place", async () => {
    await looking();
    press("y");
    await tick();
    expect(maps()).toEqual([]);
    press("s");
    await waitFor(() => expect(find("suggestion-quote")!.textContent).toContain("took Owen aside"));
    expect(find("suggestion-why")!.textContent).toBe("Both have: feedback · feedback to individuals (took owen aside, next time) · strengths and points to develop (warm)");
    expect(await findings()).toEqual([]);
    press("s");
    await waitFor(() => expect(find("suggestion-quote")!.textContent).toContain("checklist"));
    expect(maps()).toEqual([]);
    press("y");
    await waitFor(() => expect(maps().length).toBe(1));
    expect(maps()[0]!.request).toMatchObject({ evidence: ["ev-3"], codes: work.unitRows.find((r) => r.code === "5.1")!.row, place: "p. 1" });
    await waitFor(() => expect(find("suggestion-reason")).toBeNull());
  });
  test("one put away is told to the core, and can be brought back", async () => {
    await looking();
    all("suggestion")[2]!.click();
    await tick();
    find("suggestion-away")!.click();
    await waitFor(() => expect(asked.find((a) => a.name === "suggest.putAway")?.request).toMatchObject({ evidence: "ev-3" }));
    await waitFor(() => expect(find("toast")!.textContent).toContain("6.1 is no longer suggested"));
    expect(maps()).toEqual([]);
  });
  test("a gap names where it may be found, and what could not be looked through", async () => {
    await open(`#/portfolio/${LEARNER}`);
    dialogs.show({ kind: "criterion", row: work.unitRows.find((r) => r.code === "7.1")!.row });
    await waitFor(() => expect(all("gap-suggestion").length).toBe(2));
    expect(find("criterion-detail")!.textContent).toContain("3 items have no text to look through.");
    expect(await findings()).toEqual([]);
    all("gap-show")[0]!.click();
    await waitFor(() => expect(work.current!.id).toBe("ev-4"));
    expect(maps()).toEqual([]);
  });
  test("nobody who may not map is shown any", async () => {
    const portfolio = view("learner.show");
    answer("learner.show", { ...portfolio, may: { ...portfolio.may, map: "Only an assessor maps." } });
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-3");
    await tick();
    expect(asked.some((a) => a.name === "suggest.forItem")).toBe(false);
    expect(find("suggestions")).toBeNull();
  });
});

describe("deciding", () => {
  test("D, M, Enter decides the rows chosen with one date", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.focus(work.unitRows.find((r) => r.code === "2.3")!.row);
    press("d");
    await tick();
    press("m", find("decide-reason")!.closest("dialog")!);
    await tick();
    press("Enter", document.querySelector("[value=met]")!);
    await waitFor(() => expect(asked.some((a) => a.name === "decide")).toBe(true));
    expect(asked.find((a) => a.name === "decide")!.request).toMatchObject({ outcome: "met", codes: work.unitRows.find((r) => r.code === "2.3")!.row });
  });
  test("everything mapped here is decided, without a link that was left out, and nothing without evidence", async () => {
    await open(`#/portfolio/${LEARNER}`);
    const waiting = work.unitRows.filter((r) => r.state === "mapped");
    press("D", document.body, { shiftKey: true });
    await tick();
    expect(all("decide-link").length).toBe(waiting.flatMap((r) => r.links).length);
    find("decide-link")!.click();
    await tick();
    press("m", document.querySelector("dialog")!);
    await tick();
    press("Enter", document.querySelector("[value=met]")!);
    await waitFor(() => expect(asked.some((a) => a.name === "decide")).toBe(true));
    expect(asked.find((a) => a.name === "decide")!.request).toMatchObject({ codes: waiting.map((r) => r.row).join(","), reliedOn: waiting.flatMap((r) => r.links).slice(1).map((l) => l.mapping) });
  });
  test("everything mapped to the file on screen is decided over all units that are open", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-3");
    dialogs.show({ kind: "decide", scope: "thisFile" });
    await tick();
    press("m", document.querySelector("dialog")!);
    await tick();
    press("Enter", document.querySelector("[value=met]")!);
    await waitFor(() => expect(asked.some((a) => a.name === "decide")).toBe(true));
    const request = asked.find((a) => a.name === "decide")!.request as { codes: string; also: { unit: string }[] };
    expect(request.codes).toBe(work.unitRows.find((r) => r.code === "2.3")!.row);
    expect(request.also.map((u) => u.unit)).toEqual([view("learner.show").units[2].unit]);
  });
  test("what is still needed is reason enough, and goes with a day", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.focus(work.unitRows[2]!.row);
    dialogs.show({ kind: "decide" });
    await tick();
    press("n", document.querySelector("dialog")!);
    await tick();
    const write = (id: string, text: string) => {
      const field = find(id) as HTMLInputElement;
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    write("decide-needed", "The rota.");
    write("decide-due", "31/12/2099");
    await tick();
    expect(find("decide-save")!.getAttribute("aria-disabled")).toBe("false");
    press("Enter", document.querySelector("[value=notYetMet]")!);
    await waitFor(() => expect(asked.some((a) => a.name === "decide")).toBe(true));
    expect(asked.find((a) => a.name === "decide")!.request).toMatchObject({ outcome: "notYetMet", needed: "The rota.", due: "2099-12-31" });
  });
  test("a saved phrase is put where the caret is", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.focus(work.unitRows[2]!.row);
    dialogs.show({ kind: "decide" });
    await tick();
    find("phrases-open")!.click();
    await waitFor(() => expect(all("phrase").length).toBe(3));
    all("phrase")[0]!.click();
    await tick();
    expect((find("decide-reason") as HTMLTextAreaElement).value).toBe("Clear and well evidenced.");
  });
  test("a work list leads to the criterion and its evidence", async () => {
    await open(`#/portfolio/${LEARNER}`);
    press("w");
    await waitFor(() => expect(all("work-row").length).toBe(1));
    find("work-noPlace")!.click();
    await tick();
    find("work-row")!.click();
    await waitFor(() => expect(work.focused?.code).toBe("3.2"));
    expect(work.current?.reference).toBe("E007");
  });
  test("what an IV asked for is listed with or without a day, and leads to where it is answered", async () => {
    await open(`#/portfolio/${LEARNER}`);
    press("w");
    await waitFor(() => expect(find("work-actions")).not.toBeNull());
    find("work-actions")!.click();
    await tick();
    const lines = all("work-row").map((row) => row.textContent ?? "");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("4 days late");
    expect(lines[1]).toContain("Ben King disagrees: The log is last year's.");
    expect(lines[1]).not.toMatch(/late|today|in \d/);
    all("work-row")[0]!.click();
    await waitFor(() => expect(document.querySelector("main")!.dataset.screen).toBe("sampling"));
    const actions = await waitFor(() => {
      const found = document.querySelector("[aria-label='Actions from an IV']");
      expect(found).not.toBeNull();
      return found!;
    });
    expect(actions.textContent).toContain("Ben King, 16/11/2026");
    expect(actions.textContent).toContain("Action required: Show how cover for absence is arranged");
    expect(actions.querySelector("[data-test=action-close]")).toBeNull();
  });
  test("what an IV asked for by a day leads from the list of days to where it is answered", async () => {
    const lists = view("work.list");
    answer("work.list", { ...lists, overdue: [lists.actions[0]] });
    await open(`#/portfolio/${LEARNER}`);
    press("w");
    await waitFor(() => expect(find("work-overdue")).not.toBeNull());
    find("work-overdue")!.click();
    await waitFor(() => expect(all("work-row").length).toBe(1));
    find("work-row")!.click();
    await waitFor(() => expect(document.querySelector("main")!.dataset.screen).toBe("sampling"));
  });
  test("an action of an IV who verifies here no more is closed by another one where it is listed", async () => {
    const sampling = view("sampling.show");
    answer("sampling.show", { ...sampling, actions: sampling.actions.map((action: object) => ({ ...action, mayClose: true })) });
    await open(`#/sampling/${LEARNER}`);
    const actions = await waitFor(() => {
      const found = document.querySelector("[aria-label='Actions from an IV']");
      expect(found).not.toBeNull();
      return found!;
    });
    expect(actions.textContent).toContain("Ben King verifies here no more: another qualified IV can close this.");
    const form = actions.querySelector<HTMLElement>("[data-test=action-close]")!.closest("form")!;
    const note = form.querySelector<HTMLInputElement>("[data-test=action-note]")!;
    note.value = "The dates are there.";
    note.dispatchEvent(new Event("input", { bubbles: true }));
    await tick();
    form.querySelector<HTMLElement>("[data-test=action-close]")!.click();
    await waitFor(() => expect(asked.find((a) => a.name === "action.close")?.request).toMatchObject({ action: "f-open", note: "The dates are there." }));
  });
  test("partially met and not yet met want a reason", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.focus(work.unitRows[2]!.row);
    dialogs.show({ kind: "decide" });
    await tick();
    press("n", document.querySelector("dialog")!);
    await tick();
    expect(find("decide-save")!.getAttribute("aria-disabled")).toBe("true");
    press("Enter", document.querySelector("[value=notYetMet]")!);
    await tick();
    expect(asked.some((a) => a.name === "decide")).toBe(false);
  });
  test("RPL without evidence wants to know which earlier learning was looked at, and says so beforehand", async () => {
    await open(`#/portfolio/${LEARNER}`);
    const gap = work.unitRows.find((r) => r.links.length === 0)!;
    work.focus(gap.row);
    dialogs.show({ kind: "decide" });
    await tick();
    press("r", document.querySelector("dialog")!);
    await waitFor(() => expect(document.activeElement).toBe(find("decide-reason")));
    const reason = find("decide-reason") as HTMLTextAreaElement;
    expect(reason.required).toBe(true);
    expect(find("decide")!.textContent).toContain(`${gap.code}: RPL relies on no evidence here.`);
    press("Enter", document.querySelector("[value=rpl]")!);
    await tick();
    expect(asked.some((a) => a.name === "decide")).toBe(false);
    reason.value = "Level 2 certificate of 2023, discussed.";
    reason.dispatchEvent(new Event("input", { bubbles: true }));
    await tick();
    press("Enter", document.querySelector("[value=rpl]")!);
    await waitFor(() => expect(asked.find((a) => a.name === "decide")?.request).toMatchObject({ outcome: "rpl", reason: "Level 2 certificate of 2023, discussed." }));
  });
  test("RPL that relies on a link needs no reason, and one whose links are all left out does", async () => {
    await open(`#/portfolio/${LEARNER}`);
    work.focus(work.unitRows.find((r) => r.state === "mapped")!.row);
    dialogs.show({ kind: "decide" });
    await tick();
    press("r", document.querySelector("dialog")!);
    await tick();
    expect(find("decide-save")!.getAttribute("aria-disabled")).toBe("false");
    all("decide-link").forEach((link) => link.click());
    await tick();
    expect(find("decide-save")!.getAttribute("aria-disabled")).toBe("true");
  });
  test("a refusal of the core stays beside what was tried", async () => {
    answer("decide", new Error("E004 has changed since it was mapped."));
    await open(`#/portfolio/${LEARNER}`);
    work.focus(work.unitRows[3]!.row);
    dialogs.show({ kind: "decide" });
    await tick();
    press("m", document.querySelector("dialog")!);
    await tick();
    press("Enter", document.querySelector("[value=met]")!);
    await waitFor(() => expect(find("failure")!.textContent).toContain("E004 has changed"));
    expect(find("decide")).not.toBeNull();
  });
});

describe("two computers", () => {
  /** Pressed once what was pressed before is done. */
  const choose = async (test: string) => {
    await waitFor(() => expect(find(test)!.matches(":disabled")).toBe(false));
    find(test)!.click();
  };
  const said = () => find("exchange-said")!.textContent;
  test("a history file is saved and brought in, and what came of it is said", async () => {
    answer("journal.export", { books: 5, entries: 412, known: 0, erased: 0, newKeys: [] });
    answer("journal.admit", { books: 5, entries: 3, known: 409, erased: 1, newKeys: ["Ben King"] });
    await open("#/settings");
    await choose("exchange-save");
    await waitFor(() => expect(said()).toContain("Saved as saved.json: 412 entries"));
    expect(asked.find((a) => a.name === "journal.export")!.request).toEqual({ learner: undefined, saveToken: "save-1" });
    await choose("exchange-bring");
    await waitFor(() => expect(said()).toContain("3 new entries were brought in; known here before: 409."));
    expect(said()).toContain("1 portfolio was left out");
    expect(said()).toContain("Ben King set a new signing password at another computer. Ask them.");
  });
  test("whoever came in with a history file can be chosen at once", async () => {
    const people = () => [...find("exchange-whose")!.querySelectorAll("option")].map((one) => one.textContent);
    answer("journal.admit", { books: 6, entries: 9, known: 0, erased: 0, newKeys: [] });
    await open("#/settings");
    await waitFor(() => expect(people()).toContain("Only Amina Begum"));
    const before = view("learner.list");
    answer("learner.list", { ...before, learners: [...before.learners, { ...before.learners[0], learner: "l-orla", name: "Orla Finch" }] });
    await choose("exchange-bring");
    await waitFor(() => expect(people()).toContain("Only Orla Finch"));
  });
  test("a file that is refused is said beside the buttons, and nothing of an earlier one stays", async () => {
    await open("#/settings");
    answer("journal.admit", { books: 5, entries: 0, known: 412, erased: 0, newKeys: [] });
    await choose("exchange-bring");
    await waitFor(() => expect(said()).toContain("Nothing new"));
    answer("journal.admit", new Error("the file is cut off"));
    await choose("exchange-bring");
    await waitFor(() => expect(screen.getByText("the file is cut off")).toBeTruthy());
    await waitFor(() => expect(said()).toBe(""));
  });
  test("the centre file is checked, and what is not as recorded is listed", async () => {
    answer("check", { books: 5, entries: 412, files: 30, evidence: ["Jay Smith: E004 has changed"] });
    await open("#/settings");
    await choose("centre-check");
    await waitFor(() => expect(find("centre-checked")!.textContent).toContain("Nothing is wrong: 412 entries"));
    expect(find("centre-checked")!.textContent).toContain("Jay Smith: E004 has changed");
  });
  test("a paper that cannot be checked leaves no verdict of another on screen", async () => {
    answer("verify", { good: true, line: "signed and unchanged", learner: null, unit: null, stale: null, signedBy: null, signedAt: null, record: null, signatures: [], inked: [], facts: null });
    await open("#/settings");
    await choose("paper-check");
    await waitFor(() => expect(find("paper-checked")).not.toBeNull());
    answer("verify", new Error("this is no PDF"));
    await choose("paper-check");
    await waitFor(() => expect(screen.getByText("this is no PDF")).toBeTruthy());
    expect(find("paper-checked")).toBeNull();
  });
  test("while the next paper is being chosen nothing is said to be checked, and what was said of the last one stays", async () => {
    answer("verify", new Error("this is no PDF"));
    await open("#/settings");
    await choose("paper-check");
    await waitFor(() => expect(screen.getByText("this is no PDF")).toBeTruthy());
    let shut = () => {};
    const picking = vi.spyOn(host, "pickFile").mockImplementation(() => new Promise((done) => (shut = () => done(null as never))));
    try {
      await choose("paper-check");
      await waitFor(() => expect(find("paper-check")!.matches(":disabled")).toBe(true));
      expect(screen.queryByText(/^Checking /)).toBeNull();
      expect(screen.getByText("this is no PDF")).toBeTruthy();
      shut();
      await waitFor(() => expect(find("paper-check")!.matches(":disabled")).toBe(false));
      expect(screen.getByText("this is no PDF")).toBeTruthy();
    } finally {
      picking.mockRestore();
    }
  });
});

describe("moving about", () => {
  test("everything is drawn larger and smaller by keys, also over a dialog", async () => {
    await open("#/caseload");
    const sizes = () => asked.filter((a) => a.name === "zoom").map((a) => a.request.percent);
    press("=", document.body, { ctrlKey: true });
    await waitFor(() => expect(sizes().at(-1)).toBe(110));
    dialogs.show({ kind: "shortcuts" });
    press("+", document.body, { ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(sizes().at(-1)).toBe(125));
    press("0", document.body, { ctrlKey: true });
    await waitFor(() => expect(sizes().at(-1)).toBe(100));
  });
  test("N goes to the next gap, J to the next file", async () => {
    await open(`#/portfolio/${LEARNER}`);
    press("n");
    expect(work.focused?.code).toBe("1.3");
    press("j");
    expect(work.file).toBe("ev-new-2");
  });
  test("two learners of one name are told apart in the caseload, in the palette and before a third is added", async () => {
    const list = view("learner.list");
    const [one, other] = list.learners;
    answer("learner.list", { ...list, learners: [{ ...one, name: "Sam Vale", apart: "ULN 1234567890" }, { ...other, name: "Sam Vale", apart: "folder Vale" }] });
    await open("#/caseload");
    expect(all("caseload-apart").map((mark) => mark.textContent)).toEqual(expect.arrayContaining(["ULN 1234567890", "folder Vale"]));
    dialogs.show({ kind: "palette" });
    await waitFor(() => expect(screen.getByText("Sam Vale · ULN 1234567890")).toBeTruthy());
    dialogs.show({ kind: "newLearner" });
    await waitFor(() => expect(find("learner-name")).not.toBeNull());
    expect(find("learner-namesake")).toBeNull();
    await fireEvent.input(find("learner-name")!, { target: { value: " sam vale" } });
    expect(find("learner-namesake")!.textContent).toContain("Sam Vale · ULN 1234567890 and Sam Vale · folder Vale");
  });
  test("a number on the caseload filters", async () => {
    await open("#/caseload");
    find("total-ready")!.click();
    await tick();
    expect(all("caseload-row").map((r) => r.dataset.learner)).toEqual(["l-dylan"]);
  });
  test("what is overdue filters the caseload", async () => {
    await open("#/caseload");
    expect(find("total-overdue")!.textContent).toMatch(/^1/);
    find("total-overdue")!.click();
    await tick();
    expect(all("caseload-row").map((r) => r.dataset.learner)).toEqual(["l-jay"]);
  });
  test("the matrix toggles a link with Space", async () => {
    await open(`#/matrix/${LEARNER}`);
    const cell = document.querySelector<HTMLElement>('[data-test="matrix-cell"][data-code="1.1"][data-reference="E001"]')!;
    expect(cell.getAttribute("aria-label")).toMatch(/^1\.1 .*E001 Service plan 2026: mapped, p\. 1; 1\.1 met$/);
    cell.click();
    await tick();
    press(" ", cell);
    await waitFor(() => expect(asked.some((a) => a.name === "unmap")).toBe(true));
  });
});

describe("reading a folder", () => {
  const watching = (reading: unknown) => answer("workspace.show", { ...view("workspace.show"), watching: { active: true, line: "watching 3 folders", reading } });
  test("a reading that takes its time shows how far it is and can be stopped", async () => {
    watching({ learner: LEARNER, progress: { met: 0, files: 1234, of: 10000, bytes: 2.5e9, ofBytes: 5.6e9 } });
    answer("scan.stop", true);
    await open(`#/portfolio/${LEARNER}`);
    expect(find("folder-reading")!.textContent).toContain("Reading a folder: 1,234 of 10,000 files, 2,500 of 5,600 MB");
    expect(await findings()).toEqual([]);
    find("folder-stop")!.click();
    expect(asked.some((a) => a.name === "scan.stop")).toBe(true);
  });
  test("a large folder goes on in the background, and that is said", async () => {
    watching(null);
    answer("scan", { new: 0, moved: 0, changed: 0, missing: 0, goesOn: true, stopped: false, lines: [] });
    await open(`#/portfolio/${LEARNER}`);
    find("scan")!.click();
    await waitFor(() => expect(document.body.textContent).toContain("Reading goes on in the background"));
  });
});

describe("an IV and an assessor", () => {
  test("who may not sample is told why", async () => {
    await open(`#/sampling/${LEARNER}`);
    find("sampling-new")!.click();
    await tick();
    expect(screen.getByText(/is not an IV/)).toBeTruthy();
    expect((find("sampling-make") as HTMLButtonElement).disabled).toBe(true);
  });
  test("the assessor answers an action", async () => {
    await open(`#/sampling/${LEARNER}`);
    const note = find("action-note") as HTMLInputElement;
    note.value = "Added a rota for absence.";
    note.dispatchEvent(new Event("input", { bubbles: true }));
    await tick();
    find("action-answer")!.click();
    await waitFor(() => expect(asked.find((a) => a.name === "action.answer")?.request).toMatchObject({ action: "f-open", note: "Added a rota for absence." }));
  });
  test("inked pages stand with the signature, and one that counts can be withdrawn with a reason", async () => {
    await open(`#/signoff/${LEARNER}/${OCR}`);
    expect(all("inked-page")).toHaveLength(2);
    expect(all("inked-open")).toHaveLength(1);
    expect(all("inked-withdraw")).toHaveLength(1);
    find("inked-withdraw")!.click();
    await tick();
    const why = find("inked-why") as HTMLInputElement;
    why.value = "Blurred.";
    why.dispatchEvent(new Event("input", { bubbles: true }));
    await tick();
    find("inked-withdraw-save")!.click();
    await waitFor(() => expect(asked.find((a) => a.name === "inkedPage.withdraw")?.request).toMatchObject({ attached: "ip-1", reason: "Blurred." }));
  });
  test("signing is closed until every gate is passed", async () => {
    await open(`#/signoff/${LEARNER}`);
    expect((find("signoff-password") as HTMLInputElement).disabled).toBe(true);
    expect(all("signoff-gate").filter((g) => g.dataset.passed === "false")).toHaveLength(5);
  });
});
