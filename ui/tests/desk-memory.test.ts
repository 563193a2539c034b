/** What the screens beside the bench remember, ask before they change, and never mix up. */
import { render, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";

vi.mock("../src/shared/host", async () => (await import("./desk")).host);

import App from "../src/App.svelte";
import { atOnce, replaced, wanted } from "../src/sampling/words";
import { lineOf, spot } from "../src/caseload/spot.svelte";
import { registerAll } from "../src/screens/commands";
import type { EvidenceView, FindingView, PersonView, SampleRowView, SampleView } from "../src/shared/bindings/bindings";
import { desk } from "../src/shared/desk.svelte";
import { dialogs, type Open } from "../src/shared/dialogs.svelte";
import { toasts } from "../src/shared/toasts.svelte";
import { work } from "../src/shared/work.svelte";
import DateHost from "./DateHost.svelte";
import { beginAnew } from "./anew";
import { answer, asked, view } from "./desk";

registerAll();
const find = <E extends HTMLElement = HTMLElement>(test: string, of: ParentNode = document) => of.querySelector<E>(`[data-test="${test}"]`);
const all = (test: string) => [...document.querySelectorAll<HTMLElement>(`[data-test="${test}"]`)];
const press = (key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}) => on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
const made = (name: string) => asked.filter((a) => a.name === name);
async function type(field: HTMLElement | null, text: string) {
  (field as HTMLInputElement).value = text;
  field!.dispatchEvent(new Event("input", { bubbles: true }));
  await tick();
}
async function open(hash: string) {
  location.hash = hash;
  render(App);
  await waitFor(() => expect(document.querySelector("main")!.children.length).toBeGreaterThan(0));
  await waitFor(() => expect(document.querySelector("main")!.textContent).not.toBe("Opening…"));
}
// Each story has a learner of its own: what is remembered of one is not what is asked of another.
let learners = 0;
let learner = "";

beforeEach(() => {
  beginAnew();
  learner = `l-${++learners}`;
});

describe("a word of an IV", () => {
  const word = (more: Partial<FindingView>): FindingView => ({ finding: "f", judgement: "action", reason: "Say which log.", due: null, by: "Ben King", at: "2026-11-16T11:00:00Z", stale: null, answer: null, closed: null, withdrawn: null, ...more });
  const row = (finding: FindingView | null, alsoSaid: FindingView[] = []) => ({ row: "r", code: "1.1", text: "", state: "met", decision: null, links: [], finding, alsoSaid, takenBack: [] }) as SampleRowView;
  const closed = { note: "Done.", by: "Ben King", at: "2026-11-17T11:00:00Z" };
  test.each([
    ["nothing said", row(null), true, 0, true],
    ["agreed", row(word({ judgement: "agree" })), false, 0, true],
    ["asked for action", row(word({})), false, 1, false],
    ["asked and closed", row(word({ closed })), false, 0, true],
    ["disagreed", row(word({ judgement: "disagree" })), false, 1, false],
    ["asked, decided again since", row(word({ stale: "decided again" })), true, 1, false],
    ["agreed here, asked for action elsewhere", row(word({ judgement: "agree" }), [word({ finding: "g" })]), true, 1, false],
  ])("%s", (_, one, isWanted, replaces, agreed) => {
    expect(wanted(one)).toBe(isWanted);
    expect(replaced(one)).toHaveLength(replaces);
    expect(atOnce(one, "agree")).toBe(agreed);
    expect(atOnce(one, "action")).toBe(false);
  });
});

