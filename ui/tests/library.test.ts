import { render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";

vi.mock("../src/shared/host", async () => (await import("./desk")).host);

import App from "../src/App.svelte";
import { take } from "../src/links/take";
import { registerAll } from "../src/screens/commands";
import { desk } from "../src/shared/desk.svelte";
import { dialogs } from "../src/shared/dialogs.svelte";
import { offers } from "../src/shared/offers.svelte";
import { toasts } from "../src/shared/toasts.svelte";
import { work } from "../src/shared/work.svelte";
import { firstOf, groups } from "../src/units/groups";
import { beginAnew } from "./anew";
import { answer, asked, view } from "./desk";

registerAll();
const LEARNER = "l-jay";
const STANDARD = {
  standard: "std-1", handle: "invcs042", code: "INVCS042", title: "Run the service tasks of a team", developedBy: "Invented Skills Council", issue: "1 (revision 1)",
  inDispute: false, links: 0, namedBy: [],
  points: [
    { row: "row-p1", code: "P1", text: "Arrange cover", part: "Performance criteria" },
    { row: "row-k1", code: "K1", text: "the tasks of the team", part: "Knowledge and understanding" },
  ],
};
const find = (test: string) => document.querySelector<HTMLElement>(`[data-test="${test}"]`);
const all = (test: string) => [...document.querySelectorAll<HTMLElement>(`[data-test="${test}"]`)];
const last = (name: string) => asked.findLast((a) => a.name === name)?.request;
const press = (key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}) =>
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
async function click(test: string) {
  await waitFor(() => expect(find(test)).not.toBeNull());
  find(test)!.click();
  await tick();
}
async function write(test: string, value: string) {
  const field = find(test) as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  await tick();
}
async function open(hash: string) {
  location.hash = hash;
  render(App);
  await waitFor(() => expect(document.querySelector("main")!.children.length).toBeGreaterThan(0));
  await waitFor(() => expect(screen.queryByText("Opening…")).toBeNull());
}
async function findings() {
  const result = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: true } } });
  return result.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 160)}`);
}
async function review() {
  await open("#/units");
  await click("unit-import");
  await write("import-text", "Learning Outcomes …");
  await click("import-read");
  await waitFor(() => expect(find("import-panel")!.dataset.step).toBe("review"));
}

beforeEach(beginAnew);

describe("the library", () => {
  test("is grouped by board and qualification, and searched as one types", () => {
    const shown = groups(view("unit.list"), "");
    expect(shown.map((g) => g.board)).toEqual(["Northgate College", "OCR", "Pearson Edexcel", "Pearson EDI", "board not stated"]);
    expect(shown.at(-2)!.units).toHaveLength(2);
    expect(groups(view("unit.list"), "pearson perf").flatMap((g) => g.units.map((u) => u.handle))).toEqual(["pearson-edi-manage-performance"]);
  });
  test("500 units are grouped and cut in less than a tenth of a second or so", () => {
    const [one] = view("unit.list");
    const many = Array.from({ length: 500 }, (_, i) => ({ ...one, unit: `u${i}`, handle: `unit-${i}`, title: `Unit ${i} of many`, board: `Board ${i % 7}` }));
    const start = performance.now();
    expect(groups(many, "unit 4").length).toBe(7);
    expect(performance.now() - start).toBeLessThan(160);
    const few = firstOf(groups(many, ""), 80);
    expect([few.length, few[0]!.units.length, few[1]!.units.length]).toEqual([2, 72, 8]);
  });
  test("arrows move, one tab stop", async () => {
    await open("#/units");
    await waitFor(() => expect(all("unit-row").length).toBe(6));
    expect(all("unit-row").filter((r) => r.tabIndex === 0)).toHaveLength(1);
    all("unit-row")[0]!.focus();
    press("End", all("unit-row")[0]!);
    expect(document.activeElement).toBe(all("unit-row")[5]);
  });
  test.each([["units", "revision"], ["qualifications", "qualification-detail"], ["links", "board-link"]])("the part %s has no serious findings", async (tab, sign) => {
    await open("#/units");
    document.querySelector<HTMLElement>(`[data-tab="${tab}"]`)!.click();
    await waitFor(() => expect(find(sign)).not.toBeNull());
    expect(await findings()).toEqual([]);
  });
  test("an empty library says how to begin", async () => {
    answer("unit.list", []);
    await open("#/units");
    expect(find("unit-import")).not.toBeNull();
    expect(screen.getByText("No unit text yet")).toBeTruthy();
  });
});

describe("the import steps", () => {
  test("show every line of the source beside the proposal, and save nothing by themselves", async () => {
    await review();
    expect(all("raw-line")).toHaveLength(10);
    expect(all("raw-line").filter((l) => l.dataset.used === "leftOver")).toHaveLength(1);
    expect(all("editor-line").filter((l) => l.dataset.kind === "outcome")).toHaveLength(4);
    expect(find("import-doubts")!.textContent).toBe("8 things to look at");
    expect(asked.some((a) => a.name === "unit.save")).toBe(false);
    expect(await findings()).toEqual([]);
  });
  test("a joined outcome is mended, places are accepted, the board is named, and then it is saved", async () => {
    await review();
    const line = all("editor-line")[3]!;
    line.querySelector("textarea")!.focus();
    press("j", line.querySelector("textarea")!, { ctrlKey: true });
    await tick();
    expect(all("editor-line").filter((l) => l.dataset.kind === "outcome")).toHaveLength(3);
    await click("editor-accept-all");
    await click("import-next");
    expect(find("import-waits")!.textContent).toContain("board is not named");
    expect((find("import-save") as HTMLButtonElement).disabled).toBe(true);
    await click("import-back");
    await write("facts-board", "Northgate Awards");
    await click("import-next");
    await click("import-save");
    await waitFor(() => expect(find("import-result")!.textContent).toContain("saved: 4"));
    const draft = last("unit.save")!.draft as { outcomes: { text: string; criteria: unknown[] }[]; board: { name: string } };
    expect(draft.board.name).toBe("Northgate Awards");
    expect(draft.outcomes.map((o) => o.criteria.length)).toEqual([1, 1, 1]);
    expect(draft.outcomes[2]!.text).toContain(", Understand why");
  });
  test("a known unit asks what this is; a new issue shows the difference first", async () => {
    answer("unit.read", { ...view("unit.read"), known: [{ unit: "u-1", handle: "x", title: "Deliveries", learners: 4 }] });
    await review();
    await write("facts-board", "Northgate Awards");
    await click("import-next");
    expect(find("import-waits")!.textContent).toContain("new issue");
    await click("import-back");
    await click("import-as-issue");
    await click("import-next");
    await waitFor(() => expect(all("diff-row").length).toBeGreaterThan(0));
    expect(last("unit.match")!.unit).toBe("u-1");
    expect(asked.some((a) => a.name === "unit.save")).toBe(false);
  });
  test("a sheet asks for its columns", async () => {
    answer("unit.read", view("unit.read.sheet"));
    await open("#/units");
    await click("unit-import");
    await click("import-open");
    await waitFor(() => expect(find("import-panel")!.dataset.step).toBe("sheet"));
    expect(all("import-column").map((c) => (c as HTMLSelectElement).value)).toEqual(["unitNumber", "unitTitle", "outcomeCode", "outcome", "criterionCode", "criterion"]);
    expect(await findings()).toEqual([]);
    await click("import-columns");
    await waitFor(() => expect(last("unit.read")).toMatchObject({ fileToken: "file-1", sheet: "Units", columns: { criterion: 5 } }));
  });
  test("a reading that is cancelled is ignored when it comes", async () => {
    let come = (_: unknown) => {};
    answer("unit.read", new Promise((done) => (come = done)));
    await open("#/units");
    await click("unit-import");
    await write("import-text", "slow");
    await click("import-read");
    expect(asked.some((a) => a.name === "stopReading")).toBe(false);
    await click("import-cancel");
    expect(last("stopReading")!.ticket).toBe(last("unit.read")!.ticket);
    come(view("unit.read"));
    await tick();
    expect(find("import-panel")!.dataset.step).toBe("source");
  });
  test("leaving with something unsaved asks first, also from the rail", async () => {
    await review();
    find("rail-caseload")!.click();
    await tick();
    expect(find("unsaved")).not.toBeNull();
    expect(find("import-panel")).not.toBeNull();
    await click("unsaved-discard");
    await waitFor(() => expect(find("import-panel")).toBeNull());
  });
});

describe("the editor", () => {
  test("saves a new revision and says who is on the old one", async () => {
    await open("#/units");
    await click("unit-edit");
    await waitFor(() => expect(all("editor-text").length).toBeGreaterThan(3));
    expect(await findings()).toEqual([]);
    expect((find("editor-save") as HTMLButtonElement).disabled).toBe(true);
    const field = all("editor-text")[1] as HTMLTextAreaElement;
    field.value = "Explain something else.";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await tick();
    await click("editor-save");
    await waitFor(() => expect(toasts.list.map((x) => x.text)).toContain("Saved as revision 3. 2 learners are on revision 2."));
  });
  test("Enter adds a criterion, Tab turns an outcome, Ctrl+Z takes it back", async () => {
    await open("#/units");
    await waitFor(() => expect(all("unit-row").length).toBe(6));
    all("unit-row").find((r) => r.dataset.handle === "ocr-plan-organise-control")!.click();
    await waitFor(() => expect(find("unit-detail")!.textContent).toContain("Business and Administration"));
    await click("unit-edit");
    await waitFor(() => expect(all("editor-line")).toHaveLength(8));
    const outcome = all("editor-line")[2]!;
    outcome.querySelector("textarea")!.focus();
    press("Enter", outcome.querySelector("textarea")!);
    await tick();
    expect(all("editor-line")).toHaveLength(9);
    press("Tab", outcome.querySelector("textarea")!);
    await tick();
    expect(all("editor-line")[2]!.dataset.kind).toBe("criterion");
    press("z", all("editor-line")[2]!.querySelector("textarea")!, { ctrlKey: true });
    press("z", all("editor-line")[2]!.querySelector("textarea")!, { ctrlKey: true });
    await tick();
    expect(all("editor-line").map((l) => l.dataset.kind)).toEqual(["outcome", "criterion", "outcome", "criterion", "outcome", "criterion", "outcome", "criterion"]);
  });
  test("the board's own text can be saved, and is confirmed on its page by a person", async () => {
    await open("#/units");
    await click("unit-edit");
    await waitFor(() => expect(find("facts-source")).not.toBeNull());
    expect(find("facts-unconfirmed")).toBeNull();
    await write("facts-source", "awarding-organisation");
    expect(find("facts-unconfirmed")!.textContent).toContain("counts as indicative");
    expect((find("editor-save") as HTMLButtonElement).disabled).toBe(false);
  });
});

describe("whose word a board's text is", () => {
  const unit = () => Object.values(view("unit.show") as Record<string, object>)[0]!;
  const said = { by: "Ada Okafor", date: "2026-11-14", recorded: "2026-11-15", source: "Specification, Issue 3" };
  test("a text that nobody confirmed says so and is confirmed against a document", async () => {
    answer("unit.show", { ...unit(), confirmable: true, confirmation: null, doubt: null, document: "Specification, Issue 3" });
    await open("#/units");
    await waitFor(() => expect(find("unit-confirmation")!.textContent).toContain("nobody here has checked"));
    await click("unit-confirm");
    expect((find("confirm-source") as HTMLInputElement).value).toBe("Specification, Issue 3");
    expect(await findings()).toEqual([]);
    await click("confirm-save");
    await waitFor(() => expect(last("unit.confirm")).toMatchObject({ source: "Specification, Issue 3" }));
    expect(last("unit.confirm")!.revision).toBe((unit() as { summary: { sha256: string } }).summary.sha256);
  });
  test("a confirmed one names who, when and against what, and is taken back with a reason", async () => {
    answer("unit.show", { ...unit(), confirmable: true, confirmation: said, doubt: null, document: "" });
    await open("#/units");
    await waitFor(() => expect(find("unit-confirmation")!.textContent).toContain("Ada Okafor"));
    expect(find("unit-confirmation")!.textContent).toContain("Specification, Issue 3");
    await click("unit-unconfirm");
    expect((find("confirm-save") as HTMLButtonElement).disabled).toBe(true);
    await write("confirm-reason", "It was Issue 2.");
    await click("confirm-save");
    await waitFor(() => expect(last("unit.unconfirm")).toMatchObject({ reason: "It was Issue 2." }));
  });
  test("a third-party text has nothing to confirm", async () => {
    await open("#/units");
    await waitFor(() => expect(find("unit-detail")).not.toBeNull());
    expect(find("unit-confirmation")).toBeNull();
  });
});

describe("a new issue", () => {
  test("marks words by more than colour, and keeps no decision unless somebody says so", async () => {
    await open("#/units");
    await click("unit-reissue");
    await waitFor(() => expect(all("diff-row")).toHaveLength(4));
    expect(document.querySelector("del")!.textContent).toContain("objectives and resources.");
    expect(document.querySelector("ins")!.textContent).toContain("added:");
    expect(await findings()).toEqual([]);
    answer("unit.reissue", { done: [view("unit.diff").learners[0]], refused: [] });
    await click("reissue-move");
    await waitFor(() => expect(find("reissue-done")).not.toBeNull());
    expect(last("unit.reissue")).toMatchObject({ learners: ["l-jay"], keepDecisions: false });
  });
});

describe("links between boards", () => {
  const offer = () => view("links.offers.exact");
  async function mapped(what: unknown) {
    answer("links.offers", what);
    await open(`#/portfolio/${LEARNER}`);
    work.show("ev-7");
    work.focus(work.unitRows.find((r) => r.code === "1.3")!.row);
    await tick();
    press("m");
    await tick();
    const input = find("picker-input") as HTMLInputElement;
    input.value = "1.3";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await tick();
    press("Enter", input);
    await waitFor(() => expect(find("offer-card")).not.toBeNull());
    asked.length = 0;
  }
  test("an exact link maps with one key, by the ordinary map", async () => {
    await mapped(offer());
    press("l");
    await waitFor(() => expect(last("map")).toMatchObject({ unit: offer()[0].unit, evidence: ["ev-7"], codes: offer()[0].row, place: "p. 3" }));
    expect(asked.filter((a) => a.name === "decide")).toEqual([]);
  });
  test("any other link shows both texts first and wants a second, deliberate press", async () => {
    await mapped(view("links.offers"));
    expect(find("offer")!.textContent).toContain("OCR asks further:");
    press("l");
    await waitFor(() => expect(find("offer-confirm")!.textContent).toBe("I have checked: map E007, p. 3 to OCR 1.1 too"));
    expect(asked.some((a) => a.name === "map")).toBe(false);
    expect(await findings()).toEqual([]);
    await click("offer-confirm");
    await waitFor(() => expect(asked.filter((a) => a.name === "map")).toHaveLength(1));
  });
  test("Esc puts the offers away and nothing is mapped", async () => {
    await mapped(offer());
    press("Escape");
    await tick();
    expect(find("offer-card")).toBeNull();
    expect(asked.some((a) => a.name === "map")).toBe(false);
  });
  test("an offer is for the learner whose evidence was mapped: on another's screen it is neither shown nor taken", async () => {
    await mapped(offer());
    desk.learner = "l-other";
    await tick();
    expect(find("offer-card")).toBeNull();
    expect(offers.list).toEqual([]);
    await take(offer()[0]);
    press("l");
    await tick();
    expect(asked.some((a) => a.name === "map")).toBe(false);
    // Taken on the wrong screen it is put away for good.
    desk.learner = LEARNER;
    await tick();
    expect(find("offer-card")).toBeNull();
  });
  test("an answer that comes late does not put one learner's offers beside another's", async () => {
    answer("links.offers", offer());
    const first = offers.ask([{ learner: LEARNER, unit: "u", codes: "1.1", evidence: ["ev-7"] }]);
    const second = offers.ask([{ learner: "l-other", unit: "u", codes: "1.1", evidence: ["ev-9"] }]);
    await Promise.all([first, second]);
    expect(offers.learner).toBe("l-other");
    desk.learner = LEARNER;
    expect(offers.list).toEqual([]);
    desk.learner = "l-other";
    expect(offers.list).toHaveLength(offer().length);
  });
  test("a point of a standard is a reason of its own, said before the words and kept as the source", async () => {
    const proposals = view("links.propose").map((p: object) => ({ ...p, existing: null, through: [] }));
    proposals[1].through = [{ standard: "INVCS042", title: "Run the service tasks of a team", point: "P3", text: "Arrange cover", from: "broader", to: "close" }];
    answer("links.propose", proposals);
    await open("#/units");
    document.querySelector<HTMLElement>('[data-tab="links"]')!.click();
    await waitFor(() => expect(find("links-unit")).not.toBeNull());
    await write("links-unit", proposals[0].from.unit);
    await write("links-other", proposals[0].to.unit);
    await click("links-propose");
    await waitFor(() => expect(all("link-proposal")).toHaveLength(proposals.length));
    expect(all("link-through").map((e) => e.textContent)).toEqual([expect.stringContaining("Both are linked to P3 of INVCS042 (Run the service tasks of a team)")]);
    all("link-accept")[1]!.click();
    await waitFor(() => expect(last("links.save")).toMatchObject({ source: "accepted because both are linked to INVCS042 P3" }));
  });
  test("the hub is folded away; open, a criterion is linked to a point and that can be taken back", async () => {
    answer("standard.list", { standards: [STANDARD], lacking: [{ code: "INVCS999", namedBy: ["Run a counter"] }] });
    answer("links.save", { ...view("links.list")[0], link: "made", to: { ...view("links.list")[0].to, code: "P1" } });
    await open("#/units");
    document.querySelector<HTMLElement>('[data-tab="links"]')!.click();
    await waitFor(() => expect(find("links-advanced")).not.toBeNull());
    expect(find("standards")).toBeNull();
    await click("links-advanced");
    await waitFor(() => expect(all("point").map((p) => p.dataset.code)).toEqual(["P1", "K1"]));
    expect(find("standards-lacking")!.textContent).toContain("INVCS999");
    expect(await findings()).toEqual([]);
    const unit = view("unit.list")[0].unit;
    await write("point-unit", unit);
    await waitFor(() => expect((find("point-criterion") as HTMLSelectElement | null)?.options.length).toBeGreaterThan(1));
    const row = (find("point-criterion") as HTMLSelectElement).options[1]!.value;
    await write("point-criterion", row);
    await write("point-choice", "row-p1");
    await click("point-link-save");
    await waitFor(() => expect(last("links.save")).toMatchObject({ from: { unit, row }, to: { unit: "std-1", row: "row-p1" }, relation: "close" }));
    await waitFor(() => expect(toasts.list.at(-1)?.action?.label).toBe("Undo"));
    toasts.list.at(-1)!.action!.run();
    await waitFor(() => expect(last("links.drop")).toMatchObject({ link: "made", reason: "taken back at once" }));
  });
  test("coverage says how each point stands, through which criteria", async () => {
    const criterion = { unit: "u", handle: "h", unitTitle: "T", board: "OCR", row: "r", code: "1.1", text: "Plan", relation: "broader", pointAsks: "", state: "met", links: [], notCounted: null };
    const points = STANDARD.points.map((point, i) => ({ point, state: i === 0 ? "covered" : "unlinked", criteria: i === 0 ? [criterion] : [] }));
    answer("standard.list", { standards: [STANDARD], lacking: [] });
    answer("standard.coverage", { standard: STANDARD, points, summary: "1 of 2 points covered" });
    await open("#/units");
    document.querySelector<HTMLElement>('[data-tab="links"]')!.click();
    await click("links-advanced");
    await click("standard-coverage");
    await waitFor(() => expect(all("coverage-point").map((p) => p.dataset.state)).toEqual(["covered", "unlinked"]));
    expect(find("coverage-point")!.textContent).toContain("OCR 1.1");
    expect(await findings()).toEqual([]);
  });
  test("a proposal is taken only when it is accepted", async () => {
    await open("#/units");
    document.querySelector<HTMLElement>('[data-tab="links"]')!.click();
    await waitFor(() => expect(find("links-unit")).not.toBeNull());
    const [one, other] = [view("links.propose")[0].from.unit, view("links.propose")[0].to.unit];
    await write("links-unit", one);
    await write("links-other", other);
    await click("links-propose");
    await waitFor(() => expect(all("link-proposal")).toHaveLength(1));
    expect(asked.some((a) => a.name === "links.save")).toBe(false);
    expect(await findings()).toEqual([]);
    await click("link-accept");
    await waitFor(() => expect(last("links.save")).toMatchObject({ relation: "related" }));
  });
  test("a link is given up only with a reason", async () => {
    await open("#/units");
    document.querySelector<HTMLElement>('[data-tab="links"]')!.click();
    await click("board-link-drop");
    expect((find("link-save") as HTMLButtonElement).disabled).toBe(true);
    await write("link-reason", "not the same quantity");
    await click("link-save");
    await waitFor(() => expect(last("links.drop")).toMatchObject({ link: "bl-1", reason: "not the same quantity" }));
  });
  test("two boards side by side", async () => {
    await open(`#/matrix/${LEARNER}`);
    await click("matrix-two");
    await waitFor(() => expect(all("side-row")).toHaveLength(4));
    expect(await findings()).toEqual([]);
  });
});

