// Made by the core's tests from its Rust types. Do not edit: UPDATE_BINDINGS=1 cargo test writes it.

export type ActionNote = { 
/**
 * Name or id of the learner; may be absent.
 */
learner?: string, 
/**
 * Id of the action (finding).
 */
action: string, 
/**
 * What was done, or why it is closed.
 */
note: string, };

export type ActionView = { 
/**
 * Id of the finding that asks for it.
 */
action: string, 
/**
 * Sample number.
 */
sample: string, 
/**
 * Unit id.
 */
unit: string, 
/**
 * Row id.
 */
row: string, 
/**
 * "2.3".
 */
code: string, 
/**
 * What is asked.
 */
reason: string, 
/**
 * ISO date.
 */
due: string | null, 
/**
 * True once the assessor has answered and the IV must close.
 */
answered: boolean, };

export type BoardLinkView = { 
/**
 * Id of the link. Where a link is in dispute it is listed once for each statement.
 */
link: string, 
/**
 * The first side.
 */
from: LinkSideView, 
/**
 * The second side.
 */
to: LinkSideView, 
/**
 * How the first stands to the second.
 */
relation: Relation, 
/**
 * What the first asks beyond the second.
 */
beyondFrom: string, 
/**
 * What the second asks beyond the first.
 */
beyondTo: string, 
/**
 * Where the link comes from.
 */
source: string, 
/**
 * Who stated it.
 */
by: string, 
/**
 * ISO date on which it was recorded.
 */
at: string, 
/**
 * May be followed with one key.
 */
oneKey: boolean, 
/**
 * Why not, in words.
 */
whyNotOneKey: string | null, 
/**
 * More than one statement stands: shown, not offered.
 */
disputed: boolean, 
/**
 * Why, in words.
 */
dispute: string | null, };

export type CaseloadRow = { 
/**
 * Id of the learner's portfolio.
 */
learner: string, 
/**
 * Name.
 */
name: string, 
/**
 * Qualifications of the learner's units, each once.
 */
qualifications: Array<string>, 
/**
 * Brands of the boards, e.g. "Pearson EDI".
 */
boards: Array<string>, 
/**
 * Units being worked on.
 */
units: number, 
/**
 * Criteria in those units.
 */
criteria: number, 
/**
 * Criteria met, RPL or credit transfer.
 */
met: number, 
/**
 * Criteria partially met.
 */
partiallyMet: number, 
/**
 * Criteria without any evidence and not met.
 */
gaps: number, 
/**
 * Files nobody has dealt with.
 */
newFiles: number, 
/**
 * Criteria with evidence and no decision.
 */
undecided: number, 
/**
 * Units ready to be signed.
 */
readyToSign: number, 
/**
 * Units signed off.
 */
signed: number, 
/**
 * Open IV actions.
 */
ivActions: number, 
/**
 * One plain line: what to do next.
 */
nextAction: string, 
/**
 * ISO date of the last deed.
 */
lastActivity: string | null, 
/**
 * Null when the folder can be reached; else the reason in words.
 */
folderProblem: string | null, };

export type CaseloadTotals = { 
/**
 * Files seen that nobody has accepted, mapped or set aside.
 */
newFiles: number, 
/**
 * Criteria with evidence mapped and no decision.
 */
undecided: number, 
/**
 * Units with every criterion met and not signed.
 */
readyToSign: number, 
/**
 * Open actions asked for by an IV.
 */
ivActions: number, };

export type CaseloadView = { 
/**
 * The four numbers that are also filters.
 */
totals: CaseloadTotals, 
/**
 * In order of name.
 */
learners: Array<CaseloadRow>, };

export type CentreInit = { 
/**
 * Centre name.
 */
name: string, 
/**
 * Centre number.
 */
number?: string, };

export type CentreView = { 
/**
 * Name as it stands on paper.
 */
name: string, 
/**
 * Centre number, empty when not recorded.
 */
number: string, };

export type CheckView = { 
/**
 * Books read.
 */
books: number, 
/**
 * Entries read.
 */
entries: number, 
/**
 * Kept files read.
 */
files: number, 
/**
 * Evidence files that are not as recorded, in words. No fault of the records.
 */
evidence: Array<string>, };

export type Counts = { 
/**
 * Rows to be decided (criteria, and outcomes without one).
 */
rows: number, 
/**
 * Met, RPL or credit transfer.
 */
met: number, 
/**
 * Partially met.
 */
partiallyMet: number, 
/**
 * Not yet met.
 */
notYetMet: number, 
/**
 * Evidence mapped, no decision.
 */
mapped: number, 
/**
 * No evidence, no decision.
 */
gaps: number, 
/**
 * More than one decision stands.
 */
inDispute: number, 
/**
 * Links without a place.
 */
withoutPlace: number, };

export type Decide = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * "2.3", "1.1-1.4,2.3", or row ids.
 */
codes: string, 
/**
 * Judgement.
 */
outcome: Outcome, 
/**
 * Required for partially met and not yet met.
 */