describe("sampling", () => {
  const samples = () => {
    const all = view("sampling.show").samples as SampleView[];
    const files = Object.fromEntries((view("learner.show").evidence as EvidenceView[]).map((e) => [e.id, e.parts.map((p) => p.sha256)]));
    for (const link of all.flatMap((s) => s.rows).flatMap((r) => r.links)) link.judged = files[link.evidence] ?? [];
    return all;
  };
  /** Two samples of mine, both open. */
  const two = () => {
    const [second, first] = samples() as [SampleView, SampleView];
    answer("sampling.show", { ...view("sampling.show"), samples: [second, { ...first, verified: null }] });
    return { first, second };
  };
  const rowOf = (code: string) => all("sampling-row").find((r) => r.dataset.code === code)!;
  const card = (number: string) => all("sample-card").find((c) => c.dataset.number === number)!;

  test("A, Q and X leave a word that stands, and a key held down speaks once", async () => {
    two();
    await open(`#/sampling/${learner}`);
    for (const key of ["a", "q", "x"]) press(key, rowOf("3.1"));
    press("a", rowOf("1.1"));
    press("a", rowOf("4.1"), { repeat: true });
    await tick();
    expect(made("finding.make")).toEqual([]);
    expect(find("finding-form")).toBeNull();
    press("a", rowOf("4.1"));
    press("a", rowOf("4.1"));
    await waitFor(() => expect(made("finding.make")).toHaveLength(1));
    expect(made("finding.make")[0]!.request).toMatchObject({ learner, sample: "sa-2", judgement: "agree" });
  });
  test("a word is changed on purpose, and what it takes the place of is shown first", async () => {
    two();
    await open(`#/sampling/${learner}`);
    find("finding-change", rowOf("3.1"))!.click();
    await tick();
    press("a", rowOf("3.1"));
    await tick();
    expect(find("finding-replaces")!.textContent).toContain("Say in the record what was seen at 00:04:12.");
    expect(made("finding.make")).toEqual([]);
    find("finding-cancel")!.click();
    await tick();
    expect(find("finding-form")).toBeNull();
    expect(made("finding.make")).toEqual([]);
    find("finding-change", rowOf("3.1"))!.click();
    await tick();
    find("finding-agree", rowOf("3.1"))!.click();
    await tick();
    find("finding-save")!.click();
    await waitFor(() => expect(made("finding.make")).toHaveLength(1));
  });
  test("the way back from the evidence leads to the sample that was open, with what was being written", async () => {
    two();
    await open(`#/sampling/${learner}`);
    card("S001").click();
    await tick();
    find("finding-change", rowOf("2.1"))!.click();
    await tick();
    press("q", rowOf("2.1"));
    await tick();
    await type(find("finding-reason"), "Half a rea");
    find("sampling-link", rowOf("2.1"))!.click();
    await waitFor(() => expect(document.querySelector("main")!.dataset.screen).toBe("portfolio"));
    await desk.go("sampling");
    await waitFor(() => expect(find("finding-reason")).not.toBeNull());
    expect(card("S001").getAttribute("aria-current")).toBe("true");
    expect(find<HTMLTextAreaElement>("finding-reason")!.value).toBe("Half a rea");
  });
  test("the row that was left has the focus again", async () => {
    two();
    await open(`#/sampling/${learner}`);
    find("sampling-link", rowOf("3.1"))!.click();
    await waitFor(() => expect(document.querySelector("main")!.dataset.screen).toBe("portfolio"));
    await desk.go("sampling");
    await waitFor(() => expect(document.activeElement).toBe(rowOf("3.1")));
  });
  test("nothing typed for one sample stands in another", async () => {
    const { first, second } = two();
    // Both hold the same decision, as a second look does.
    answer("sampling.show", { ...view("sampling.show"), samples: [{ ...second, blocks: [] }, { ...first, rows: second.rows, blocks: [], verified: null }] });
    await open(`#/sampling/${learner}`);
    press("q", rowOf("4.1"));
    await tick();
    await type(find("finding-reason"), "Of S002 alone");
    await type(find("sampling-password"), "secret words");
    card("S001").click();
    await tick();
    expect(find("finding-form")).toBeNull();
    expect(find<HTMLInputElement>("sampling-password")!.value).toBe("");
    press("q", rowOf("4.1"));
    await tick();
    expect(find<HTMLTextAreaElement>("finding-reason")!.value).toBe("");
    await type(find("finding-reason"), "Of S001 alone");
    find("finding-save")!.click();
    await waitFor(() => expect(made("finding.make")).toHaveLength(1));
    expect(made("finding.make")[0]!.request).toMatchObject({ sample: first.sample, reason: "Of S001 alone" });
  });
  test("two rows are agreed to one after the other, without waiting", async () => {
    const { second } = two();
    answer("sampling.show", { actions: [], samples: [{ ...second, rows: second.rows.map((r) => ({ ...r, finding: null })) }] });
    await open(`#/sampling/${learner}`);
    press("a", rowOf("1.1"));
    press("a", rowOf("3.1"));
    await waitFor(() => expect(made("finding.make").map((a) => a.request.code)).toEqual(second.rows.slice(0, 2).map((r) => r.row)));
  });
  test("a second click makes no second sample", async () => {
    const portfolio = view("learner.show");
    for (const row of portfolio.units[0].outcomes.flatMap((o: { rows: { maySample: null }[] }) => o.rows)) row.maySample = null;
    answer("learner.show", { ...portfolio, may: { ...portfolio.may, sample: null } });
    answer("sampling.show", { samples: [], actions: [] });
    await open(`#/sampling/${learner}`);
    document.querySelector<HTMLInputElement>('[data-test="sampling-pick"] input')!.click();
    await tick();
    find("sampling-make")!.click();
    find("sampling-make")!.click();
    await waitFor(() => expect(made("sample.make").length).toBeGreaterThan(0));
    await tick();
    expect(made("sample.make")).toHaveLength(1);
    expect(made("sample.make")[0]!.request.codes).not.toBe("");
  });
});

