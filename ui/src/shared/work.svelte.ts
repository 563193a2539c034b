/**
 * What a person is busy with in one portfolio: the file shown, files and rows chosen, filters, the place on the page,
 * the last mapping. Kept while views come and go. Refuses to know how it is drawn.
 */
import type { EvidenceView, LinkView, Method, PartView, RowView, VersionFileView, VersionView } from "./bindings/bindings";
import { desk } from "./desk.svelte";
import { rowsOf } from "./gaps";

export type EvidenceFilter = "all" | "new" | "unmapped" | "mapped" | "noPlace" | "changed" | "missing" | "setAside";
export type CriteriaFilter = "all" | "gaps" | "thisFile";
export interface LastMapping {
  unit: string;
  codes: string;
  method: Method | null;
}

/** A version that is looked at in place of the one in force. */
export interface ShownVersion {
  evidence: string;
  number: number;
  /** A decision relied on it. */
  judged: boolean;
  /** Somebody accepted it; else it lies in the folder and waits. */
  accepted: boolean;
  files: readonly VersionFileView[];
}

class Work {
  /** Whose portfolio this is about. */
  learner: string | null = null;
  file = $state<string | null>(null);
  part = $state(0);
  files = $state.raw<ReadonlySet<string>>(new Set());
  row = $state<string | null>(null);
  rows = $state.raw<ReadonlySet<string>>(new Set());
  place = $state("");
  #looked = $state.raw<ShownVersion | null>(null);
  /** Another version than the one in force, while somebody looks at it: none any more as soon as it is in force. Nothing is mapped from it. */
  readonly #version: ShownVersion | null = $derived.by(() => {
    const item = desk.portfolio?.evidence.find((e) => e.id === this.#looked?.evidence);
    return this.#looked && item && inForce(this.#looked, item) ? null : this.#looked;
  });
  /** What a mapping has made of the place that was picked out: the preview takes the marking away, and then this. */
  spent = $state.raw<string | null>(null);
  /** A place, in the core's words, that the preview is to show of the file on screen. */
  jumpTo = $state.raw<string | null>(null);
  filter = $state<EvidenceFilter>("all");
  query = $state("");
  criteria = $state<CriteriaFilter>("all");
  last = $state.raw<LastMapping | null>(null);
  recent = $state.raw<string[]>([]);

  readonly evidence: EvidenceView[] = $derived.by(() =>
    (desk.portfolio?.evidence ?? []).filter((e) => passes(e, this.filter) && matches(e, this.query)),
  );
  /** The file shown: as chosen, else the first of the list. */
  readonly current: EvidenceView | null = $derived.by(
    () => desk.portfolio?.evidence.find((e) => e.id === this.file) ?? this.evidence[0] ?? null,
  );
  readonly currentPart: PartView | null = $derived.by(
    () => this.current?.parts.find((p) => p.part === this.part) ?? this.current?.parts[0] ?? null,
  );
  /** What a mapping applies to: the chosen files, else the file shown. */
  readonly targets: EvidenceView[] = $derived.by(() => {
    const chosen = (desk.portfolio?.evidence ?? []).filter((e) => this.files.has(e.id));
    return chosen.length > 1 ? chosen : this.current ? [this.current] : [];
  });
  readonly unitRows: RowView[] = $derived.by(() => (desk.unit ? rowsOf(desk.unit) : []));
  readonly focused: RowView | null = $derived.by(() => this.unitRows.find((r) => r.row === this.row) ?? null);
  /** Rows that a decision is about: the chosen ones, else the one with the focus. */
  readonly chosenRows: RowView[] = $derived.by(() => {
    const chosen = this.unitRows.filter((r) => this.rows.has(r.row));
    return chosen.length > 0 ? chosen : this.focused ? [this.focused] : [];
  });

  get version(): ShownVersion | null {
    return this.#version;
  }

  set version(version: ShownVersion | null) {
    this.#looked = version;
  }

  /** Holds on to the file on screen: after a deed the list is sorted anew, and the file must not change under the eye. */
  hold() {
    const id = this.current?.id;
    if (id === undefined || id === this.file) return;
    if (this.file !== null) this.part = 0;
    this.file = id;
  }

  /** Shows a file, at its first part, as it is in force. */
  show(id: string) {
    this.version = null;
    if (id === this.file) return;
    this.file = id;
    this.part = 0;
    if (this.files.size > 0 && !this.files.has(id)) this.files = new Set();
  }

  /** Opens a link where it points. */
  follow(link: LinkView) {
    this.show(link.evidence);
    this.part = link.part ?? this.part;
    if (link.place) this.jumpTo = link.place;
  }

  /** Shows a file of an item at a place, as the core words it ("p. 3: “seen”", "para 7"): a hit of a search, a suggestion. */
  open(id: string, place: string | null = null, part = 0) {
    this.show(id);
    this.part = part;
    this.jumpTo = place;
  }

  /** Shows a version of an item at a place; the one in force is the item itself. */
  openVersion(id: string, version: VersionView, place: string | null = null, part = this.file === id ? this.part : 0) {
    this.open(id, place, part);
    const { number, accepted, files, decisions } = version;
    if (!version.current) this.version = { evidence: id, number, judged: decisions.length > 0, accepted: accepted !== null, files };
  }

  /** Puts the focus on a row of the unit on screen. */
  focus(row: string | null) {
    this.row = row;
    this.rows = new Set();
  }

  /** The next or previous file of the list that passes `wanted`, round and round; a file that a filter leaves out counts where it would stand. */
  beyond(by: 1 | -1, wanted: (e: EvidenceView) => boolean = () => true): EvidenceView | null {
    const [list, order] = [this.evidence, desk.portfolio?.evidence ?? []];
    const here = order.findIndex((e) => e.id === this.current?.id);
    const before = list.filter((e) => order.indexOf(e) < here).length;
    const listed = list.some((e) => e.id === this.current?.id);
    const from = listed || by < 0 ? before : before - 1;
    for (let i = 1; i <= list.length; i += 1) {
      const next = list[(from + by * i + list.length * 2) % list.length];
      if (next && wanted(next) && next.id !== this.current?.id) return next;
    }
    return null;
  }

  /** Steps to the next or previous file that passes `wanted`. False = there is none. */
  step(by: 1 | -1, wanted?: (e: EvidenceView) => boolean): boolean {
    const next = this.beyond(by, wanted);
    if (next) this.show(next.id);
    return next !== null;
  }

  /** Starts afresh where the portfolio is another learner's. */
  begin(learner: string | null) {
    if (learner !== this.learner) this.reset();
    this.learner = learner;
  }

  reset() {
    this.file = this.row = this.version = this.spent = null;
    this.part = 0;
    this.files = this.rows = new Set();
    this.filter = "all";
    this.criteria = "all";
    this.query = this.place = "";
    this.last = null;
    this.recent = [];
  }
}