reason?: string, 
/**
 * ISO date of judgement; today when absent.
 */
date?: string, };

export type DecisionView = { 
/**
 * Id of the decision.
 */
decision: string, 
/**
 * What was decided.
 */
outcome: Outcome, 
/**
 * Reason or feedback, may be empty.
 */
reason: string, 
/**
 * Date of judgement, ISO.
 */
date: string, 
/**
 * When it was recorded, ISO 8601.
 */
recorded: string, 
/**
 * Name of the assessor.
 */
by: string, 
/**
 * Initials.
 */
initials: string, 
/**
 * How many links it rests on.
 */
reliedOn: number, };

export type DeedView = { 
/**
 * Id of the deed.
 */
deed: string, 
/**
 * Named in the user's words: "map E007 → 2.3".
 */
label: string, 
/**
 * Things done that the person should know, e.g. "1 link without a place".
 */
warnings: Array<string>, };

export type DeskSit = { 
/**
 * Name or id; null = nobody.
 */
person?: string, };

export type EvidenceAccept = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Evidence ids, references or file names.
 */
evidence: Array<string>, 
/**
 * True: all of them are one item of several parts.
 */
together?: boolean, 
/**
 * Title; the file's name when absent.
 */
title?: string, 
/**
 * Default method.
 */
method?: Method, };

export type EvidenceDescribe = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Evidence id or reference.
 */
evidence: string, 
/**
 * New title.
 */
title?: string, 
/**
 * New default method.
 */
method?: Method, };

export type EvidenceSetAside = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Evidence ids, references or file names.
 */
evidence: Array<string>, 
/**
 * Why.
 */
reason: string, };

export type EvidenceStanding = "new" | "accepted" | "setAside";

export type EvidenceView = { 
/**
 * Id, stable.
 */
id: string, 
/**
 * "E007", or "E012·AO" where two desks gave one number; null while new or set aside.
 */
reference: string | null, 
/**
 * Title, by default the file's name.
 */
title: string, 
/**
 * What a person has done with it.
 */
standing: EvidenceStanding, 
/**
 * Worst standing of its files.
 */
file: FileStanding, 
/**
 * Default method.
 */
method: Method | null, 
/**
 * The files of the item, one or more, in order.
 */
parts: Array<PartView>, 
/**
 * Number of criteria it is mapped to.
 */
mapped: number, 
/**
 * Number of its links without a place.
 */
withoutPlace: number, 
/**
 * Why it is not evidence.
 */
setAsideReason: string | null, 
/**
 * ISO date on which it was first seen.
 */
added: string, };

export type FileStanding = "present" | "changed" | "missing" | "unknown";

export type FindingMake = { 
/**
 * Name or id of the learner; may be absent where the sample is known by its id.
 */
learner?: string, 
/**
 * Sample id or number.
 */
sample: string, 
/**
 * Code or row id.
 */
code: string, 
/**
 * Judgement.
 */
judgement: Judgement, 
/**
 * Required unless agreed.
 */
reason?: string, 
/**
 * ISO date, for actions.
 */
due?: string, };

export type FindingView = { 
/**
 * Id.
 */
finding: string, 
/**
 * Agree, action required, disagree.
 */
judgement: Judgement, 
/**
 * Reason.
 */
reason: string, 
/**
 * ISO date by which an action is due.
 */
due: string | null, 
/**
 * IV.
 */
by: string, 
/**
 * ISO 8601.
 */
at: string, 
/**
 * Why it no longer fits; null = it does.
 */
stale: string | null, 
/**
 * The assessor's answer.
 */
answer: NoteView | null, 
/**
 * The IV's closing.
 */
closed: NoteView | null, };

export type FolderView = { 
/**
 * Shown to the person; null when no folder is chosen on this machine.
 */
label: string | null, 
/**
 * Null when reachable; else why not.
 */
problem: string | null, 
/**
 * When it was last read, ISO 8601.
 */
scannedAt: string | null, 
/**
 * Files passed over by a rule, one line a rule: "2 lock files (~$…)".
 */
ignored: Array<string>, 
/**
 * Things that are not evidence files, with the reason: "shortcut.lnk: a link, not followed".
 */
refused: Array<string>, };

export type GateView = { 
/**
 * Stable name, e.g. "everyCriterionMet".
 */
gate: string, 
/**
 * Passed.
 */
passed: boolean, 
/**
 * False = a warning only.
 */
blocks: boolean, 
/**
 * Plain words, naming what fails: "2.1, 3.1 and 4.1 are not decided".
 */
text: string, 
/**
 * Rows to go to.
 */
rows: Array<string>, 
/**
 * Evidence to go to.
 */
evidence: Array<string>, };

export type HereView = { 
/**
 * Board.
 */
board: string, 
/**
 * False = "unconfirmed".
 */
boardConfirmed: boolean, 
/**
 * Level.
 */
level: string, 
/**
 * Where the text comes from.
 */
source: string, 
/**
 * Code.
 */
code: string, 
/**
 * Text.
 */
text: string, };

