/** Words about the two sides of a link. Pure. */
import { t } from "../shared/i18n";
import type { LibraryUnit, LinkSideView, Relation } from "../shared/library";

export const RELATIONS: readonly Relation[] = ["exact", "close", "broader", "narrower", "related"];

/** "OCR 1.1" */
export const sideName = (s: Pick<LinkSideView, "board" | "code">) => `${s.board} ${s.code}`;

/** Units in the order in which a person looks for them. */
export const unitLabel = (u: LibraryUnit) => `${u.board} · ${u.number ? `${u.number} ` : ""}${u.title}${u.level ? ` (${u.level})` : ""}`;

/** Who asks further: the board by its name, or the unit whose board is not stated. A name begins with a capital, those words do not. */
const asker = (board: string, words: "links.unstated" | "links.unstatedWithin") => (!board || /^\p{Ll}/u.test(board) ? t(words) : board);

/** "OCR asks further:" */
export const asksFurther = (board: string) => t("links.asksFurther", { board: asker(board, "links.unstated") });

/** "Beyond that, OCR asks:" */
export const asksBeyondThat = (board: string) => t("offer.thisAsks", { board: asker(board, "links.unstatedWithin") });