describe("a day", () => {
  const field = () => find<HTMLInputElement>("day")!;
  const host = async (given: { value?: string; latest?: string; earliest?: string }) => {
    const sent = vi.fn();
    const it = render(DateHost, { ...given, sent });
    await tick();
    return { sent, value: () => find("value")!.textContent, save: () => find("send")!.click(), it };
  };
  test.each([
    ["14/11/2026", "2026-11-14", true],
    ["14.11.26", "2026-11-14", true],
    ["", "", true],
    ["31/02/2026", "31/02/2026", false],
    ["next week", "next week", false],
    ["2026-11-31", "2026-11-31", false],
    ["01/12/2026", "01/12/2026", false],
    ["01/01/2020", "01/01/2020", false],
    ["2026-12-01", "01/12/2026", false],
  ])("%j is %j, sent: %s", async (typed, value, goes) => {
    const day = await host({ earliest: "2026-01-01", latest: "2026-11-26" });
    await type(field(), typed);
    expect(day.value()).toBe(value);
    day.save();
    expect(day.sent.mock.calls).toEqual(goes ? [[value]] : []);
    expect(field().getAttribute("aria-invalid")).toBe(String(!goes));
  });
  test("one on record is neither wiped by a slip nor held against a bound", async () => {
    const day = await host({ value: "2019-09-02", earliest: "2026-01-01" });
    day.save();
    expect(day.sent.mock.calls).toEqual([["2019-09-02"]]);
    await type(field(), "02/09/201");
    day.save();
    expect(day.sent).toHaveBeenCalledTimes(1);
    await type(field(), "02/09/2019");
    day.save();
    expect(day.sent.mock.calls[1]).toEqual(["2019-09-02"]);
  });
  test("another value from outside is shown", async () => {
    const day = await host({ value: "2026-03-01" });
    await type(field(), "rubbish");
    find("reset")!.click();
    await tick();
    expect(field().value).toBe("");
    day.save();
    expect(day.sent.mock.calls).toEqual([[""]]);
  });
  test("a field that is folded away unfolds to say what is wrong", async () => {
    const day = await host({});
    await type(field(), "soon");
    const details = document.querySelector("details")!;
    details.open = false;
    day.save();
    expect(details.open).toBe(true);
    expect(day.sent).not.toHaveBeenCalled();
  });
  test("the registration date on record outlives a slip", async () => {
    await open("#/caseload");
    dialogs.show({ kind: "learnerFacts", learner });
    await waitFor(() => expect(find("facts-registrationDate")).not.toBeNull());
    await type(find("facts-registrationDate"), "1/13/2026");
    find("facts-save")!.click();
    await tick();
    expect(made("learner.change")).toEqual([]);
    expect(find("learner-facts")!.textContent).toContain("Write a day like 14/11/2026.");
  });
  test("of what two desks recorded differently somebody says which holds, and only that is sent", async () => {
    const portfolio = view("learner.show");
    const disputed = [{ fact: "uln", said: ["1111111111", "2222222222"] }, { fact: "registrationDate", said: ["", "2026-09-01"] }];
    answer("learner.show", { ...portfolio, learner: { ...portfolio.learner, uln: "1111111111 / 2222222222", registrationDate: " / 2026-09-01", disputed } });
    await open("#/caseload");
    dialogs.show({ kind: "learnerFacts", learner });
    await waitFor(() => expect(find("facts-disputed")).not.toBeNull());
    expect(find("learner-facts")!.textContent).toContain("Say which holds: ULN (10 digits), Registered on.");
    expect(find<HTMLInputElement>("facts-uln")!.value).toBe("");
    expect(find<HTMLButtonElement>("facts-save")!.disabled).toBe(true);
    all("facts-settle-uln")[1]!.click();
    all("facts-settle-registrationDate")[1]!.click();
    await tick();
    expect(find<HTMLInputElement>("facts-uln")!.value).toBe("2222222222");
    expect(find<HTMLInputElement>("facts-registrationDate")!.value).toBe("01/09/2026");
    find("facts-save")!.click();
    await waitFor(() => expect(made("learner.change").map((a) => a.request)).toEqual([{ learner, uln: "2222222222", registrationDate: "2026-09-01" }]));
  });
  test("that a fact is not recorded is an answer too", async () => {
    const portfolio = view("learner.show");
    answer("learner.show", { ...portfolio, learner: { ...portfolio.learner, employer: " / Bakery", disputed: [{ fact: "employer", said: ["", "Bakery"] }] } });
    await open("#/caseload");
    dialogs.show({ kind: "learnerFacts", learner });
    await waitFor(() => expect(all("facts-settle-employer").map((one) => one.textContent)).toEqual(["not recorded", "Bakery"]));
    all("facts-settle-employer")[0]!.click();
    await tick();
    find("facts-save")!.click();
    await waitFor(() => expect(made("learner.change").map((a) => a.request)).toEqual([{ learner, employer: "" }]));
  });
  test("what was said to hold is not lost without a question, that nothing is recorded neither", async () => {
    const portfolio = view("learner.show");
    answer("learner.show", { ...portfolio, learner: { ...portfolio.learner, employer: " / Bakery", disputed: [{ fact: "employer", said: ["", "Bakery"] }] } });
    await open("#/caseload");
    dialogs.show({ kind: "learnerFacts", learner });
    await waitFor(() => expect(all("facts-settle-employer")).toHaveLength(2));
    for (const choice of [0, 1]) {
      all("facts-settle-employer")[choice]!.click();
      await tick();
      find("dialog-close")!.click();
      await tick();
      expect(find("dialog-ask")).not.toBeNull();
      find("dialog-stay")!.click();
      await tick();
    }
    find("facts-save")!.click();
    await waitFor(() => expect(made("learner.change").map((a) => a.request)).toEqual([{ learner, employer: "Bakery" }]));
    await waitFor(() => expect(find("learner-facts")).toBeNull());
  });
  test("details in which nothing was said are closed without a question", async () => {
    const portfolio = view("learner.show");
    answer("learner.show", { ...portfolio, learner: { ...portfolio.learner, employer: " / Bakery", disputed: [{ fact: "employer", said: ["", "Bakery"] }] } });
    await open("#/caseload");
    dialogs.show({ kind: "learnerFacts", learner });
    await waitFor(() => expect(find("facts-disputed")).not.toBeNull());
    find("dialog-close")!.click();
    await waitFor(() => expect(find("learner-facts")).toBeNull());
  });
  test("a key does not save past a day that cannot be read", async () => {
    await open(`#/portfolio/${learner}`);
    work.focus(work.unitRows[2]!.row);
    dialogs.show({ kind: "decide" });
    await tick();
    press("n", document.querySelector("dialog")!);
    await tick();
    await type(find("decide-needed"), "The rota.");
    await type(find("decide-due"), "after Christmas");
    press("Enter", document.querySelector("[value=notYetMet]")!);
    press("Enter", find("decide-needed")!, { ctrlKey: true });
    find("decide-save")!.click();
    await tick();
    expect(made("decide")).toEqual([]);
    await type(find("decide-due"), "31/12/2099");
    press("Enter", document.querySelector("[value=notYetMet]")!);
    await waitFor(() => expect(made("decide")).toHaveLength(1));
    expect(made("decide")[0]!.request).toMatchObject({ due: "2099-12-31" });
  });
});

