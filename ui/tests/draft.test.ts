import { describe, expect, test } from "vitest";
import type { Proposal, UnitDraft } from "../src/shared/library";
import { codeOf, doubts, lineAbout, mend, remedy } from "../src/units/doubts";
import { accept, acceptAll, addBelow, addOutcome, join, linesOf, move, place, remove, renumber, settle, split, turn, withLines, type Done, type Line } from "../src/units/draft";
import { Drafting } from "../src/units/drafting.svelte";
import { view } from "./desk";

const reading = view("unit.read");
const proposal: Proposal = reading.reading.units[0];
const draft: UnitDraft = reading.drafts[0];
/** "1 Plan / 1.1 Route / 2 Load": codes and first words, an outcome flush, a criterion with a dash. */
const told = (lines: Line[]) => lines.map((l) => `${l.kind === "outcome" ? "" : l.kind === "criterion" ? "- " : "? "}${l.code} ${l.text}`.trim());
const written = (codeOrigin: string): UnitDraft => ({
  ...draft, unassigned: [],
  outcomes: [
    { id: "o1", code: "1", codeOrigin, text: "Plan", inferred: false, criteria: [{ id: "c1", code: "1.1", codeOrigin, assignment: "published", text: "Route", amplification: null }, { id: "c2", code: "1.2", codeOrigin, assignment: "published", text: "Crew", amplification: null }] },
    { id: "o2", code: "2", codeOrigin, text: "Load", inferred: false, criteria: [{ id: "c3", code: "2.1", codeOrigin, assignment: "published", text: "Bay", amplification: null }] },
  ],
});
const ours = linesOf(written("generated"));
const theirs = linesOf(written("published"));
const key = (lines: Line[], text: string) => lines.find((l) => l.text === text)!.key;
const after = (done: Done | null) => told(done!.lines);

describe("a draft", () => {
  test("is the same when nothing was done to it", () => expect(withLines(written("published"), theirs).outcomes).toEqual(written("published").outcomes));
  test("keeps what the recogniser said of each line", () => {
    const lines = linesOf(draft, proposal);
    expect(lines[3]).toMatchObject({ confidence: 0.55, place: "line 4" });
    expect(lines.filter((l) => l.kind === "unplaced")).toHaveLength(3);
  });
});

describe("joining and splitting", () => {
  test("a criterion joins the line above and keeps its id", () => {
    const done = join(ours, key(ours, "Crew"))!;
    expect(told(done.lines)).toEqual(["1 Plan", "- 1.1 Route Crew", "2 Load", "- 2.1 Bay"]);
    expect(done.lines[1]!.id).toBe("c1");
  });
  test("outcomes join with a comma and their criteria follow", () => expect(after(join(ours, key(ours, "Load")))).toEqual(["1 Plan, Load", "- 1.1 Route", "- 1.2 Crew", "- 1.3 Bay"]));
  test("the first line has nothing to join with", () => expect(join(ours, key(ours, "Plan"))).toBeNull());
  test("a split outcome leaves its criteria with the first part; commas and 'and' go", () => {
    const lines = linesOf({ ...written("generated"), outcomes: [{ ...written("generated").outcomes[0]!, text: "Plan deliveries, and load vans" }] });
    for (const at of [15, 16, 17]) expect(after(split(lines, lines[0]!.key, at))).toEqual(["1 Plan deliveries", "- 1.1 Route", "- 1.2 Crew", "2 Load vans"]);
  });
  test("a split criterion becomes two; only the first keeps the id", () => {
    const done = split(ours, key(ours, "Route"), 2)!;
    expect(told(done.lines).slice(1, 4)).toEqual(["- 1.1 Ro", "- 1.2 Ute", "- 1.3 Crew"]);
    expect(done.lines.slice(1, 3).map((l) => l.id)).toEqual(["c1", null]);
  });
  test.each([0, 5])("nothing to split at %i", (at) => expect(split(ours, key(ours, "Route"), at)).toBeNull());
});

describe("moving", () => {
  test("a criterion goes into the outcome above", () => expect(after(move(ours, key(ours, "Bay"), -1))).toEqual(["1 Plan", "- 1.1 Route", "- 1.2 Crew", "- 1.3 Bay", "2 Load"]));
  test("an outcome takes its criteria along", () => {
    expect(after(move(ours, key(ours, "Load"), -1))).toEqual(["1 Load", "- 1.1 Bay", "2 Plan", "- 2.1 Route", "- 2.2 Crew"]);
    expect(after(move(ours, key(ours, "Plan"), 1))).toEqual(["1 Load", "- 1.1 Bay", "2 Plan", "- 2.1 Route", "- 2.2 Crew"]);
  });
  test("nothing leaves the list at its ends", () => {
    expect([move(ours, key(ours, "Plan"), -1), move(ours, key(ours, "Load"), 1), move(ours, key(ours, "Bay"), 1), move(ours, key(ours, "Route"), -1)]).toEqual([null, null, null, null]);
  });
  test("a criterion becomes an outcome of its own, and back", () => {
    const up = turn(ours, key(ours, "Crew"), "outcome")!;
    expect(told(up.lines)).toEqual(["1 Plan", "- 1.1 Route", "2 Crew", "3 Load", "- 3.1 Bay"]);
    expect(after(turn(up.lines, up.focus, "criterion"))).toEqual(told(ours));
    expect(turn(ours, key(ours, "Plan"), "criterion")).toBeNull();
  });
  test("to the end of an outcome that is chosen", () => expect(after(place(ours, key(ours, "Route"), key(ours, "Load")))).toEqual(["1 Plan", "- 1.1 Crew", "2 Load", "- 2.1 Bay", "- 2.2 Route"]));
});