export type HistoryLine = { 
/**
 * Id of the deed.
 */
deed: string, 
/**
 * What was done, in words.
 */
what: string, 
/**
 * By whom; "set-up" for deeds without a person.
 */
by: string, 
/**
 * When, ISO 8601 with the offset of the desk it was done at.
 */
at: string, 
/**
 * Whether the deed has been undone since.
 */
undone: boolean, 
/**
 * Rows (criteria or outcomes) that it speaks of.
 */
rows: Array<string>, };

export type JournalFile = { 
/**
 * File.
 */
file: string, 
/**
 * Name or id of a learner; everything when absent.
 */
learner?: string, };

export type JournalView = { 
/**
 * Books.
 */
books: number, 
/**
 * Entries written or newly admitted.
 */
entries: number, 
/**
 * Entries that were here already.
 */
known: number, };

export type Judgement = "agree" | "action" | "disagree";

export type LearnerAdd = { 
/**
 * Name.
 */
name: string, 
/**
 * Folder on this machine where evidence arrives.
 */
folder?: string, 
/**
 * Handles or ids of units.
 */
units?: Array<string>, 
/**
 * Unique learner number.
 */
uln?: string, 
/**
 * Registration number.
 */
registrationNumber?: string, 
/**
 * ISO date.
 */
registrationDate?: string, 
/**
 * ISO date.
 */
start?: string, 
/**
 * ISO date.
 */
plannedEnd?: string, 
/**
 * Employer.
 */
employer?: string, 
/**
 * Assessment site.
 */
site?: string, 
/**
 * Name of the assessor.
 */
assessor?: string, 
/**
 * Name of the internal verifier.
 */
iv?: string, };

export type LearnerFolder = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Folder.
 */
folder: string, };

export type LearnerOnly = { 
/**
 * Name or id.
 */
learner: string, };

export type LearnerUnit = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, };

export type LearnerView = { 
/**
 * Id of the portfolio.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Unique learner number, 10 digits.
 */
uln: string, 
/**
 * Registration number with the awarding organisation.
 */
registrationNumber: string, 
/**
 * ISO date.
 */
registrationDate: string, 
/**
 * ISO date.
 */
start: string, 
/**
 * ISO date.
 */
plannedEnd: string, 
/**
 * Employer.
 */
employer: string, 
/**
 * Assessment site.
 */
site: string, 
/**
 * Name of the assessor.
 */
assessor: string, 
/**
 * Name of the internal verifier.
 */
iv: string, };

export type LinkDrop = { 
/**
 * Link.
 */
link: string, 
/**
 * Why.
 */
reason: string, };

export type LinkDroppedView = { 
/**
 * The link.
 */
link: string, };

export type LinkEndpoint = { 
/**
 * Unit: handle or id.
 */
unit: string, 
/**
 * Criterion: code or row id.
 */
row: string, };

export type LinkProposalView = { 
/**
 * The first side.
 */
from: LinkSideView, 
/**
 * The second side.
 */
to: LinkSideView, 
/**
 * Guessed; never exact.
 */
relation: Relation, 
/**
 * 0 to 1: how much of their words the two share, rare words counting more.
 */
score: number, 
/**
 * The words that both share, the weightiest first.
 */
why: Array<string>, 
/**
 * Words of the first that the second lacks.
 */
beyondFrom: string, 
/**
 * Words of the second that the first lacks.
 */
beyondTo: string, 
/**
 * The link that there is already between these two.
 */
existing: string | null, };

export type LinkSave = { 
/**
 * The link that this changes; absent = a new one.
 */
link?: string, 
/**
 * One side.
 */
from: LinkEndpoint, 
/**
 * The other.
 */
to: LinkEndpoint, 
/**
 * How the first stands to the second.
 */
relation: Relation, 
/**
 * What the first asks beyond the second.
 */
beyondFrom?: string, 
/**
 * What the second asks beyond the first.
 */
beyondTo?: string, 
/**
 * Where the link comes from; "worked out here" when absent.
 */
source?: string, };

export type LinkSideView = { 
/**
 * Unit id.
 */
unit: string, 
/**
 * Short name.
 */
handle: string, 
/**
 * Unit title.
 */
title: string, 
/**
 * Board.
 */
board: string, 
/**
 * False = "unconfirmed".
 */
boardConfirmed: boolean, 
/**
 * "3"; "3 (of the qualification)" where the unit itself states none; empty = not stated.
 */
level: string, 
/**
 * Where the text comes from, in words.
 */
source: string, 
/**
 * Criterion or outcome id.
 */
row: string, 
/**
 * "2.3".
 */
code: string, 
/**
 * Text as it reads now.
 */
text: string, 
/**
 * It no longer reads as it did when the link was made.
 */
textChanged: boolean, };

