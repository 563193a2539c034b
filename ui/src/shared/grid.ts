/** Geometry of a windowed grid with rows and columns of one size each. Pure; refuses to know what stands in a cell. */
export interface Range {
  from: number;
  to: number;
}
export interface Cell {
  row: number;
  col: number;
}
export interface Extent {
  rows: number;
  cols: number;
  page: number;
}

/** Which of `count` lines of `size` pixels show between `scroll` and `scroll + view`, with `over` more at each end. */
export function visible(scroll: number, view: number, size: number, count: number, over = 3): Range {
  const from = Math.max(0, Math.floor(scroll / size) - over);
  const to = Math.min(count, Math.ceil((scroll + Math.max(view, 0)) / size) + over);
  return { from: Math.min(from, count), to: Math.max(to, Math.min(from, count)) };
}

/** The lines of a range and, if it lies outside, the one that has the focus. */
export function lines(range: Range, kept: number, count: number): number[] {
  const all = Array.from({ length: range.to - range.from }, (_, i) => range.from + i);
  if (kept < 0 || kept >= count || (kept >= range.from && kept < range.to)) return all;
  return kept < range.from ? [kept, ...all] : [...all, kept];
}

/** Scroll position at which a line is whole in view; unchanged when it already is. */
export function reveal(scroll: number, view: number, size: number, line: number): number {
  const top = line * size;
  if (top < scroll) return top;
  if (top + size > scroll + view) return Math.max(0, top + size - view);
  return scroll;
}

/** Where a key leads from a cell (the grid pattern of the APG); null = not a key of the grid. */
export function move(at: Cell, key: string, ctrl: boolean, extent: Extent): Cell | null {
  const lastRow = extent.rows - 1;
  const lastCol = extent.cols - 1;
  const to = (row: number, col: number) => ({
    row: Math.min(lastRow, Math.max(0, row)),
    col: Math.min(lastCol, Math.max(0, col)),
  });
  switch (key) {
    case "ArrowUp": return to(at.row - 1, at.col);
    case "ArrowDown": return to(at.row + 1, at.col);
    case "ArrowLeft": return to(at.row, at.col - 1);
    case "ArrowRight": return to(at.row, at.col + 1);
    case "PageUp": return to(at.row - extent.page, at.col);
    case "PageDown": return to(at.row + extent.page, at.col);
    case "Home": return ctrl ? to(0, 0) : to(at.row, 0);
    case "End": return ctrl ? to(lastRow, lastCol) : to(at.row, lastCol);
    default: return null;
  }
}
