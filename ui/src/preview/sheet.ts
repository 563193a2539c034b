/** Geometry of a sheet: which cells there are, how wide columns are, what a range holds. Pure. */
import type { PreviewSheet } from "../shared/bindings/bindings";
import type { Cells } from "./place";

export interface Grid {
  /** Rows and columns that are drawn: those with content and a few more to walk on. */
  rows: number;
  columns: number;
  text: (column: number, row: number) => string;
  width: (columns: readonly { left: number; width: number }[]) => number;
}

const MORE = 3;

/** Cells by place; rows without content are not sent, so they are looked up by number. */
export function gridOf(sheet: PreviewSheet): Grid {
  const byRow = new Map(sheet.rows.map((row) => [row.number - 1, row.cells]));
  const last = sheet.rows.at(-1)?.number ?? 0;
  const columns = sheet.rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
  return {
    rows: last + MORE,
    columns: columns + 1,
    text: (column, row) => byRow.get(row)?.[column] ?? "",
    width: (all) => (all.at(-1)?.left ?? 0) + (all.at(-1)?.width ?? 0),
  };
}

/** Whether a place means this sheet: in a place white space is single and there is none at the ends, whatever the sheet's own name has. */
export const isSheet = (sheet: PreviewSheet, named: string) => single(sheet.name) === single(named);
const single = (name: string) => name.replace(/\s+/g, " ").trim();

const LETTER = 7.4;
const [NARROW, WIDE] = [64, 320];

/** Left edge and width of each column in pixels, by the longest text of the first rows. */
export function widths(sheet: PreviewSheet, grid: Grid): { left: number; width: number }[] {
  const longest = new Array<number>(grid.columns).fill(0);
  for (const row of sheet.rows.slice(0, 300)) row.cells.forEach((text, column) => (longest[column] = Math.max(longest[column] ?? 0, text.length)));
  let left = 0;
  return longest.map((letters) => {
    const one = { left, width: Math.min(WIDE, Math.max(NARROW, Math.ceil(letters * LETTER) + 18)) };
    left += one.width;
    return one;
  });
}

export const inside = (cells: Cells, column: number, row: number) => column >= cells.left && column <= cells.right && row >= cells.top && row <= cells.bottom;

/** The cells between two corners. */
export const spanned = (a: { column: number; row: number }, b: { column: number; row: number }): Cells => ({
  left: Math.min(a.column, b.column),
  right: Math.max(a.column, b.column),
  top: Math.min(a.row, b.row),
  bottom: Math.max(a.row, b.row),
});