export type LinkView = { 
/**
 * Id of the link.
 */
mapping: string, 
/**
 * Evidence id.
 */
evidence: string, 
/**
 * "E007".
 */
reference: string, 
/**
 * Title of the item.
 */
title: string, 
/**
 * Place as shown, e.g. "p. 2–3"; null = no place given.
 */
place: string | null, 
/**
 * First page of the place, to jump there.
 */
page: number | null, 
/**
 * By which method.
 */
method: Method, 
/**
 * Initials of who put it forward.
 */
by: string, 
/**
 * How the file stands now.
 */
file: FileStanding, };

export type LinksExport = { 
/**
 * File to write.
 */
out: string, 
/**
 * Only those of this unit.
 */
unit?: string, 
/**
 * And of this one on the other side.
 */
other?: string, };

export type LinksImport = { 
/**
 * File.
 */
file?: string, 
/**
 * Links as read by `unit.read`.
 */
stated?: Array<StatedLink>, 
/**
 * Where those come from, in words.
 */
source?: string, };

export type LinksList = { 
/**
 * Only those of this unit.
 */
unit?: string, 
/**
 * And of this one on the other side.
 */
other?: string, };

export type LinksOffers = { 
/**
 * Learner.
 */
learner: string, 
/**
 * The unit in which was mapped.
 */
unit: string, 
/**
 * Codes or row ids.
 */
codes: string, 
/**
 * Items.
 */
evidence: Array<string>, };

export type LinksPropose = { 
/**
 * One unit.
 */
from: string, 
/**
 * The other.
 */
to: string, };

export type LinksSideBySide = { 
/**
 * Learner.
 */
learner: string, 
/**
 * Unit on the left.
 */
left: string, 
/**
 * Unit on the right.
 */
right: string, };

export type LinksTakenView = { 
/**
 * Recorded.
 */
taken: number, 
/**
 * There already.
 */
known: number, 
/**
 * Those not taken, and those to look at, each named.
 */
problems: Array<string>, };

export type LinksWrittenView = { 
/**
 * How many.
 */
links: number, 
/**
 * Size of the file in bytes.
 */
bytes: number, 
/**
 * Links left out, each named: those in dispute.
 */
leftOut: Array<string>, };

export type Map = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Evidence ids or references.
 */
evidence: Array<string>, 
/**
 * "2.3", "1.1-1.4,2.3", or row ids.
 */
codes: string, 
/**
 * "p. 2-3", "00:04:12", "whole item" …; absent = no place given.
 */
place?: string, 
/**
 * Method of this link; the item's own when absent.
 */
method?: Method, };

export type MatrixPaper = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Where to write it; kept in the centre file's own folder when absent.
 */
out?: string, 
/**
 * True: the signed original; else the current record.
 */
original?: boolean, };

export type Media = "pdf" | "image" | "text" | "document" | "spreadsheet" | "email" | "audio" | "video" | "other";

export type Method = "O" | "WP" | "WT" | "EW" | "PD" | "Q" | "RA" | "CS" | "S" | "RPL";

export type NoteView = { 
/**
 * Text.
 */
note: string, 
/**
 * Name.
 */
by: string, 
/**
 * ISO 8601.
 */
at: string, };

export type Nothing = Record<symbol, never>;

export type OfferView = { 
/**
 * The link that makes the offer.
 */
link: string, 
/**
 * How the criterion here stands to the one offered.
 */
relation: Relation, 
/**
 * The unit that could use it.
 */
unit: string, 
/**
 * Its short name.
 */
handle: string, 
/**
 * Its title.
 */
unitTitle: string, 
/**
 * Its board.
 */
board: string, 
/**
 * False = "unconfirmed".
 */
boardConfirmed: boolean, 
/**
 * Its level.
 */
level: string, 
/**
 * Where its text comes from.
 */
source: string, 
/**
 * The criterion that could use it.
 */
row: string, 
/**
 * Its code.
 */
code: string, 
/**
 * Its text.
 */
text: string, 
/**
 * The criterion mapped here.
 */
here: HereView, 
/**
 * What the other side asks beyond this one.
 */
otherAsks: string, 
/**
 * What this side asks beyond the other.
 */
thisAsks: string, 
/**
 * May be taken up with one key.
 */
oneKey: boolean, 
/**
 * Why not, in words.
 */
whyNotOneKey: string | null, 
/**
 * Item id.
 */
evidence: string, 
/**
 * "E007".
 */
reference: string, 
/**
 * Title of the item.
 */
evidenceTitle: string, 
/**
 * Place in the item, as mapped here.
 */
place: string | null, 
/**
 * Method, as mapped here.
 */
method: Method, 
/**
 * This evidence at this place is mapped there already.
 */
mapped: boolean, };

export type Outcome = "met" | "partiallyMet" | "notYetMet" | "rpl" | "creditTransfer";

export type OutcomeView = { 
/**
 * Id.
 */
id: string, 
/**
 * "2".
 */
code: string, 
/**
 * Text.
 */
text: string, 
/**
 * True when the outcome is not in the source and was put there by us.
 */
inferred: boolean, 
/**
 * Counts over its rows.
 */
counts: Counts, 
/**
 * Criteria; one row for the outcome itself where it has none.
 */
rows: Array<RowView>, };

