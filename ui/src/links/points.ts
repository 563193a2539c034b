/** Links to points seen from the criterion, and the criteria of a unit text as a list. Pure. */
import type { UnitTextView } from "../shared/bindings/bindings";
import type { BoardLinkView, LinkSideView, Relation } from "../shared/library";

export interface LinkedCriterion {
  link: BoardLinkView;
  /** The criterion's side. */
  side: LinkSideView;
  /** Row of the point. */
  point: string;
  /** How the criterion stands to the point. */
  relation: Relation;
  /** One of the two texts has changed since. */
  changed: boolean;
}

const TURNED: Record<Relation, Relation> = { exact: "exact", close: "close", broader: "narrower", narrower: "broader", related: "related" };

/** A link to a point, whichever way round it was stated. */
export function criterionOf(link: BoardLinkView, standard: string): LinkedCriterion {
  const changed = link.from.textChanged || link.to.textChanged;
  return link.to.unit === standard
    ? { link, side: link.from, point: link.to.row, relation: link.relation, changed }
    : { link, side: link.to, point: link.from.row, relation: TURNED[link.relation], changed };
}

/** What can be linked: criteria, and outcomes that have none. */
export const rowsOf = (text: UnitTextView | null): { code: string; text: string }[] =>
  (text?.outcomes ?? []).flatMap((o) => (o.criteria.length > 0 ? o.criteria.map((c) => ({ code: c.code, text: c.text })) : [{ code: o.code, text: o.text }]));
