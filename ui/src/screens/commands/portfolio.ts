/** Commands of one learner's portfolio: map, decide, files, undo. Whether something is allowed, the core says. */
import type { Availability, Command } from "../../shared/commands";
import { attempt, complain, deed, redo, undo } from "../../shared/deeds";
import { takeFirst } from "../../links/take";
import { desk } from "../../shared/desk.svelte";
import { dialogs } from "../../shared/dialogs.svelte";
import { fileOf } from "../../shared/format";
import { nextGap } from "../../shared/gaps";
import { call, openEvidence, openPaper, pickFolder, pickSave, revealEvidence } from "../../shared/host";
import { t } from "../../shared/i18n";
import { placed, turn } from "../../shared/mapping";
import { offers } from "../../shared/offers.svelte";
import { suggestions, take as takeSuggestion } from "../../shared/suggestions.svelte";
import { toasts } from "../../shared/toasts.svelte";
import { isUnmapped, linksFrom, work, type LastMapping } from "../../shared/work.svelte";
import { stage } from "../../preview/stage.svelte";

const here = () => desk.portfolio !== null && desk.learner !== null;
const may = (act: "map" | "decide"): Availability => here() && (desk.portfolio!.may[act] ?? desk.unit?.closed ?? true);
/** Why the person at the desk may not map or decide here now; null = may. */
export const refused = (act: "map" | "decide"): string | null => {
  const can = may(act);
  return typeof can === "string" ? can : null;
};
/** Links are made to the version in force, and made while it is looked at. */
const inForce = (then: () => Availability): Availability => (work.version ? t("versions.noMapping") : then());
const mapFile = (): Availability => inForce(() => (work.current ? may("map") : t("map.noFile")));
const onFile = (): Availability => here() && (work.current ? true : t("map.noFile"));
const shown = () => stage.media ?? work.currentPart?.media;
const recording = (): Availability => here() && (shown() === "audio" || shown() === "video") && inForce(() => may("map"));
const touch = (): Availability => here() && (desk.portfolio!.may.map ?? (work.current ? true : t("map.noFile")));

async function toggle() {
  const row = work.focused;
  if (!row) return toasts.say(t("map.noRow"));
  const does = turn([row], work.targets.map((e) => e.id));
  if (does.kind === "unlink") await deed("unmap", { learner: desk.learner!, mappings: does.mappings });
  else await mapHere(does.evidence, { unit: desk.unit!.unit, codes: row.code, method: null }, row.row);
}

/** Maps from what the preview shows: the place on screen goes with the file on screen, and what was picked out in it is spent. */
async function mapHere(evidence: string[], last: LastMapping, codes = last.codes) {
  const place = work.place;
  if (!(await deed("map", { learner: desk.learner!, unit: last.unit, evidence, codes, ...placed(place, work.current?.id, evidence), method: last.method ?? undefined }))) return;
  work.last = last;
  work.spent = place;
}

async function unlink() {
  const links = work.chosenRows.flatMap((r) => linksFrom(r, work.current?.id));
  if (links.length === 0) toasts.say(t("map.noLink"));
  else await deed("unmap", { learner: desk.learner!, mappings: links.map((l) => l.mapping) });
}

const repeat = () => mapHere(work.targets.map((e) => e.id), work.last!);

async function gap(step: 1 | -1) {
  const spot = nextGap(desk.units, { unit: desk.unit?.unit ?? "", row: work.row }, step);
  if (!spot) return void toasts.say(t("gap.none"));
  if (spot.unit !== desk.unit?.unit) await desk.openUnit(spot.unit);
  if (work.criteria === "thisFile") work.criteria = "all";
  work.focus(spot.row);
  setTimeout(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(spot.row)}"]`)?.focus());
}

function stepUnit(by: 1 | -1) {
  const at = desk.units.findIndex((u) => u.unit === desk.unit?.unit);
  const next = desk.units[(at + by + desk.units.length) % desk.units.length];
  if (next) void desk.openUnit(next.unit);
}

async function scan() {
  const found = await attempt(() => call("scan", { learner: desk.learner! }));
  if (!found) return;
  if (found.goesOn || found.stopped) return void toasts.say(t(found.goesOn ? "scan.goesOn" : "scan.stopped"));
  const parts = (["new", "moved", "changed", "missing"] as const).filter((k) => found[k] > 0).map((k) => t(`scan.${k}`, { n: found[k] }));
  // A folder that could not be read has nothing new to tell, and says why.
  toasts.say(parts.length > 0 ? parts.join(" · ") : (desk.portfolio?.folder.problem ?? t("scan.nothing")));
}

async function chooseFolder() {
  const folder = await pickFolder(t("learner.folderTitle")).catch(complain);
  if (!folder) return;
  if (await attempt(() => call("learner.folder", { learner: desk.learner!, folderToken: folder.token }))) await scan();
}