export type PaperPath = { 
/**
 * Paper id (SHA-256).
 */
paper: string, };

export type PaperView = { 
/**
 * To open or reveal it; null when it was written to a place of the person's choice.
 */
paper: string | null, 
/**
 * Pages.
 */
pages: number, 
/**
 * A name to save it under.
 */
name: string, 
/**
 * Characters that no font of ours has, each shown as a box on the paper.
 */
missing: Array<string>, 
/**
 * SHA-256 of the file.
 */
sha256: string, };

export type PartView = { 
/**
 * Address for the preview: `evidence://localhost/<learner>/<evidence id>/<part>`.
 */
part: number, 
/**
 * Name shown; control and bidi characters made visible.
 */
fileName: string, 
/**
 * Folder below the learner's folder, empty at the top.
 */
folder: string, 
/**
 * Kind of preview.
 */
media: Media, 
/**
 * Bytes.
 */
size: number, 
/**
 * ISO 8601 time of last change of the file; null when it is not here.
 */
modified: string | null, 
/**
 * SHA-256 of the recorded bytes, hex. For the Advanced view.
 */
sha256: string, 
/**
 * How this file stands.
 */
file: FileStanding, 
/**
 * A read-only copy of these very bytes is kept: it is what the preview shows.
 */
kept: boolean, };

export type PersonAdd = { 
/**
 * Full name.
 */
name: string, 
/**
 * Initials; made from the name when absent.
 */
initials?: string, 
/**
 * At least one.
 */
roles: Array<Role>, 
/**
 * Signing password; can be set later with `person.password`.
 */
password?: string, };

export type PersonPassword = { 
/**
 * New signing password.
 */
password: string, };

export type PersonView = { 
/**
 * Id.
 */
id: string, 
/**
 * Full name.
 */
name: string, 
/**
 * Initials as printed on the matrix.
 */
initials: string, 
/**
 * What this person may do.
 */
roles: Array<Role>, 
/**
 * Whether a signing password has been set.
 */
hasSigningPassword: boolean, };

export type Place = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Link id.
 */
mapping: string, 
/**
 * New place; empty = no place given.
 */
place: string, };

export type PortfolioView = { 
/**
 * Who.
 */
learner: LearnerView, 
/**
 * Where the evidence arrives.
 */
folder: FolderView, 
/**
 * New files first, then by number, then those set aside.
 */
evidence: Array<EvidenceView>, 
/**
 * The learner's units in the order they were added.
 */
units: Array<UnitView>, 
/**
 * Name of the deed that Undo takes back, for the person at the desk.
 */
undo: string | null, 
/**
 * Name of the deed that Redo does again.
 */
redo: string | null, 
/**
 * What the person at the desk may do here: null = allowed, else the reason why not, in words.
 */
may: RightsView, 
/**
 * "Seen by IV B. King on 12/11" or "not yet seen by anyone else".
 */
seen: string, };

export type PromptView = { 
/**
 * "assessment", "exemplar", "misconception", "skill".
 */
kind: string, 
/**
 * Text.
 */
text: string, };

export type Relation = "exact" | "close" | "broader" | "narrower" | "related";

export type Reopen = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Why.
 */
reason: string, };

export type RightsView = { 
/**
 * Map evidence.
 */
map: string | null, 
/**
 * Decide criteria and sign off.
 */
decide: string | null, 
/**
 * Sample decisions.
 */
sample: string | null, };

export type Role = "assessor" | "iv" | "administrator";

export type RowState = "gap" | "mapped" | "met" | "partiallyMet" | "notYetMet" | "rpl" | "creditTransfer" | "inDispute";

export type RowView = { 
/**
 * Id of the criterion or outcome.
 */
row: string, 
/**
 * "2.3"; the outcome's own code where `outcomeLevel`.
 */
code: string, 
/**
 * The code was made by us, not published.
 */
codeGenerated: boolean, 
/**
 * The place under this outcome is proposed, not published.
 */
proposed: boolean, 
/**
 * An outcome without a criterion, judged itself.
 */
outcomeLevel: boolean, 
/**
 * Full text.
 */
text: string, 
/**
 * Further words of the unit text, where given.
 */
amplification: string | null, 
/**
 * State.
 */
state: RowState, 
/**
 * Standing links, in order of evidence number.
 */
links: Array<LinkView>, 
/**
 * The decision that stands; null when none or in dispute.
 */
decision: DecisionView | null, 
/**
 * All decisions that stand, where more than one does.
 */
disputed: Array<DecisionView>, 
/**
 * Why the decision no longer rests on what it rested on; null = it does.
 */
stale: string | null, 
/**
 * Why the person at the desk may not sample this row; null = they may.
 */
maySample: string | null, 
/**
 * IV mark: "agreed BK 12/11", "action open", ...; null when not sampled.
 */
iv: string | null, };

export type SampleMake = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Codes to sample; all decided rows when absent.
 */
codes?: string, };

