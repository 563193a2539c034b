/** Words about the two sides of a link. Pure. */
import type { LibraryUnit, LinkSideView, Relation } from "../shared/library";

export const RELATIONS: readonly Relation[] = ["exact", "close", "broader", "narrower", "related"];

/** "OCR 1.1" */
export const sideName = (s: Pick<LinkSideView, "board" | "code">) => `${s.board} ${s.code}`;

/** Units in the order in which a person looks for them. */
export const unitLabel = (u: LibraryUnit) => `${u.board} · ${u.number ? `${u.number} ` : ""}${u.title}${u.level ? ` (${u.level})` : ""}`;