describe("what was written", () => {
  const aside = () => document.querySelector("dialog")!.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  const reopen = async () => {
    await open(`#/portfolio/${learner}`);
    dialogs.show({ kind: "reopen" });
    await tick();
    const reason = find<HTMLTextAreaElement>("reopen-reason")!;
    reason.focus();
    reason.dispatchEvent(new Event("focusin", { bubbles: true }));
    return reason;
  };
  test("a press beside a dialog, Esc and the cross ask first", async () => {
    const reason = await reopen();
    await type(reason, "A page was missed.");
    aside();
    await tick();
    expect(find("dialog-ask")).not.toBeNull();
    find("dialog-stay")!.click();
    await tick();
    expect(find("dialog-ask")).toBeNull();
    expect(document.activeElement).toBe(reason);
    const esc = new Event("cancel", { cancelable: true });
    document.querySelector("dialog")!.dispatchEvent(esc);
    await tick();
    expect(esc.defaultPrevented).toBe(true);
    expect(find("dialog-ask")).not.toBeNull();
    expect(reason.value).toBe("A page was missed.");
    find("dialog-stay")!.click();
    await tick();
    find("dialog-close")!.click();
    await tick();
    find("dialog-discard")!.click();
    await tick();
    expect(document.querySelector("dialog")).toBeNull();
  });
  test("where nothing was written a press beside it closes it", async () => {
    const reason = await reopen();
    aside();
    await tick();
    expect(document.querySelector("dialog")).toBeNull();
    expect(reason.value).toBe("");
  });
  test("what goes wrong while a dialog is open is said inside it", async () => {
    await reopen();
    toasts.say("The disk is full.", { tone: "bad" });
    await tick();
    expect(document.querySelector("dialog")!.textContent).toContain("The disk is full.");
    expect(all("toast")).toHaveLength(1);
    dialogs.close();
    await tick();
    expect(all("toast").map((one) => one.textContent)).toEqual([expect.stringContaining("The disk is full.")]);
  });
  test("facts of a learner that cannot be read say so, and can be asked for again", async () => {
    await open("#/caseload");
    answer("learner.show", new Error("The portfolio is locked by another program."));
    dialogs.show({ kind: "learnerFacts", learner });
    await waitFor(() => expect(find("learner-facts")!.textContent).toContain("locked by another program"));
    answer("learner.show", view("learner.show"));
    find("facts-again")!.click();
    await waitFor(() => expect(find("facts-name")).not.toBeNull());
  });
  test("feedback stays with its unit while a gate is followed, and for no other", async () => {
    const units = view("learner.show").units.map((u: { unit: string }) => u.unit) as string[];
    await open(`#/signoff/${learner}/${units[0]}`);
    await type(find("signoff-feedback"), "A sound plan, and");
    find("gate-row")!.click();
    await waitFor(() => expect(document.querySelector("main")!.dataset.screen).toBe("portfolio"));
    await desk.go("signoff", learner, units[2]);
    await waitFor(() => expect(find("signoff-feedback")).not.toBeNull());
    expect(find<HTMLTextAreaElement>("signoff-feedback")!.value).toBe("");
    await desk.go("signoff", learner, units[0]);
    await waitFor(() => expect(find<HTMLTextAreaElement>("signoff-feedback")?.value).toBe("A sound plan, and"));
  });
});