export type SampleRowView = { 
/**
 * Row id.
 */
row: string, 
/**
 * "2.3".
 */
code: string, 
/**
 * Text.
 */
text: string, 
/**
 * State now.
 */
state: RowState, 
/**
 * The decision that was sampled.
 */
decision: DecisionView | null, 
/**
 * The links it relied on.
 */
links: Array<LinkView>, 
/**
 * The IV's word; null = not judged yet.
 */
finding: FindingView | null, 
/**
 * Other words of the same IV that stand too, said on another machine; a new word settles them.
 */
alsoSaid: Array<FindingView>, };

export type SampleVerify = { 
/**
 * Name or id of the learner; may be absent.
 */
learner?: string, 
/**
 * Sample id or number.
 */
sample: string, 
/**
 * Signing password.
 */
password: string, };

export type SampleView = { 
/**
 * Id, short enough to type: "S001" style number is in `number`.
 */
sample: string, 
/**
 * "S001".
 */
number: string, 
/**
 * Unit id.
 */
unit: string, 
/**
 * Unit title.
 */
unitTitle: string, 
/**
 * "interim" before sign-off, "summative" after.
 */
stage: string, 
/**
 * IV.
 */
by: string, 
/**
 * ISO 8601.
 */
at: string, 
/**
 * True when the person at the desk made it.
 */
yours: boolean, 
/**
 * What was looked at.
 */
rows: Array<SampleRowView>, 
/**
 * Why it cannot be signed yet, in words; empty = it can.
 */
blocks: Array<string>, 
/**
 * Signed by, at; null while open.
 */
verified: VerifiedView | null, };

export type SamplingView = { 
/**
 * Newest first.
 */
samples: Array<SampleView>, 
/**
 * Open actions over all samples, for the assessor.
 */
actions: Array<ActionView>, };

export type Scan = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Gives every new file a number at once.
 */
number?: boolean, };

export type ScanView = { 
/**
 * Files seen for the first time.
 */
new: number, 
/**
 * Files that went elsewhere in the folder.
 */
moved: number, 
/**
 * Files whose bytes differ from those recorded.
 */
changed: number, 
/**
 * Files that are not there now.
 */
missing: number, 
/**
 * Second copies of files on record.
 */
same: number, 
/**
 * Files as they were.
 */
unchanged: number, 
/**
 * Files that got a number because numbers were asked for.
 */
numbered: number, 
/**
 * One line a finding, then what was passed over and refused, with reasons.
 */
lines: Array<string>, };

export type SideBySideView = { 
/**
 * The left unit.
 */
left: SideHeadView, 
/**
 * The right unit.
 */
right: SideHeadView, 
/**
 * Linked rows first in the order of the left unit, then rows of the right unit that nothing is linked to.
 */
rows: Array<SideRowView>, 
/**
 * In words: how much is linked, and what is decided on one side only.
 */
summary: string, };

export type SideCellView = { 
/**
 * Row id.
 */
row: string, 
/**
 * Code.
 */
code: string, 
/**
 * Text.
 */
text: string, 
/**
 * How it stands.
 */
state: RowState, 
/**
 * Evidence mapped to it.
 */
links: Array<LinkView>, };

export type SideHeadView = { 
/**
 * Unit id.
 */
unit: string, 
/**
 * Short name.
 */
handle: string, 
/**
 * Title.
 */
title: string, 
/**
 * Board.
 */
board: string, 
/**
 * False = "unconfirmed".
 */
boardConfirmed: boolean, 
/**
 * Level.
 */
level: string, 
/**
 * Where the text comes from.
 */
source: string, 
/**
 * Counts.
 */
counts: Counts, };

export type SideRowView = { 
/**
 * Row of the left unit.
 */
left: SideCellView | null, 
/**
 * Row of the right unit.
 */
right: SideCellView | null, 
/**
 * The link between them.
 */
link: string | null, 
/**
 * How the left stands to the right.
 */
relation: Relation | null, 
/**
 * What the left asks beyond the right.
 */
beyondLeft: string, 
/**
 * What the right asks beyond the left.
 */
beyondRight: string, 
/**
 * The link is in dispute.
 */
disputed: boolean, 
/**
 * One of the texts has changed since the link was made.
 */
textChanged: boolean, };

export type SignOff = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Signing password.
 */
password: string, 
/**
 * Summary feedback to the learner.
 */
feedback?: string, };

export type SignOffView = { 
/**
 * Learner's name.
 */
learnerName: string, 
/**
 * Unit title.
 */
unitTitle: string, 
/**
 * Gates in order.
 */
gates: Array<GateView>, 
/**
 * True when nothing blocks.
 */
ready: boolean, 
/**
 * Declaration to be signed.
 */
declaration: string, 
/**
 * Signed as INDICATIVE only.
 */
indicative: boolean, 
/**
 * Who would sign; null when nobody is at the desk.
 */
signer: string | null, 
/**
 * Whether that person has a signing password.
 */
hasSigningPassword: boolean, 
/**
 * What stands in the signer's name since their last signature, newest first.
 */
inYourName: Array<HistoryLine>, 
/**
 * The sign-off in force.
 */
signed: SignedView | null, };