/** Whether these are the files that are in force of the item. */
const inForce = (version: ShownVersion, item: EvidenceView) =>
  version.files.length === item.parts.length && version.files.every((f, i) => f.sha256 === item.parts[i]!.sha256);

/** Whether an item waits to be mapped. One whose place another took has given its links away and waits for nothing. */
export const isUnmapped = (e: EvidenceView) => e.mapped === 0 && e.standing !== "setAside" && e.replacedBy.length === 0;

/** Whether an item is in one of the lists on top of the evidence pane. */
export function passes(e: EvidenceView, filter: EvidenceFilter): boolean {
  switch (filter) {
    case "all": return e.standing !== "setAside";
    case "new": return e.standing === "new";
    case "unmapped": return e.standing === "accepted" && isUnmapped(e);
    case "mapped": return e.mapped > 0;
    case "noPlace": return e.withoutPlace > 0;
    case "changed": return e.standing === "accepted" && e.file === "changed";
    case "missing": return e.file === "missing";
    case "setAside": return e.standing === "setAside";
  }
}

function matches(e: EvidenceView, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${e.reference ?? ""} ${e.title} ${e.parts.map((p) => `${p.folder} ${p.fileName}`).join(" ")}`.toLowerCase();
  return words.every((w) => text.includes(w));
}

/** Links of a row that come from an item. */
export const linksFrom = (row: RowView, evidence: string | undefined) => row.links.filter((l) => l.evidence === evidence);

export const work = new Work();