describe("qualifications and sets", () => {
  test("warnings stand first; ticked units are checked against the rules", async () => {
    await open("#/units");
    document.querySelector<HTMLElement>('[data-tab="qualifications"]')!.click();
    await waitFor(() => expect(all("qualification-warning")).toHaveLength(2));
    (all("qualification-tick")[0] as HTMLInputElement).click();
    await waitFor(() => expect(find("qualification-check")!.textContent).toContain("still missing"));
    expect(await findings()).toEqual([]);
  });
  test("the edit form keeps groups and units that the library lacks", async () => {
    await open("#/units");
    document.querySelector<HTMLElement>('[data-tab="qualifications"]')!.click();
    await click("qualification-edit");
    await waitFor(() => expect(all("group")).toHaveLength(2));
    expect(await findings()).toEqual([]);
    await write("qualification-title", "Another title");
    find("qualification-save")!.click();
    await waitFor(() => expect(last("qualification.save")).toMatchObject({ qualification: "q-1" }));
    expect((last("qualification.save")!.says as { groups: { units: string[] }[] }).groups[1]!.units).toContain("gone");
  });
  test("a register file fills the form", async () => {
    answer("unit.read", { ...view("unit.read"), reading: { ...view("unit.read").reading, qualifications: [{ number: "603/2476/0", title: "As registered", owner: "Northgate Awards", status: "Available", credits: 37 }] } });
    await open("#/units");
    document.querySelector<HTMLElement>('[data-tab="qualifications"]')!.click();
    await click("register-import");
    await click("register-file");
    await waitFor(() => expect((find("register-look") as HTMLButtonElement).disabled).toBe(false));
    await write("register-number", "60324760");
    await click("register-look");
    expect(await findings()).toEqual([]);
    await click("register-take");
    await waitFor(() => expect((find("qualification-title") as HTMLInputElement).value).toBe("As registered"));
    expect(all("group")).toHaveLength(2);
  });
  test("a saved set ticks its units for a new learner", async () => {
    await open("#/caseload");
    dialogs.show({ kind: "newLearner" });
    await waitFor(() => expect(find("set-choice")).not.toBeNull());
    await write("set-choice", "set-1");
    expect([...document.querySelectorAll<HTMLInputElement>('[data-test="learner-unit"] input:checked')].map((i) => i.value)).toEqual(view("unitSet.list")[0].units.map((u: { handle: string }) => u.handle));
    expect(await findings()).toEqual([]);
  });
});