export type SignedView = { 
/**
 * Id of the sign-off.
 */
signOff: string, 
/**
 * Who signed.
 */
by: string, 
/**
 * When, ISO 8601.
 */
at: string, 
/**
 * First characters of the file check of the matrix.
 */
digest: string, 
/**
 * Signed as INDICATIVE.
 */
indicative: boolean, 
/**
 * Why it no longer holds as signed; null = it does.
 */
stale: string | null, 
/**
 * The issued paper, to open or reveal.
 */
paper: string | null, 
/**
 * "Seen by IV B. King on 12/11" or null.
 */
verified: string | null, };

export type StatedLink = { 
/**
 * Id of the criterion on one side, as the file names it.
 */
from: string, 
/**
 * Id of the criterion on the other.
 */
to: string, 
/**
 * exact, close, broader, narrower, related.
 */
relation: string, 
/**
 * What the other side asks beyond this one.
 */
beyondTo: string, 
/**
 * What this side asks beyond the other.
 */
beyondFrom: string, };

export type TermView = { 
/**
 * Term.
 */
term: string, 
/**
 * Definition, where given.
 */
definition: string | null, };

export type Undo = { 
/**
 * Name or id.
 */
learner: string, };

export type UnitImport = { 
/**
 * The JSON text itself.
 */
text: string, };

export type UnitShow = { 
/**
 * Handle or id.
 */
unit: string, };

export type UnitStatus = "inProgress" | "assessed" | "verified" | "withdrawn";

export type UnitSummary = { 
/**
 * Id of the unit.
 */
unit: string, 
/**
 * Short name for people.
 */
handle: string, 
/**
 * Title.
 */
title: string, 
/**
 * Board.
 */
board: string, 
/**
 * False = "unconfirmed".
 */
boardConfirmed: boolean, 
/**
 * Level.
 */
level: string, 
/**
 * Qualification title.
 */
qualification: string, 
/**
 * Where the text comes from, in words.
 */
source: string, 
/**
 * Can be signed only as INDICATIVE.
 */
indicative: boolean, 
/**
 * Number of outcomes.
 */
outcomes: number, 
/**
 * Number of criteria.
 */
criteria: number, 
/**
 * File check of the text.
 */
sha256: string, 
/**
 * Learners who have it now.
 */
learners: number, };

export type UnitTextCriterion = { 
/**
 * Code.
 */
code: string, 
/**
 * Text.
 */
text: string, 
/**
 * Place under its outcome is proposed only.
 */
proposed: boolean, };

export type UnitTextOutcome = { 
/**
 * Code.
 */
code: string, 
/**
 * Text.
 */
text: string, 
/**
 * Criteria.
 */
criteria: Array<UnitTextCriterion>, };

export type UnitTextView = { 
/**
 * As in the list.
 */
summary: UnitSummary, 
/**
 * Notes on the source.
 */
notes: string, 
/**
 * Outcomes with their criteria.
 */
outcomes: Array<UnitTextOutcome>, 
/**
 * Remarks: what the text lacks.
 */
remarks: Array<string>, };

export type UnitView = { 
/**
 * Id of the unit.
 */
unit: string, 
/**
 * Short name for people: "ocr-plan-organise-control".
 */
handle: string, 
/**
 * Title.
 */
title: string, 
/**
 * AO unit number or URN, empty when not recorded.
 */
number: string, 
/**
 * "OCR", "Pearson EDI", "board not stated".
 */
board: string, 
/**
 * False = shown as "unconfirmed".
 */
boardConfirmed: boolean, 
/**
 * "3", "Entry 1" or empty.
 */
level: string, 
/**
 * Qualification title or empty.
 */
qualification: string, 
/**
 * "third-party text", "the board's own text", "the centre's own text", "source unknown".
 */
source: string, 
/**
 * Text not the board's own: can only be signed as INDICATIVE.
 */
indicative: boolean, 
/**
 * Status.
 */
status: UnitStatus, 
/**
 * Reason and date when withdrawn.
 */
withdrawn: string | null, 
/**
 * Counts over the unit.
 */
counts: Counts, 
/**
 * Outcomes in order.
 */
outcomes: Array<OutcomeView>, 
/**
 * Prompts for the assessor, collapsed by default.
 */
prompts: Array<PromptView>, 
/**
 * Key terms.
 */
keyTerms: Array<TermView>, 
/**
 * Why nothing can be mapped or decided in this unit now, with the way out; null = it can.
 */
closed: string | null, 
/**
 * The sign-off in force.
 */
signOff: SignedView | null, 
/**
 * Remarks on the unit text: "LO 4 has no criterion in this text (source: third party)".
 */
remarks: Array<string>, };

export type UnitWithdraw = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Why.
 */
reason: string, 
/**
 * ISO date; today when absent.
 */
date?: string, };

export type Unmap = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Link ids.
 */
mappings: Array<string>, };

