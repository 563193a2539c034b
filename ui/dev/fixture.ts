/** A desk made of the views in tests/fixtures, enough to click through every screen. It keeps no rule of assessment. */
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import type { Counts, DeedView, HitView, Outcome, PortfolioView, RowView, SamplingView, SearchView, SignOffView, UnitSummary, UnitTextView, WorkspaceView } from "../src/shared/bindings/bindings.ts";
import { parseCodes } from "../src/shared/codes.ts";
import type { Source } from "./desk.ts";
import { LOOK } from "./look.ts";

const view = <T>(name: string) => JSON.parse(readFileSync(`tests/fixtures/${name}.json`, "utf8")) as T;
const FILES: Record<string, [string, string]> = {
  pdf: ["sample.pdf", "application/pdf"], image: ["sample.jpg", "image/jpeg"], text: ["sample.txt", "text/plain;charset=utf-8"],
};
type Request = Record<string, string & string[] & Outcome>;

export class Fixture implements Source {
  #workspace: WorkspaceView;
  #portfolio = view<PortfolioView>("learner.show");
  #many: boolean;
  #past: { label: string; before: PortfolioView }[] = [];
  #gone: { label: string; before: PortfolioView }[] = [];

  constructor(mode: string) {
    this.#workspace = view(mode === "empty" ? "workspace.empty" : "workspace.show");
    this.#many = mode === "many";
    if (mode === "iv") this.#workspace.atDesk = "p-ben";
    if (mode === "bare") Object.assign(this.#portfolio, { evidence: [], undo: null });
    if (mode === "lost") this.#portfolio.folder.problem = "Folder not reachable. You can go on with decisions; previews return when it is back.";
  }

  /** Every item whose title holds one of the words, as if its text did. */
  #search(query: string): SearchView {
    const words = query.toLowerCase().split(/\W+/).filter(Boolean);
    const items = this.#portfolio.evidence.filter((e) => words.some((w) => e.title.toLowerCase().includes(w)));
    const hits = items.map((e): HitView => ({
      learner: this.#portfolio.learner.id, learnerName: this.#portfolio.learner.name, learnerApart: null, evidence: e.id, reference: e.reference, title: e.title, standing: e.standing,
      part: e.parts[0]!.part, place: "p. 1", page: 1, passage: 0, snippet: [{ text: "It says: ", hit: false }, { text: e.title, hit: true }], more: 0,
    }));
    return { hits, files: hits.length, leftOut: [], hint: null, searched: 7, waiting: 0 };
  }