describe("the caseload", () => {
  test.each([
    [["a", "b"], "b", 1, 2],
    [["new", "a", "b"], "b", 2, 3],
    [["a"], "b", 2, 1],
    [["a", "b"], null, 0, 0],
    [[], "b", 2, 0],
  ])("%j: %s stands in line", (learners, id, before, line) => expect(lineOf(learners, id, before)).toBe(line));

  const rows = () => all("caseload-row");
  const cell = (id: string) => rows().find((r) => r.dataset.learner === id)!.querySelector<HTMLElement>("[data-at]")!;
  beforeEach(() => Object.assign(spot, { filter: "all", words: "", by: "name", down: false, learner: null, at: { row: 1, col: 0 } }));

  test("Enter opens the learner with the focus, also when a row has come above", async () => {
    const list = view("learner.list");
    await open("#/caseload");
    cell("l-jay").focus();
    cell("l-jay").dispatchEvent(new Event("focus"));
    await tick();
    answer("learner.list", { ...list, learners: [...list.learners, { ...list.learners[0], learner: "l-aaa", name: "Aaron Aabel" }] });
    await desk.refresh();
    await tick();
    expect(rows()[0]!.dataset.learner).toBe("l-aaa");
    expect(cell("l-jay").tabIndex).toBe(0);
    press("Enter", cell("l-jay"));
    await waitFor(() => expect(desk.learner).toBe("l-jay"));
  });
  test("the way back leads to the same filter, words, order and learner", async () => {
    await open("#/caseload");
    find("total-overdue")!.click();
    await type(find("caseload-filter"), "jay");
    spot.sort("progress");
    await tick();
    rows()[0]!.click();
    await waitFor(() => expect(document.querySelector("main")!.dataset.screen).toBe("portfolio"));
    await desk.go("caseload");
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(find("total-overdue")!.getAttribute("aria-pressed")).toBe("true");
    expect(find<HTMLInputElement>("caseload-filter")!.value).toBe("jay");
    expect(document.querySelector('[aria-sort="ascending"]')!.textContent).toContain("Criteria");
    expect(document.activeElement).toBe(cell("l-jay"));
  });
});