export type VerifiedView = { 
/**
 * Name.
 */
by: string, 
/**
 * ISO 8601.
 */
at: string, 
/**
 * Why it no longer holds; null = it does.
 */
stale: string | null, };

export type VerifyView = { 
/**
 * The file is byte for byte a paper that this centre file issued.
 */
issued: boolean, 
/**
 * Learner, where it was issued here.
 */
learner: string | null, 
/**
 * Unit, where it was issued here.
 */
unit: string | null, 
/**
 * Who signed the unit off.
 */
signedBy: string | null, 
/**
 * When.
 */
signedAt: string | null, 
/**
 * The signature in the history verifies.
 */
signatureHolds: boolean, 
/**
 * Why it no longer holds as signed; null = it does.
 */
stale: string | null, 
/**
 * One line for a person.
 */
line: string, };

export type WatchingView = { 
/**
 * True when this window watches; false when another program of this workspace does or nothing is bound.
 */
active: boolean, 
/**
 * One plain line, e.g. "watching 3 folders" or the reason why not.
 */
line: string, };

export type WorkspaceView = { 
/**
 * Null until `centre.init` has made the centre file.
 */
centre: CentreView | null, 
/**
 * Everyone of the centre, in order of name.
 */
people: Array<PersonView>, 
/**
 * Id of the person at the desk.
 */
atDesk: string | null, 
/**
 * Where the centre file lies, for the eyes of a person only.
 */
folder: string, 
/**
 * Version of the program.
 */
version: string, 
/**
 * What is watched now.
 */
watching: WatchingView, };

/** Every command: what it takes and what it answers. */
export interface Commands {
  "workspace.show": { request: Nothing; answer: WorkspaceView };
  "centre.init": { request: CentreInit; answer: WorkspaceView };
  "desk.sit": { request: DeskSit; answer: WorkspaceView };
  "person.add": { request: PersonAdd; answer: PersonView };
  "person.list": { request: Nothing; answer: Array<PersonView> };
  "person.password": { request: PersonPassword; answer: PersonView };
  "unit.list": { request: Nothing; answer: Array<UnitSummary> };
  "unit.show": { request: UnitShow; answer: UnitTextView };
  "unit.import": { request: UnitImport; answer: UnitSummary };
  "learner.list": { request: Nothing; answer: CaseloadView };
  "learner.add": { request: LearnerAdd; answer: LearnerView };
  "learner.show": { request: LearnerOnly; answer: PortfolioView };
  "learner.folder": { request: LearnerFolder; answer: FolderView };
  "learner.unitAdd": { request: LearnerUnit; answer: DeedView };
  "learner.unitWithdraw": { request: UnitWithdraw; answer: DeedView };
  "scan": { request: Scan; answer: ScanView };
  "evidence.list": { request: LearnerOnly; answer: Array<EvidenceView> };
  "evidence.accept": { request: EvidenceAccept; answer: DeedView };
  "evidence.setAside": { request: EvidenceSetAside; answer: DeedView };
  "evidence.describe": { request: EvidenceDescribe; answer: DeedView };
  "map": { request: Map; answer: DeedView };
  "unmap": { request: Unmap; answer: DeedView };
  "place": { request: Place; answer: DeedView };
  "decide": { request: Decide; answer: DeedView };
  "signOff.show": { request: LearnerUnit; answer: SignOffView };
  "signOff.sign": { request: SignOff; answer: SignedView };
  "signOff.reopen": { request: Reopen; answer: DeedView };
  "sampling.show": { request: LearnerOnly; answer: SamplingView };
  "sample.make": { request: SampleMake; answer: SampleView };
  "finding.make": { request: FindingMake; answer: DeedView };
  "action.answer": { request: ActionNote; answer: DeedView };
  "action.close": { request: ActionNote; answer: DeedView };
  "sample.verify": { request: SampleVerify; answer: VerifiedView };
  "undo": { request: Undo; answer: DeedView };
  "redo": { request: Undo; answer: DeedView };
  "history.show": { request: LearnerOnly; answer: Array<HistoryLine> };
  "matrix.paper": { request: MatrixPaper; answer: PaperView };
  "paper.path": { request: PaperPath; answer: string };
  "journal.export": { request: JournalFile; answer: JournalView };
  "journal.admit": { request: JournalFile; answer: JournalView };
  "links.list": { request: LinksList; answer: Array<BoardLinkView> };
  "links.propose": { request: LinksPropose; answer: Array<LinkProposalView> };
  "links.save": { request: LinkSave; answer: BoardLinkView };
  "links.drop": { request: LinkDrop; answer: LinkDroppedView };
  "links.export": { request: LinksExport; answer: LinksWrittenView };
  "links.import": { request: LinksImport; answer: LinksTakenView };
  "links.offers": { request: LinksOffers; answer: Array<OfferView> };
  "links.sideBySide": { request: LinksSideBySide; answer: SideBySideView };
  "check": { request: Nothing; answer: CheckView };
  "verify": { request: JournalFile; answer: VerifyView };
}