describe("codes", () => {
  test("published codes stay until somebody renumbers; a new line gets a free one", () => {
    const done = addBelow(theirs, key(theirs, "Route"))!;
    expect(told(done.lines)).toEqual(["1 Plan", "- 1.1 Route", "- 1.3", "- 1.2 Crew", "2 Load", "- 2.1 Bay"]);
    expect(told(renumber(done.lines)).slice(1, 4)).toEqual(["- 1.1 Route", "- 1.2", "- 1.3 Crew"]);
  });
  test("a renumbered code is ours, one that stays is still published", () => {
    const lines = renumber(remove(theirs, key(theirs, "Route"))!.lines);
    expect(lines.map((l) => [l.code, l.published])).toEqual([["1", true], ["1.1", false], ["2", true], ["2.1", true]]);
  });
  test("codes that are all ours follow the order", () => expect(told(settle(remove(ours, key(ours, "Route"))!.lines))).toEqual(["1 Plan", "- 1.1 Crew", "2 Load", "- 2.1 Bay"]));
  test("a new outcome comes last, before what has no place", () => {
    const lines = linesOf(draft, proposal);
    expect(told(addOutcome(lines).lines).slice(4, 6)).toEqual(["5", `?  ${lines[4]!.text}`]);
  });
});

describe("what has no place", () => {
  const lines = linesOf(draft, proposal);
  test("goes where the source most likely wants it, marked as proposed", () => {
    const done = accept(lines, lines.find((l) => l.proposedCode === "2.1")!.key)!;
    expect(told(done.lines)[2]).toBe(`- 2.1 ${proposal.unassignedCriteria[1]!.text}`);
    expect(done.lines.find((l) => l.key === done.focus)!.assignment).toBe("proposed");
  });
  test("all at once; none is lost", () => {
    const all = acceptAll(lines);
    expect(all.filter((l) => l.kind === "unplaced")).toEqual([]);
    expect(all.filter((l) => l.kind === "criterion").map((l) => l.code)).toEqual(["1.1", "2.1", "3.1"]);
    expect(withLines(draft, all).outcomes.map((o) => o.criteria.length)).toEqual([1, 1, 1, 0]);
  });
  test("follows its outcome when outcomes were mended first", () => {
    const merged = join(lines, lines[1]!.key)!.lines;
    expect(acceptAll(merged).filter((l) => l.kind === "criterion").map((l) => l.code)).toEqual(["1.1", "2.1"]);
    expect(acceptAll(merged).filter((l) => l.kind === "unplaced")).toHaveLength(1);
  });
  test("criteria of the only outcome are kept when it goes", () => {
    const one = linesOf({ ...written("generated"), outcomes: [written("generated").outcomes[0]!] });
    expect(after(remove(one, one[0]!.key))).toEqual(["?  Route", "?  Crew"]);
  });
});

describe("doubts and remedies", () => {
  const lines = linesOf(draft, proposal);
  test("left-over lines first, then what is unsure or has no place", () => expect(doubts(reading.reading.lines, 0, lines)).toEqual([{ raw: 8 }, ...lines.map((l) => ({ key: l.key }))]));
  test("one click where there is one", () => expect(proposal.defects.map((d) => remedy(d, lines))).toEqual(["join", "place", "add", "board", null]));
  test("outcomes that were taken apart are joined again", () => {
    const done = mend("join", proposal.defects[0]!, lines) as Done;
    expect(told(done.lines)[0]).toBe("1 Plan deliveries, Organise the loading bay, Control returned goods, Understand why deliveries are late, lost or damaged");
  });
  test.each([["Outcome 4 has no criterion.", "", "4"], ["The number 2.3 stands twice.", "", "2.3"], ["Nothing stands here.", "criterion 1.2", "1.2"], ["a word is missing", "2.10", "2.10"], ["The source says 5 learning outcomes.", "line 3", null]])("%s", (message, where, code) => expect(codeOf({ kind: "other", message, where })).toBe(code));
  test("a defect leads to its line", () => expect(lineAbout({ kind: "other", message: "Outcome 3 is odd", where: "" }, lines)?.text).toBe("Control returned goods"));
});

describe("undo inside the editor", () => {
  test("letters of one field are one step; acts are steps of their own", () => {
    const d = new Drafting(written("generated"));
    const first = d.lines[1]!.key;
    d.type(first, { text: "Routes" });
    d.type(first, { text: "Routes a" });
    d.act(join(d.lines, d.lines[2]!.key));
    expect(told(d.lines)[1]).toBe("- 1.1 Routes a Crew");
    d.undo();
    expect(told(d.lines)[1]).toBe("- 1.1 Routes a");
    expect(d.focus).toBe(first);
    d.undo();
    expect(told(d.lines)).toEqual(told(ours));
    expect([d.changed, d.canUndo]).toEqual([false, false]);
    d.redo();
    d.redo();
    expect(told(d.lines)[1]).toBe("- 1.1 Routes a Crew");
  });
  test("facts are undone too", () => {
    const d = new Drafting(written("generated"));
    d.state({ facts: { ...d.rest.facts, title: "Other" } }, "facts.title");
    d.undo();
    expect(d.rest.facts.title).toBe(draft.facts.title);
  });
});
