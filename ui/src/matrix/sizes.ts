/** Sizes of the matrix in CSS pixels; the grid's geometry and its style sheet agree on them. */
export const ROW = 36;
export const COL = 40;
export const HEAD = 132;
export const CODE = 56;
export const TEXT = 320;
export const FIXED = CODE + TEXT;
export const DECISION = 148;