  async call(name: string, raw: Record<string, unknown>): Promise<unknown> {
    const request = raw as Request;
    switch (name) {
      case "workspace.show": return this.#workspace;
      case "centre.look": return LOOK;
      case "text.status":
      case "text.stop": return { read: 7, without: 2, waiting: 0, left: 0, stopped: false, items: [] };
      case "search": return this.#search(String(raw.query));
      case "centre.init": return (this.#workspace = { ...this.#workspace, centre: { name: request.name!, number: request.number ?? "", partiallyMet: true } });
      case "desk.sit": return (this.#workspace = { ...this.#workspace, atDesk: request.person ?? null });
      case "person.add": {
        const person = { id: `p-${this.#workspace.people.length}`, name: request.name!, initials: request.name!.split(/\s+/).map((w) => w[0]).join(""), roles: raw.roles as never, hasSigningPassword: Boolean(request.password), hasSpecimen: false, specimenDraws: false, active: true, qualification: "", competence: "", cpd: "", countersigner: null, countersignerName: null, keys: [], warnings: [] };
        this.#workspace = { ...this.#workspace, people: [...this.#workspace.people, person] };
        return person;
      }
      case "learner.list": {
        const list = view<{ learners: unknown[]; totals: Record<string, number> }>(name);
        return this.#workspace.centre && this.#workspace.people.length > 1 ? list : { totals: { newFiles: 0, undecided: 0, readyToSign: 0, ivActions: 0, overdue: 0, due: 0 }, learners: [] };
      }
      case "unit.show": return Object.values(view<Record<string, UnitTextView>>(name)).find((u) => [u.summary.unit, u.summary.handle].includes(request.unit!)) ?? Promise.reject({ code: "notFound", message: "No such unit text." });
      case "learner.show": return this.#shown();
      case "signOff.show": return { ...view<Record<string, SignOffView>>(name)[request.unit!], signer: this.#workspace.people.find((p) => p.id === this.#workspace.atDesk)?.name ?? null };
      case "sampling.show": { const s = view<SamplingView>(name); s.samples.forEach((x) => (x.yours = this.#workspace.atDesk === "p-ben")); return s; }
      case "status.show":
      case "claim.list": return view(name);
      case "root.list": case "inkedPage.list": return [];
      case "preview.show": {
        const media = this.#portfolio.evidence.find((e) => e.id === request.evidence)?.parts[0]?.media ?? "other";
        return view<Record<string, unknown>>(name)[media] ?? { is: "nothing", reason: "There is no preview of this kind of file." };
      }
      case "preview.kind": return null;
      case "scan": return { new: 0, moved: 0, changed: 1, missing: 1, same: 0, unchanged: 11, lines: ["E004 changed"] };
      case "map": return this.#map(request);
      case "unmap": return this.#change(`unmap ${request.mappings!.length} link`, (p) => rows(p).forEach((r) => { r.links = r.links.filter((l) => !request.mappings!.includes(l.mapping)); if (!r.links.length && r.state === "mapped") r.state = "gap"; }));
      case "decide": return this.#decide(request);
      case "undo": return this.#back(this.#past, this.#gone);
      case "redo": return this.#back(this.#gone, this.#past);
      case "unit.list": return this.#many ? many(view<UnitSummary[]>(name)) : view(name);
      case "unit.read": return raw.fileToken ? view("unit.read.sheet") : view(name);
      case "unit.draft": return view<Record<string, unknown>>(name)[request.unit!];
      case "unit.match": return raw.draft;
      case "unit.save": return view<unknown[]>("unit.list")[0];
      case "links.offers": return view("links.offers.exact");
      case "suggest.forItem": return request.evidence === ("ev-3" as unknown) ? view(name) : { standing: "ready", why: null, suggestions: [], putAway: 0 };
      case "suggest.forGap": return view(name);
      case "suggest.switch": return { on: raw.on ?? true };
      case "history.show": case "unit.check": case "unit.revisions": case "unit.diff": case "qualification.list": case "qualification.check": case "unitSet.list": case "links.list": case "links.propose": case "links.sideBySide": return view(name);
      default: return { deed: "x", learner: this.#portfolio.learner.id, label: name, undoable: false, warnings: [] } satisfies DeedView;
    }
  }

  #shown(): PortfolioView {
    const ben = this.#workspace.atDesk === "p-ben";
    const none = this.#workspace.atDesk ? null : "Nobody is at the desk. Choose who you are at the top.";
    const may = { map: none, decide: none, sample: none ?? (ben ? null : this.#portfolio.may.sample) };
    return { ...this.#portfolio, may, undo: this.#past.at(-1)?.label ?? this.#portfolio.undo, redo: this.#gone.at(-1)?.label ?? null };
  }

  #change(label: string, work: (p: PortfolioView) => void): DeedView {
    this.#past.push({ label, before: structuredClone(this.#portfolio) });
    work(this.#portfolio);
    for (const u of this.#portfolio.units) u.counts = count(u.outcomes.flatMap((o) => o.rows));
    for (const u of this.#portfolio.units) for (const o of u.outcomes) o.counts = count(o.rows);
    for (const e of this.#portfolio.evidence) e.mapped = rows(this.#portfolio).filter((r) => r.links.some((l) => l.evidence === e.id)).length;
    return { deed: String(this.#past.length), learner: this.#portfolio.learner.id, label, undoable: true, warnings: [] };
  }

  #back(from: { label: string; before: PortfolioView }[], to: { label: string; before: PortfolioView }[]): DeedView {
    const last = from.pop();
    if (!last) throw { code: "nothingToUndo", message: "There is nothing to undo." };
    to.push({ label: last.label, before: this.#portfolio });
    this.#portfolio = last.before;
    return { deed: "x", learner: this.#portfolio.learner.id, label: last.label, undoable: false, warnings: [] };
  }

  #rowsFor(request: Request): RowView[] {
    const all = this.#portfolio.units.find((u) => u.unit === request.unit)?.outcomes.flatMap((o) => o.rows) ?? [];
    const byId = all.filter((r) => request.codes!.split(",").includes(r.row));
    return byId.length ? byId : (parseCodes(request.codes!, all)?.rows ?? []);
  }

  #map(request: Request): DeedView {
    const items = this.#portfolio.evidence.filter((e) => request.evidence!.includes(e.id));
    const to = this.#rowsFor(request);
    return this.#change(`map ${items.map((e) => e.reference ?? "E011").join(", ")} → ${to.map((r) => r.code).join(", ")}`, () => {
      for (const e of items) {
        if (e.standing === "new") Object.assign(e, { standing: "accepted", reference: "E011", method: "WP" });
        for (const r of to) {
          const page = /^p\. (\d+)/.exec(request.place ?? "");
          r.links.push({ mapping: `m-${Math.random()}`, evidence: e.id, reference: e.reference ?? "", title: e.title, place: request.place ?? null, part: null, page: page ? Number(page[1]) : null, method: (request.method as never) ?? e.method ?? "WP", by: "AO", file: e.file, confirm: null });
          if (r.state === "gap") r.state = "mapped";
        }
      }
    });
  }

  #decide(request: Request): DeedView {
    const to = this.#rowsFor(request);
    return this.#change(`decide ${to.map((r) => r.code).join(", ")} ${request.outcome}`, () => {
      for (const r of to) Object.assign(r, { state: request.outcome, disputed: [], decision: { decision: "d", outcome: request.outcome, reason: request.reason ?? "", date: request.date, recorded: new Date().toISOString(), by: "Ada Okafor", initials: "AO", reliedOn: r.links.length } });
    });
  }

  async bytes(_learner: string, evidence: string, part: number) {
    const media = this.#portfolio.evidence.find((e) => e.id === evidence)?.parts.find((p) => p.part === part)?.media ?? "other";
    const [name, type] = FILES[media] ?? [];
    return name && type ? { type, body: await readFile(`tests/fixtures/files/${name}`) } : null;
  }
}

/** A library of 500 units, to feel whether the list stays fluid. */
const many = (few: UnitSummary[]) => Array.from({ length: 500 }, (_, i) => ({ ...few[i % few.length]!, unit: `unit-${i}`, handle: `unit-${i}`, number: `B${i}`, qualification: `Qualification ${i % 23}` }));

const rows = (p: PortfolioView) => p.units.flatMap((u) => u.outcomes.flatMap((o) => o.rows));

function count(all: RowView[]): Counts {
  const n = (...s: string[]) => all.filter((r) => s.includes(r.state)).length;
  return { rows: all.length, met: n("met", "rpl", "creditTransfer"), partiallyMet: n("partiallyMet"), notYetMet: n("notYetMet"), mapped: n("mapped"), gaps: n("gap"), inDispute: n("inDispute"), withoutPlace: all.flatMap((r) => r.links).filter((l) => !l.place).length };
}
