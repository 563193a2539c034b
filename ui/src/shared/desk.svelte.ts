/**
 * What is on screen: the views as the core gave them, which screen, which learner and unit. Every view is fetched
 * again after a deed and whenever the host says that the workspace changed. Refuses to know what views mean.
 */
import type {
  CaseloadView, ClaimLineView, HistoryLine, PersonView, PortfolioView, SamplingView, SignOffView, StatusView, UnitSummary, UnitView, WorkspaceView,
} from "./bindings/bindings";
import { call, isFailure, type Failure } from "./host";

export const SCREENS = ["caseload", "portfolio", "matrix", "signoff", "sampling", "claims", "units", "settings"] as const;
export type Screen = (typeof SCREENS)[number];
/** Screens about one learner. */
export const ABOUT_LEARNER: ReadonlySet<Screen> = new Set<Screen>(["portfolio", "matrix", "signoff", "sampling"]);

class Desk {
  workspace = $state.raw<WorkspaceView | null>(null);
  caseload = $state.raw<CaseloadView | null>(null);
  portfolio = $state.raw<PortfolioView | null>(null);
  signOff = $state.raw<SignOffView | null>(null);
  sampling = $state.raw<SamplingView | null>(null);
  status = $state.raw<StatusView | null>(null);
  claims = $state.raw<ClaimLineView[] | null>(null);
  library = $state.raw<UnitSummary[] | null>(null);
  history = $state.raw<HistoryLine[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  screen = $state<Screen>("caseload");
  learner = $state<string | null>(null);
  unitId = $state<string | null>(null);
  savedAt = $state<string | null>(null);
  /** Set while something is unsaved: is given the way on, and takes it when the person agrees. */
  hold: ((go: () => void) => void) | null = null;

  readonly person: PersonView | null = $derived.by(
    () => this.workspace?.people.find((p) => p.id === this.workspace?.atDesk) ?? null,
  );
  readonly units: UnitView[] = $derived(this.portfolio?.units ?? []);
  readonly unit: UnitView | null = $derived.by(
    () => this.units.find((u) => u.unit === this.unitId) ?? this.units[0] ?? null,
  );

  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  /** Goes to a screen, of a learner where it is about one. */
  async go(screen: Screen, learner: string | null = this.learner, unit: string | null = this.unitId): Promise<void> {
    if (this.hold) return this.hold(() => void this.#go(screen, learner, unit));
    await this.#go(screen, learner, unit);
  }

  async #go(screen: Screen, learner: string | null, unit: string | null) {
    if (learner !== this.learner) this.portfolio = null;
    if (learner !== this.learner || unit !== this.unitId) this.signOff = null;
    if (learner !== this.learner) this.sampling = this.history = this.status = null;
    this.screen = ABOUT_LEARNER.has(screen) && !learner ? "caseload" : screen;
    this.learner = learner;
    this.unitId = unit;
    const parts = [this.screen, learner, unit].filter((p): p is string => Boolean(p));
    globalThis.history?.replaceState(null, "", `#/${parts.map(encodeURIComponent).join("/")}`);
    await this.refresh();
  }

  /** Opens another unit of the same learner. */
  async openUnit(unit: string) {
    await this.go(this.screen, this.learner, unit);
  }

  /** Reads the address of the page, so that a reload comes back to the same place. */
  async restore(hash: string) {
    const [screen, learner, unit] = hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
    const known = SCREENS.find((s) => s === screen);
    await this.go(known ?? "caseload", learner || null, unit || null);
  }

  /** Fetches again what is on screen. Calls that come while one is under way share the one that follows it. */
  refresh(): Promise<void> {
    if (!this.#running) return (this.#running = this.#load().finally(() => (this.#running = null)));
    return (this.#next ??= this.#running.then(() => {
      this.#next = null;
      return this.refresh();
    }));
  }

  async #load() {
    try {
      this.workspace = await call("workspace.show", {});
      if (this.workspace.centre) await this.#fetch();
      this.failure = null;
    } catch (error) {
      this.failure = isFailure(error) ? error : { code: "unexpected", message: String(error) };
    }
  }

  async #fetch() {
    const learner = this.learner;
    // The settings list the learners too, and a history file that is brought in there brings further ones.
    if (this.screen === "caseload" || this.screen === "settings" || !this.caseload) this.caseload = await call("learner.list", {});
    if (this.screen === "units" || !this.library) this.library = await call("unit.list", {});
    if (this.screen === "claims") this.claims = await call("claim.list", {});
    if (!learner || !ABOUT_LEARNER.has(this.screen)) return;
    // What comes late is about somebody, or some unit, that is no longer on screen: the reading that follows brings theirs.
    const still = () => learner === this.learner;
    const portfolio = await call("learner.show", { learner });
    if (!still()) return;
    this.portfolio = portfolio;
    if (!this.unitId || !portfolio.units.some((u) => u.unit === this.unitId)) this.unitId = portfolio.units[0]?.unit ?? null;
    if (this.screen === "signoff" && this.unitId) await this.#fetchSignOff(learner, this.unitId);
    if (still() && this.screen === "sampling") {
      const sampling = await call("sampling.show", { learner });
      if (still()) this.sampling = sampling;
    }
    if (still() && this.history) await this.loadHistory();
  }

  async #fetchSignOff(learner: string, unit: string) {
    const still = () => learner === this.learner && unit === this.unitId;
    const signOff = await call("signOff.show", { learner, unit });
    if (!still()) return;
    this.signOff = signOff;
    const status = await call("status.show", { learner });
    if (still()) this.status = status;
  }

  async loadHistory() {
    const learner = this.learner;
    if (!learner) return;
    const history = await call("history.show", { learner });
    if (learner === this.learner) this.history = history;
  }
}

export const desk = new Desk();