describe("answers that come late", () => {
  const units = () => view("learner.show").units.map((u: { unit: string }) => u.unit) as string[];
  /** Holds back one answer until it is let go. */
  function late(name: string, value: unknown) {
    let go = () => {};
    answer(name, new Promise((done) => (go = () => done(value))));
    return () => go();
  }
  test("a sign-off of the unit before is not put over the one on screen", async () => {
    const [first, , third] = units() as [string, string, string];
    await open(`#/portfolio/${learner}/${first}`);
    const go = late("signOff.show", view("signOff.show")[first]);
    const before = desk.go("signoff", learner, first);
    await waitFor(() => expect(made("signOff.show")).toHaveLength(1));
    const after = desk.go("signoff", learner, third);
    answer("signOff.show", view("signOff.show")[third]);
    const seen: (string | undefined)[] = [];
    const watch = setInterval(() => seen.push(desk.signOff?.unit), 0);
    go();
    await Promise.all([before, after]);
    clearInterval(watch);
    expect(seen.filter((unit) => unit === first)).toEqual([]);
    expect(desk.signOff!.unit).toBe(third);
  });
  test("samples of the learner before are dropped", async () => {
    await open(`#/portfolio/${learner}`);
    const go = late("sampling.show", view("sampling.show"));
    const before = desk.go("sampling", learner);
    await waitFor(() => expect(made("sampling.show")).toHaveLength(1));
    const after = desk.go("portfolio", `${learner}-other`);
    go();
    await Promise.all([before, after]);
    expect(desk.sampling).toBeNull();
  });
  test("what is signed is the unit that is shown", async () => {
    const ocr = units()[0]!;
    const shown = view("signOff.show")[ocr];
    answer("signOff.show", { ...shown, ready: true });
    const portfolio = view("learner.show");
    answer("learner.show", { ...portfolio, may: { ...portfolio.may, decide: null } });
    await open(`#/signoff/${learner}/${ocr}`);
    await waitFor(() => expect(find("signoff-vacsr")).not.toBeNull());
    find("signoff-vacsr")!.click();
    await type(find("signoff-password"), "secret words");
    find("signoff-sign")!.click();
    find("signoff-sign")!.click();
    await waitFor(() => expect(made("signOff.sign").length).toBeGreaterThan(0));
    expect(made("signOff.sign")).toHaveLength(1);
    expect(made("signOff.sign")[0]!.request).toMatchObject({ learner, unit: ocr });
  });
  test("a view of another unit is not drawn", async () => {
    const [first, , third] = units() as [string, string, string];
    answer("signOff.show", view("signOff.show")[first]);
    await open(`#/signoff/${learner}/${third}`);
    await waitFor(() => expect(made("status.show").length).toBeGreaterThan(0));
    await tick();
    expect(find("signoff-password")).toBeNull();
  });
});

