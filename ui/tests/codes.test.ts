import { describe, expect, test } from "vitest";
import { parseCodes, rank, search } from "../src/shared/codes";

const rows = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "10.1"].map((code) => ({ row: `r${code}`, code, text: code === "2.2" ? "Explain legislation and policy" : "Describe the service" }));
const codes = (typed: string, from = rows) => parseCodes(typed, from)?.rows.map((r) => r.code) ?? null;

describe("what a person types for criteria", () => {
  test.each([
    ["2.3", ["2.3"]], ["23", ["2.3"]], ["101", ["10.1"]], ["2.", ["2.1", "2.2", "2.3"]], ["1.1-1.4", ["1.1", "1.2", "1.3", "1.4"]],
    ["1.4-1.2", ["1.2", "1.3", "1.4"]], ["1.1,1.3,2.2", ["1.1", "1.3", "2.2"]], ["1.1 1.3", ["1.1", "1.3"]], ["11-13", ["1.1", "1.2", "1.3"]],
    ["1.1 – 1.2", ["1.1", "1.2"]], [" 2.3 , 1.1 ", ["1.1", "2.3"]], ["1.2,1.2", ["1.2"]],
  ])("%s", (typed, wanted) => expect(codes(typed)).toEqual(wanted));

  const graded = ["A.P1", "A.P2", "A.M1", "B.D2", "1a", "1b", "P 1", "LO1-2"].map((code) => ({ row: `r${code}`, code, text: "Explain" }));
  test.each<[string, string[] | null]>([
    ["A.P1", ["A.P1"]], ["a.p1, B.D2", ["A.P1", "B.D2"]], ["A.P1-A.M1", ["A.P1", "A.P2", "A.M1"]], ["1a", ["1a"]], ["1a 1b", ["1a", "1b"]], ["A.", ["A.P1", "A.P2", "A.M1"]],
    ["P 1, 1a", ["1a", "P 1"]], ["LO1-2", ["LO1-2"]], ["A.P9", []], ["explain", null], ["3d printing", null],
  ])("codes of letters: %s", (typed, wanted) => expect(codes(typed, graded)).toEqual(wanted));
  test("every code of a list is read again, whatever it looks like", () => expect(codes(graded.map((r) => r.code).join(", "), graded)).toEqual(graded.map((r) => r.code)));
  test("words are not codes", () => {
    expect(parseCodes("legislation", rows)).toBeNull();
    expect(parseCodes("", rows)).toBeNull();
  });
  test("a code that no row has is named, not dropped", () => {
    expect(parseCodes("1.1,9.9", rows)).toMatchObject({ unknown: ["9.9"] });
  });
  test("23 is the row 23 where there is one", () => {
    expect(codes("23", [...rows, { row: "x", code: "23", text: "" }])).toEqual(["23"]);
  });
});

describe("ranking", () => {
  test("exact code, code prefix, word prefix, substring, fuzzy", () => {
    expect(rank("2.2", rows[5]!)).toBe(0);
    expect(rank("22", rows[5]!)).toBe(0);
    expect(rank("2", rows[5]!)).toBe(1);
    expect(rank("leg pol", rows[5]!)).toBe(2);
    expect(rank("gislat", rows[5]!)).toBe(3);
    expect(rank("lgsltn", rows[5]!)).toBe(4);
    expect(rank("xyz", rows[5]!)).toBeNull();
  });
  test("ties keep the order of the unit", () => expect(search("service", rows).map((r) => r.code)).toEqual(["1.1", "1.2", "1.3", "1.4", "2.1", "2.3", "10.1"]));
});