async function accept() {
  const ids = work.targets.map((e) => e.id);
  if (await deed("evidence.accept", { learner: desk.learner!, evidence: ids })) work.files = new Set();
}

async function paper() {
  const made = await attempt(() => call("matrix.paper", { learner: desk.learner!, unit: desk.unit!.unit }));
  if (!made) return;
  toasts.say(t("paper.made", { name: made.name, n: made.pages }), made.paper ? { action: { label: t("paper.open"), run: () => void openPaper(made.paper!).catch(complain) } } : {});
}

async function saveAs() {
  const to = await pickSave(t("command.paperAs"), `${fileOf(desk.portfolio!.learner)} ${desk.unit!.handle}.pdf`).catch(complain);
  const made = to && (await attempt(() => call("matrix.paper", { learner: desk.learner!, unit: desk.unit!.unit, saveToken: to.token })));
  if (to && made) toasts.say(t("paper.saved", { name: to.label, n: made.pages }));
}

const part = () => [desk.learner!, work.current!.id, work.currentPart?.part ?? 0] as const;
const version = () => work.version?.files[work.part]?.sha256 ?? work.version?.files[0]?.sha256;
const command = (c: Omit<Command, "where"> & Partial<Pick<Command, "where">>): Command => ({ where: "portfolio", ...c });