describe("a deed is done once", () => {
  const people = view("workspace.show").people as PersonView[];
  test.each<[string, Open]>([
    ["status.takeBack", { kind: "takeBack", learner: "l-jay", name: "Jay Whitlock", unit: "Keep a stockroom", statement: "s-1", what: "claim", says: "Batch B-17" }],
    ["claim.make", { kind: "standing", act: "claim", learner: "l-jay", name: "Jay Whitlock", unit: view("status.show").units[0] }],
    ["directClaim.state", { kind: "directClaim" }],
    ["person.password", { kind: "password" }],
    ["person.endKey", { kind: "endKey", person: people[1]! }],
    ["signOff.reopen", { kind: "reopen" }],
    ["learner.add", { kind: "newLearner" }],
    ["declaration.record", { kind: "declaration" }],
  ])("%s", async (name, which) => {
    await open(`#/portfolio/${learner}`);
    dialogs.show(which);
    await tick();
    const form = document.querySelector("dialog form")!;
    for (let times = 0; times < 2; times += 1) {
      const sent = new Event("submit", { bubbles: true, cancelable: true });
      form.dispatchEvent(sent);
      expect(sent.defaultPrevented).toBe(true);
    }
    await waitFor(() => expect(made(name).length).toBeGreaterThan(0));
    await tick();
    expect(made(name)).toHaveLength(1);
  });
});

describe("a form on a page is sent once", () => {
  const twice = async (form: HTMLElement) => {
    for (let times = 0; times < 2; times += 1) form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    await tick();
  };
  test("a new phrase, the limit of age, the centre's root", async () => {
    await open("#/settings");
    await waitFor(() => expect(find("phrase-new")).not.toBeNull());
    await type(find("phrase-new"), "Seen in the original.");
    await twice(find("phrase-new")!.closest("form")!);
    await waitFor(() => expect(made("phrase.save")).toHaveLength(1));
    await type(find("currency-months"), "24");
    await twice(find("currency-months")!.closest("form")!);
    await waitFor(() => expect(made("centre.currency")).toHaveLength(1));
  });
  test("the first step of all", async () => {
    answer("workspace.show", view("workspace.empty"));
    await open("");
    await waitFor(() => expect(find("start-centre-name")).not.toBeNull());
    await type(find("start-centre-name"), "Northgate College");
    await twice(find("start-centre-name")!.closest("form")!);
    await waitFor(() => expect(made("centre.init")).toHaveLength(1));
  });
});

describe("a slip beside a list that is typed into", () => {
  const slip = (which: string) => find(which)!.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, cancelable: true }));
  test("the picker keeps what was begun, and closes where nothing was", async () => {
    await open(`#/portfolio/l-jay`);
    dialogs.show({ kind: "picker", typed: "2" });
    await tick();
    slip("picker");
    await tick();
    expect(find("picker")).toBeNull();
    dialogs.show({ kind: "picker", typed: "2" });
    await tick();
    await type(find("picker-input"), "2.3, 1.1");
    slip("picker");
    await tick();
    expect(find<HTMLInputElement>("picker-input")!.value).toBe("2.3, 1.1");
  });
  test("the palette stands as it was left, until something is chosen", async () => {
    await open("#/caseload");
    dialogs.show({ kind: "palette" });
    await tick();
    await type(find("palette-input"), "settings");
    slip("palette");
    await tick();
    expect(find("palette")).toBeNull();
    dialogs.show({ kind: "palette" });
    await tick();
    expect(find<HTMLInputElement>("palette-input")!.value).toBe("settings");
    press("Enter", find("palette-input")!);
    await tick();
    dialogs.show({ kind: "palette" });
    await tick();
    expect(find<HTMLInputElement>("palette-input")!.value).toBe("");
  });
});