export const portfolioCommands: Command[] = [
  command({ id: "map.pick", label: "command.map", group: "map", keys: ["m", "/"], when: mapFile, run: () => dialogs.show({ kind: "picker", typed: "" }) }),
  command({ id: "map.repeat", label: "command.repeat", group: "map", keys: ["."], when: () => (work.last ? mapFile() : t("map.nothingYet")), run: repeat }),
  command({ id: "map.toggle", label: "command.toggle", group: "map", keys: [], when: mapFile, run: toggle }),
  command({ id: "map.unlink", label: "command.unlink", group: "map", keys: ["u"], when: mapFile, run: unlink }),
  command({ id: "offer.take", label: "command.offerTake", group: "map", where: "learner", keys: ["l"], when: () => here() && offers.list.length > 0, run: takeFirst }),
  command({ id: "offer.dismiss", label: "offer.dismiss", group: "map", where: "learner", keys: ["Escape"], when: () => offers.list.length > 0, run: () => offers.dismiss() }),
  command({ id: "suggestion.next", label: "command.suggestNext", group: "map", keys: ["s"], when: () => here() && suggestions.list.length > 0, run: () => suggestions.next() }),
  command({ id: "suggestion.take", label: "command.suggestTake", group: "map", keys: ["y"], when: () => here() && suggestions.chosen !== null && inForce(() => desk.portfolio!.may.map ?? true), run: () => takeSuggestion(suggestions.chosen!) }),
  command({ id: "suggestion.away", label: "command.suggestAway", group: "map", keys: [], when: () => here() && suggestions.chosen !== null, run: () => suggestions.putOff(suggestions.chosen!) }),
  command({ id: "mark.drop", label: "command.dropMark", group: "map", keys: ["t"], when: recording, run: () => stage.drop() }),
  command({ id: "decide", label: "command.decide", group: "decide", keys: ["d"], when: () => may("decide"), run: () => dialogs.show({ kind: "decide" }) }),
  command({ id: "decide.mapped", label: "command.decideMapped", group: "decide", keys: ["Shift+d"], when: () => may("decide"), run: () => dialogs.show({ kind: "decide", scope: "mapped" }) }),
  command({ id: "decide.file", label: "command.decideFile", group: "decide", keys: [], when: () => (work.current ? may("decide") : t("map.noFile")), run: () => dialogs.show({ kind: "decide", scope: "thisFile" }) }),
  command({ id: "declaration", label: "command.declaration", group: "decide", where: "learner", keys: [], when: here, run: () => dialogs.show({ kind: "declaration" }) }),
  command({ id: "gap.next", label: "command.nextGap", group: "decide", keys: ["n"], when: here, run: () => gap(1) }),
  command({ id: "gap.previous", label: "command.previousGap", group: "decide", keys: ["Shift+n"], when: here, run: () => gap(-1) }),
  command({ id: "criterion.open", label: "command.detail", group: "decide", keys: [], when: () => here() && work.focused !== null, run: () => dialogs.show({ kind: "criterion", row: work.row! }) }),
  command({ id: "criteria.done", label: "command.hideDone", group: "view", keys: ["h"], when: here, run: () => (work.criteria = work.criteria === "gaps" ? "all" : "gaps") }),
  command({ id: "unit.next", label: "command.nextUnit", group: "go", keys: ["]"], when: here, run: () => stepUnit(1) }),
  command({ id: "unit.previous", label: "command.previousUnit", group: "go", keys: ["["], when: here, run: () => stepUnit(-1) }),
  command({ id: "file.next", label: "command.nextFile", group: "files", keys: ["j"], when: here, run: () => work.step(1) }),
  command({ id: "file.previous", label: "command.previousFile", group: "files", keys: ["k"], when: here, run: () => work.step(-1) }),
  command({ id: "file.unmapped", label: "command.nextUnmapped", group: "files", keys: ["Shift+j"], when: here, run: () => work.step(1, isUnmapped) || toasts.say(t("files.allMapped")) }),
  command({ id: "evidence.accept", label: "command.accept", group: "files", keys: ["a"], when: touch, run: accept }),
  command({ id: "evidence.together", label: "command.together", group: "files", keys: [], when: () => (work.targets.length > 1 ? touch() : t("files.chooseSeveral")), run: () => dialogs.show({ kind: "together" }) }),
  command({ id: "evidence.setAside", label: "command.setAside", group: "files", keys: ["x"], when: touch, run: () => dialogs.show({ kind: "setAside" }) }),
  command({ id: "evidence.describe", label: "command.describe", group: "files", keys: ["F2"], when: touch, run: () => dialogs.show({ kind: "describe" }) }),
  command({ id: "evidence.replace", label: "command.replace", group: "files", keys: ["r"], when: touch, run: () => dialogs.show({ kind: "replace" }) }),
  command({ id: "evidence.versions", label: "command.versions", group: "files", keys: ["v"], when: onFile, run: () => dialogs.show({ kind: "versions" }) }),
  command({ id: "evidence.inSitu", label: "command.inSitu", group: "files", keys: [], when: () => here() && (desk.portfolio!.may.map ?? true), run: () => dialogs.show({ kind: "inSitu" }) }),
  command({ id: "evidence.open", label: "command.open", group: "files", keys: ["$mod+o"], when: onFile, run: () => openEvidence(...part(), version()).catch(complain) }),
  command({ id: "evidence.reveal", label: "command.reveal", group: "files", keys: ["$mod+Shift+r"], when: () => (work.version ? t("versions.noReveal") : onFile()), run: () => revealEvidence(...part()).catch(complain) }),
  command({ id: "folder.scan", label: "command.scan", group: "files", where: "learner", keys: ["F5"], when: here, run: scan }),
  command({ id: "folder.stop", label: "command.stopReading", group: "files", where: "*", keys: [], when: () => (desk.workspace?.watching.reading ? true : t("folder.notReading")), run: () => attempt(() => call("scan.stop", {})) }),
  command({ id: "folder.goOn", label: "command.goOnReading", group: "files", where: "*", keys: [], when: () => (desk.workspace?.watching.stopped ? true : t("folder.noneStopped")), run: () => attempt(() => call("scan.goOn", {})) }),
  command({ id: "folder.choose", label: "command.chooseFolder", group: "files", where: "learner", keys: [], when: here, run: chooseFolder }),
  command({ id: "undo", label: "command.undo", group: "desk", where: "learner", keys: ["$mod+z"], when: () => here() && (desk.portfolio!.undo ? true : t("undo.none")), run: undo }),
  command({ id: "redo", label: "command.redo", group: "desk", where: "learner", keys: ["$mod+Shift+z", "$mod+y"], when: () => here() && (desk.portfolio!.redo ? true : t("redo.none")), run: redo }),
  command({ id: "history", label: "command.history", group: "desk", where: "learner", keys: [], when: here, run: () => dialogs.show({ kind: "history" }) }),
  command({ id: "unit.add", label: "command.addUnit", group: "desk", where: "learner", keys: [], when: here, run: () => dialogs.show({ kind: "addUnit" }) }),
  command({ id: "learner.facts", label: "learner.edit", group: "desk", where: "learner", keys: [], when: here, run: () => dialogs.show({ kind: "learnerFacts", learner: desk.learner! }) }),
  command({ id: "learner.erase", label: "command.erase", group: "desk", where: "learner", keys: [], when: here, run: () => dialogs.show({ kind: "erase", learner: desk.learner! }) }),
  command({ id: "unit.withdraw", label: "command.withdrawUnit", group: "desk", where: "learner", keys: [], when: () => here() && desk.unit !== null && desk.unit.status !== "withdrawn", run: () => dialogs.show({ kind: "withdrawUnit", unit: desk.unit!.unit }) }),
  command({ id: "unit.reopen", label: "command.reopen", group: "decide", where: "learner", keys: [], when: () => here() && desk.unit?.signOff != null && (desk.portfolio!.may.decide ?? true), run: () => dialogs.show({ kind: "reopen" }) }),
  command({ id: "matrix.paper", label: "command.paper", group: "desk", where: "learner", keys: ["$mod+e"], when: () => here() && desk.unit !== null, run: paper }),
  command({ id: "matrix.saveAs", label: "command.paperAs", group: "desk", where: "learner", keys: [], when: () => here() && desk.unit !== null, run: saveAs }),
  command({ id: "print", label: "command.print", group: "desk", where: "learner", keys: ["$mod+Shift+e"], when: here, run: () => dialogs.show({ kind: "print" }) }),
];
