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
 * Action required, or disagree.
 */
judgement: Judgement, 
/**
 * What is asked.
 */
reason: string, 
/**
 * The IV who asks.
 */
by: string, 
/**
 * ISO 8601.
 */
at: string, 
/**
 * ISO date.
 */
due: string | null, 
/**
 * What the assessor answered; null = nothing yet. Once there is something, the IV must close.
 */
answer: NoteView | null, 
/**
 * The person at the desk may close it in the place of the IV, who verifies here no more.
 */
mayClose: boolean, };

export type AttemptView = { 
/**
 * 1 is the first.
 */
number: number, 
/**
 * What was brought, what is new first.
 */
submitted: Array<SubmittedView>, 
/**
 * What was decided on it, in order; none = it waits for a decision.
 */
decisions: Array<DecisionView>, };

export type BoardFacts = { 
/**
 * Legal name; empty where the source names none.
 */
name: string, 
/**
 * Brand: "Pearson EDI", "OCR".
 */
brand: string | null, 
/**
 * Ofqual recognition number, `RN5217`.
 */
recognitionNumber: string | null, };

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
 * What tells them from others of the name: "ULN 1234567890"; null = nobody else is called so.
 */
apart: string | null, 
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
 * Items whose file the learner has changed and whose new version nobody has accepted.
 */
changedFiles: number, 
/**
 * Criteria with evidence and no decision.
 */
undecided: number, 
/**
 * Units ready to be signed.
 */
readyToSign: number, 
/**
 * Units signed off, where that holds as signed.
 */
signed: number, 
/**
 * Signed units whose record no longer says what was signed: nobody should count them as signed.
 */
overtaken: number, 
/**
 * Open IV actions.
 */
ivActions: number, 
/**
 * Resubmissions and IV actions whose day is past.
 */
overdue: number, 
/**
 * Resubmissions and IV actions that are still to come by a day.
 */
due: number, 
/**
 * ISO date of the first of them, past or to come; null = nothing has a day.
 */
nextDue: string | null, 
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
 * Signed units whose record no longer says what was signed.
 */
overtaken: number, 
/**
 * Open actions asked for by an IV.
 */
ivActions: number, 
/**
 * Resubmissions and IV actions whose day is past.
 */
overdue: number, 
/**
 * Resubmissions and IV actions that are still to come by a day.
 */
due: number, };

export type CaseloadView = { 
/**
 * The numbers that are also filters.
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
number: string, 
/**
 * *Partially met* may be decided.
 */
partiallyMet: boolean, };

export type Certificate = { 
/**
 * Number on it.
 */
number: string, 
/**
 * Awarding organisation that issued it.
 */
awardingOrganisation: string, 
/**
 * ISO date on it.
 */
date: string, 
/**
 * Unit reference number on it, where it names one.
 */
urn?: string, 
/**
 * Who saw it; the person at the desk when absent.
 */
checkedBy?: string, };

export type CertificateRecord = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handles or ids.
 */
units: Array<string>, 
/**
 * Number of the certificate.
 */
number: string, 
/**
 * ISO date on it; today when absent.
 */
date?: string, };

export type CertificateView = { 
/**
 * Number on it.
 */
number: string, 
/**
 * Awarding organisation that issued it.
 */
awardingOrganisation: string, 
/**
 * Unit reference number on it; may be empty.
 */
urn: string, 
/**
 * ISO date on it.
 */
date: string, 
/**
 * Who saw it.
 */
checkedBy: string, };

export type Change = "unchanged" | "reworded" | "moved" | "movedAndReworded" | "new" | "withdrawn";

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

export type ClaimLineView = { 
/**
 * The learner's id.
 */
learner: string, 
/**
 * Name.
 */
learnerName: string, 
/**
 * What tells them from others of the name; null = nobody else is called so.
 */
learnerApart: string | null, 
/**
 * The unit.
 */
standing: UnitStandingView, };

export type ClaimMake = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handles or ids.
 */
units: Array<string>, 
/**
 * Qualification that is claimed whole, by id, number or title.
 */
qualification?: string, 
/**
 * ISO date; today when absent.
 */
date?: string, 
/**
 * Reference of the batch.
 */
batch: string, };

export type ClaimView = { 
/**
 * Id, to take it back.
 */
statement: string, 
/**
 * ISO date.
 */
date: string, 
/**
 * Reference of the batch.
 */
batch: string, 
/**
 * Who recorded it.
 */
by: string, 
/**
 * When it was recorded, ISO 8601.
 */
at: string, 
/**
 * Claimed as part of a whole qualification.
 */
whole: boolean, 
/**
 * Why it no longer rests on what it rested on; null = it does.
 */
stale: string | null, 
/**
 * The certificate.
 */
certificate: UnitCertificateView | null, };

export type CombinationLine = { 
/**
 * The rule in words.
 */
rule: string, 
/**
 * What it needs.
 */
need: string, 
/**
 * What there is.
 */
have: string, 
/**
 * It is kept.
 */
met: boolean, };

export type CombinationView = { 
/**
 * Every rule is kept.
 */
ok: boolean, 
/**
 * The rules.
 */
lines: Array<CombinationLine>, 
/**
 * What is no rule but should be known.
 */
remarks: Array<string>, };

export type CompareLine = { 
/**
 * How it stands.
 */
change: VersionChange, 
/**
 * Its place in the earlier file.
 */
from: string | null, 
/**
 * Its place in the later file.
 */
to: string | null, 
/**
 * Its words: text, never markup.
 */
words: Array<CompareWords>, };

export type CompareSide = { 
/**
 * Number of the version.
 */
version: number, 
/**
 * The file.
 */
file: VersionFileView, 
/**
 * Kind of file in words, where it was read.
 */
kind: string, };

export type CompareView = { 
/**
 * The item.
 */
item: ItemRef, 
/**
 * The earlier one.
 */
from: CompareSide, 
/**
 * The later one.
 */
to: CompareSide, 
/**
 * The texts beside each other; empty where one has none.
 */
lines: Array<CompareLine>, 
/**
 * How many passages are the same.
 */
same: number, 
/**
 * How many differ.
 */
differ: number, 
/**
 * Why there is no comparison of texts, or what it leaves out; empty = all of both.
 */
notes: Array<string>, };

export type CompareWords = { 
/**
 * How they stand.
 */
change: VersionChange, 
/**
 * The words.
 */
text: string, };

export type ConfirmationView = { 
/**
 * Who said so.
 */
by: string, 
/**
 * ISO date of the check, as stated.
 */
date: string, 
/**
 * ISO date on which it was recorded.
 */
recorded: string, 
/**
 * The document that it was checked against.
 */
source: string, };

export type Countersign = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Codes; every decision of a trainee that waits when absent.
 */
codes?: string, 
/**
 * Signing password.
 */
password: string, };

export type CountersignView = { 
/**
 * Whose decisions they are.
 */
trainees: Array<string>, 
/**
 * Ids of the rows.
 */
rows: Array<string>, 
/**
 * Codes of the rows.
 */
codes: Array<string>, 
/**
 * What is declared.
 */
declaration: string, 
/**
 * Why the person at the desk cannot countersign all of them, with the way out; null = they can.
 */
may: string | null, 
/**
 * Codes of the rows that they can countersign.
 */
yours: Array<string>, };

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

export type CriterionHistoryView = { 
/**
 * Id of the criterion or outcome.
 */
row: string, 
/**
 * "2.3".
 */
code: string, 
/**
 * Its words.
 */
text: string, 
/**
 * What was done, the oldest first.
 */
steps: Array<StepView>, };

export type CriterionOnly = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Code or id of the criterion.
 */
code: string, };

export type CurrencyLimit = { 
/**
 * Whole months; null = no limit.
 */
months?: number, };

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
 * "2.3", "1.1-1.4,2.3", row ids, or "mapped": each one with evidence and without a decision.
 */
codes: string, 
/**
 * Judgement.
 */
outcome: Outcome, 
/**
 * Required for partially met and not yet met, unless what is still needed is said.
 */
reason?: string, 
/**
 * ISO date of judgement; today when absent.
 */
date?: string, 
/**
 * Criteria of further units, decided in the same deed.
 */
also?: Array<UnitCodes>, 
/**
 * Ids of the links relied on; every link of the criteria when absent.
 */
reliedOn?: Array<string>, 
/**
 * Feedback to the learner.
 */
feedback?: string, 
/**
 * What is still needed; only where the criterion is not achieved.
 */
needed?: string, 
/**
 * ISO date by which it is needed.
 */
due?: string, 
/**
 * The certificate of a credit transfer.
 */
certificate?: Certificate, };

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
reliedOn: number, 
/**
 * Those links: "E001 · p. 2".
 */
restsOn: Array<string>, 
/**
 * Feedback that the learner was given with it; may be empty.
 */
feedback: string, 
/**
 * What is still needed; may be empty.
 */
needed: string, 
/**
 * ISO date by which it is needed.
 */
due: string | null, 
/**
 * The certificate that a credit transfer rests on.
 */
certificate: CertificateView | null, 
/**
 * It stands: it was neither taken back nor made again.
 */
standing: boolean, };

export type DeclarationTextView = { 
/**
 * Whose.
 */
who: Declares, 
/**
 * In words.
 */
name: string, 
/**
 * As it stands.
 */
text: string, 
/**
 * As shipped.
 */
shipped: string, };

export type DeclarationView = { 
/**
 * Id.
 */
declaration: string, 
/**
 * True = for the whole portfolio, false = for one unit.
 */
whole: boolean, 
/**
 * Title of the unit; empty for the whole portfolio.
 */
unitTitle: string, 
/**
 * How it was declared.
 */
route: Route, 
/**
 * ISO date on which it was declared.
 */
date: string, 
/**
 * Words declared.
 */
words: string, 
/**
 * Help, sources and AI use acknowledged; may be empty.
 */
acknowledged: string, 
/**
 * "E012", where an item holds it.
 */
evidence: string | null, 
/**
 * Who recorded it.
 */
by: string, 
/**
 * When it was recorded, ISO 8601.
 */
recorded: string, 
/**
 * Why it counts no more; null = it counts.
 */
withdrawn: string | null, };

export type Declare = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id of the unit; the whole portfolio when absent.
 */
unit?: string, 
/**
 * How it was declared.
 */
route: Route, 
/**
 * ISO date; today when absent.
 */
date?: string, 
/**
 * The words declared; the words of the form when absent.
 */
words?: string, 
/**
 * Help, sources and AI use acknowledged.
 */
acknowledged?: string, 
/**
 * Reference or id of the item that holds it.
 */
evidence?: string, };

export type Declares = "learner" | "assessor" | "countersigningAssessor" | "verifier" | "countersigningVerifier" | "claim";

export type DeedView = { 
/**
 * Id of the deed.
 */
deed: string, 
/**
 * Id of the book it was done in: the learner, whoever is on screen by now.
 */
learner: string, 
/**
 * Named in the user's words: "map E007 → 2.3".
 */
label: string, 
/**
 * Undo would take back this deed, and no other.
 */
undoable: boolean, 
/**
 * Things done that the person should know, e.g. "1 link without a place".
 */
warnings: Array<string>, };

export type Defect = { 
/**
 * Sort, for programs and tests.
 */
kind: DefectKind, 
/**
 * In words, naming the thing.
 */
message: string, 
/**
 * Line, page, row or cell. Empty = the whole source.
 */
where: string, };

export type DefectKind = "joinedOutcomes" | "outcomeWithoutCriterion" | "noOutcomes" | "noCriteria" | "criterionWithoutOutcome" | "gapInNumbering" | "duplicateCode" | "noNumbering" | "countsDisagree" | "missingTitle" | "missingBoard" | "gluedHeading" | "badReference" | "badValue" | "truncated" | "noText" | "badCharacters" | "notKept" | "other";

export type DeskSit = { 
/**
 * Name or id; null = nobody.
 */
person?: string, };

export type DetailChoice = { 
/**
 * In words; empty = nothing is recorded.
 */
words: string, 
/**
 * As a form edits it and a command takes it: an id, a number, a date, words. Empty for something kept where it is.
 */
value: string, 
/**
 * Where it is kept, for that detail.
 */
inSitu: InSituView | null, };

export type DetailsView = { 
/**
 * ISO date on which it was produced.
 */
produced: string, 
/**
 * How it stands against the centre's limit, where it is older.
 */
notCurrent: string | null, 
/**
 * How old it is, where it is within the limit.
 */
stillCurrent: string | null, 
/**
 * Author and contributors.
 */
author: string, 
/**
 * How it is known to be genuine; null = the portfolio's default.
 */
route: Route | null, 
/**
 * The same in words.
 */
routeWords: string, 
/**
 * Id of the witness in the centre's list.
 */
witness: string | null, 
/**
 * Name and job of the witness.
 */
witnessWords: string, 
/**
 * Where it is, for something that is kept where it is.
 */
inSitu: InSituView | null, 
/**
 * Personal data of others are in it.
 */
thirdParty: boolean, 
/**
 * Its redacted copy.
 */
redacted: ItemRef | null, 
/**
 * Statement about the use of AI.
 */
aiUse: string, 
/**
 * Pages.
 */
pages: number | null, 
/**
 * Duration, `h:mm:ss`.
 */
duration: string, 
/**
 * What desks say different things about.
 */
disputed: Array<DisputedDetail>, };

export type DiffLearnerView = { 
/**
 * Id.
 */
learner: string, 
/**
 * Name.
 */
name: string, 
/**
 * What tells them from others of the name; null = nobody else is called so.
 */
apart: string | null, 
/**
 * The text that the learner is assessed against now, in words.
 */
nowOn: string, 
/**
 * Links whose criterion is worded the same.
 */
linksKept: number, 
/**
 * Links to be confirmed again, or of criteria that are no longer there.
 */
linksToConfirm: number, 
/**
 * Decisions on criteria worded the same: they hold where an assessor says so.
 */
decisionsKept: number, 
/**
 * Decisions to be made again, or of criteria that are no longer there.
 */
decisionsAgain: number, 
/**
 * Why the learner cannot be moved; null = can.
 */
refused: string | null, };

export type DiffRowView = { 
/**
 * What became of it.
 */
change: Change, 
/**
 * Code before.
 */
fromCode: string | null, 
/**
 * Code after.
 */
toCode: string | null, 
/**
 * Text before.
 */
fromText: string | null, 
/**
 * Text after.
 */
toText: string | null, 
/**
 * An outcome; else a criterion.
 */
outcome: boolean, 
/**
 * The texts word by word.
 */
words: Array<Words>, 
/**
 * Links of those learners to it.
 */
links: number, 
/**
 * Decisions of those learners on it.
 */
decisions: number, };

export type DiffView = { 
/**
 * Title of the unit.
 */
title: string, 
/**
 * The text compared from, in words.
 */
fromLabel: string, 
/**
 * The text compared to, in words.
 */
toLabel: string, 
/**
 * "3 reworded, 1 new: 14 links to confirm again, 9 decisions to make again".
 */
summary: string, 
/**
 * Every outcome and criterion of either text.
 */
rows: Array<DiffRowView>, 
/**
 * A text that was not the board's own or the centre's is replaced by one that is: everything is decided again.
 */
indicativeReplaced: boolean, 
/**
 * What moving would do to each learner who is assessed against another text than the one compared to.
 */
learners: Array<DiffLearnerView>, };

export type DirectClaim = { 
/**
 * Board, as the unit texts name it.
 */
board: string, 
/**
 * Qualification, where the status is of that one alone.
 */
qualification?: string, 
/**
 * Held, or lost.
 */
holds: boolean, 
/**
 * ISO date from which that is so; today when absent.
 */
date?: string, 
/**
 * Who said so.
 */
source: string, };

export type DisputedDetail = { 
/**
 * Which.
 */
field: Field, 
/**
 * In words: "author: Rowan / Rowan and Sam".
 */
line: string, 
/**
 * Everything that is said.
 */
choices: Array<DetailChoice>, };

export type DisputedFactView = { 
/**
 * As it is named above and in a change: "plannedEnd".
 */
fact: string, 
/**
 * What is said of it, as a change takes it; empty = not recorded.
 */
said: Array<string>, };

export type DraftCriterion = { 
/**
 * Id; none = new.
 */
id: string | null, 
/**
 * "2.3".
 */
code: string, 
/**
 * published or generated.
 */
codeOrigin: string, 
/**
 * published or proposed.
 */
assignment: string, 
/**
 * Text.
 */
text: string, 
/**
 * Further words of the source.
 */
amplification: string | null, };

export type DraftOutcome = { 
/**
 * Id; none = new.
 */
id: string | null, 
/**
 * "2".
 */
code: string, 
/**
 * published or generated.
 */
codeOrigin: string, 
/**
 * Text.
 */
text: string, 
/**
 * Not in the source.
 */
inferred: boolean, 
/**
 * Its criteria.
 */
criteria: Array<DraftCriterion>, };

export type DraftUnassigned = { 
/**
 * Id; none = new.
 */
id: string | null, 
/**
 * Text.
 */
text: string, 
/**
 * Code of the outcome that it most likely belongs to.
 */
proposedOutcome: string | null, 
/**
 * Code that it would get there.
 */
proposedCode: string | null, };

export type ErasedView = { 
/**
 * Id of the portfolio.
 */
learner: string, 
/**
 * When, ISO 8601.
 */
at: string, 
/**
 * Who erased it.
 */
by: string, 
/**
 * Why.
 */
ground: Ground, 
/**
 * Why, in words.
 */
words: string, 
/**
 * Erased at another desk, and not yet here: their name here.
 */
stillHere: string | null, };

export type ErasureUnit = { 
/**
 * Title.
 */
title: string, 
/**
 * Records of assessment and verification, ISO; null = not certificated, or no rule is known.
 */
recordsUntil: string | null, 
/**
 * The learner's evidence, ISO.
 */
evidenceUntil: string | null, 
/**
 * The rule in words with its source; null = not certificated.
 */
rule: string | null, };

export type ErasureView = { 
/**
 * Their name, which is to be typed.
 */
name: string, 
/**
 * What tells them from others of the name; null = nobody else is called so.
 */
apart: string | null, 
/**
 * Acts in their history.
 */
acts: number, 
/**
 * Kept copies of judged versions that nobody else's record names.
 */
copies: number, 
/**
 * Issued papers kept here, and scans of those signed in ink.
 */
papers: number, 
/**
 * The learner's own folder, which stays as it is.
 */
folder: string | null, 
/**
 * How long the records of each unit are to be kept.
 */
units: Array<ErasureUnit>, 
/**
 * The last day on which a rule asks for any of them, ISO; null = none does.
 */
keepUntil: string | null, 
/**
 * That day has not passed.
 */
early: boolean, 
/**
 * Erased at another desk already: on which day, ISO.
 */
erasedElsewhere: string | null, 
/**
 * Why whoever is at the desk may not; null = they may.
 */
may: string | null, };

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
method?: Method, 
/**
 * SHA-256 of the files that were looked at, in the order of the item's parts: refused where others lie there by now.
 */
shown?: Array<string>, };

export type EvidenceCompare = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Evidence id, reference or file name.
 */
evidence: string, 
/**
 * Which of its files, from 0; the first when absent.
 */
part?: number, 
/**
 * Number of the earlier version, or SHA-256 of its file.
 */
from: string, 
/**
 * Number of the later version, or SHA-256 of its file.
 */
to: string, };

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
method?: Method, 
/**
 * ISO date on which it was produced.
 */
produced?: string, 
/**
 * Author and contributors.
 */
author?: string, 
/**
 * How it is known to be genuine: "observed", "signed declaration", "e-mail", "recording", "discussion", "witness".
 */
route?: string, 
/**
 * Name or id of a witness in the centre's list.
 */
witness?: string, 
/**
 * Where it is, for something kept where it is.
 */
kept?: string, 
/**
 * Who saw it there.
 */
seenBy?: string, 
/**
 * ISO date on which it was seen.
 */
seenOn?: string, 
/**
 * Personal data of others are in it.
 */
thirdParty?: boolean, 
/**
 * Evidence id or reference of its redacted copy.
 */
redacted?: string, 
/**
 * Statement about the use of AI.
 */
aiUse?: string, 
/**
 * Pages; 0 takes it out.
 */
pages?: number, 
/**
 * Duration: "1:02:03", "12:30", or seconds.
 */
duration?: string, };

export type EvidenceInSitu = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Title.
 */
title: string, 
/**
 * Where it is.
 */
kept: string, 
/**
 * Who saw it there.
 */
seenBy?: string, 
/**
 * ISO date on which it was seen.
 */
seenOn?: string, 
/**
 * Method; observation when absent.
 */
method?: Method, };

export type EvidenceOnly = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Evidence id, reference or file name.
 */
evidence: string, };

export type EvidenceReplace = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Evidence id, reference or file name of the new item.
 */
evidence: string, 
/**
 * Evidence id or reference of the item that it replaces.
 */
replaces: string, 
/**
 * Links of that item which the new one takes over.
 */
mappings?: Array<string>, 
/**
 * True: every link that can be.
 */
all?: boolean, };

export type EvidenceReplacement = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Evidence id, reference or file name.
 */
evidence: string, 
/**
 * An item besides those that are offered, of which the links are wanted.
 */
former?: string, };

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

export type EvidenceSettleVersion = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Evidence id, reference or file name.
 */
evidence: string, 
/**
 * Number of the version, or SHA-256 of its file.
 */
version: string, };

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
added: string, 
/**
 * What else is recorded of it.
 */
details: DetailsView, 
/**
 * Items whose place it takes.
 */
replaces: Array<ItemRef>, 
/**
 * Items that take its place.
 */
replacedBy: Array<ItemRef>, 
/**
 * Two desks say different things of that: another item, or that none does.
 */
replacementDisputed: boolean, 
/**
 * How many versions of it there were; 1 where it never changed.
 */
versions: number, 
/**
 * The versions that two desks accepted apart, by number and name; null where one is in force.
 */
versionDisputed: string | null, };

export type ExportView = { 
/**
 * What it is, in words.
 */
label: string, 
/**
 * Bytes written.
 */
bytes: number, 
/**
 * What this format cannot keep.
 */
losses: Array<string>, 
/**
 * What else is good to know, in words: what was written beside it.
 */
notes: Array<string>, };

export type Field = "produced" | "author" | "route" | "witness" | "inSitu" | "thirdParty" | "redacted" | "aiUse" | "pages" | "duration";

export type FileStanding = "present" | "changed" | "missing" | "unknown";

export type FileTextView = { 
/**
 * Which of the item's files, from 0.
 */
part: number, 
/**
 * Kind of file in words, as its bytes tell it; empty where it has no text.
 */
kind: string, 
/**
 * Passages in reading order.
 */
passages: Array<PassageView>, 
/**
 * What could not be read or had to be guessed.
 */
notes: Array<string>, 
/**
 * Why there is no text; null = there is.
 */
why: Why | null, 
/**
 * The reason and the way out, in words; empty = there is text.
 */
reason: string, };

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
closed: NoteView | null, 
/**
 * Why the IV took it back; null = they did not.
 */
withdrawn: string | null, };

export type FindingWithdraw = { 
/**
 * Name or id of the learner; may be absent.
 */
learner?: string, 
/**
 * Id of the comment.
 */
finding: string, 
/**
 * Why.
 */
reason: string, };

export type FolderReadingView = { 
/**
 * The learner's id.
 */
learner: string, 
/**
 * How far it is.
 */
progress: Progress, 
/**
 * How many folders wait behind it.
 */
waiting: number, };

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

export type Format = "json" | "csv" | "xlsx" | "case" | "matrix" | "moodle";

export type FormerRowView = { 
/**
 * Id.
 */
row: string, 
/**
 * Code that it had.
 */
code: string, 
/**
 * Text that it had.
 */
text: string, 
/**
 * The issue that it stood in, in words.
 */
issue: string, 
/**
 * Links that stand on it.
 */
links: Array<LinkView>, 
/**
 * Decisions that stand on it.
 */
decisions: Array<DecisionView>, };

export type GapSuggestionsView = { 
/**
 * Whether there is anything to go by.
 */
standing: SuggestionsStanding, 
/**
 * Suggestions; items that are mapped to the criterion are not among them.
 */
suggestions: Array<SuggestionView>, 
/**
 * How many were put away on this machine.
 */
putAway: number, 
/**
 * Items looked through.
 */
lookedThrough: number, 
/**
 * Items without any text: pictures, recordings, scans.
 */
withoutText: number, 
/**
 * Items whose text has not been read yet.
 */
notRead: number, };

export type GatePlace = "declaration" | "learner" | "unit" | "history" | "sampling";

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
evidence: Array<string>, 
/**
 * Where else to go; null = nowhere else.
 */
place: GatePlace | null, };

export type Ground = "askedFor" | "keptLongEnough" | "byMistake";

export type GroupUnitView = { 
/**
 * Id.
 */
unit: string, 
/**
 * Short name; empty where the library lacks it.
 */
handle: string, 
/**
 * Title.
 */
title: string, 
/**
 * Level.
 */
level: string, 
/**
 * Credit.
 */
credit: number | null, 
/**
 * The library has no text of it.
 */
missing: boolean, };

export type GuidanceText = { 
/**
 * assessment, exemplar, misconception, skill.
 */
kind: string, 
/**
 * Text.
 */
text: string, };

export type Hand = "learner" | "assessor" | "countersigner" | "verifier" | "countersigningVerifier" | "visitor";

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

export type HitView = { 
/**
 * Learner's id.
 */
learner: string, 
/**
 * Learner's name.
 */
learnerName: string, 
/**
 * What tells them from others of the name; null = nobody else is called so.
 */
learnerApart: string | null, 
/**
 * Item's id.
 */
evidence: string, 
/**
 * "E007"; null = no number yet.
 */
reference: string | null, 
/**
 * Title.
 */
title: string, 
/**
 * What a person has done with the item.
 */
standing: EvidenceStanding, 
/**
 * Which of its files, from 0.
 */
part: number, 
/**
 * Place of the passage as shown: "p. 3", "para 12", "Hours!A5:C5"; "part 2, p. 3" in an item of several files; null = the
 * one file has no places.
 */
place: string | null, 
/**
 * The place's first page, where it is one.
 */
page: number | null, 
/**
 * Position of the passage in the file's text, from 0; null = no passage holds the words together.
 */
passage: number | null, 
/**
 * The passage, or the part of it around the hits.
 */
snippet: Array<PieceView>, 
/**
 * Further passages with hits.
 */
more: number, };

export type HouseUndo = { 
/**
 * Id of the deed that is meant: refused where another is next. The next one, whichever, when absent.
 */
deed?: string, };

export type HouseView = { 
/**
 * Every profile.
 */
profiles: Array<ProfileView>, 
/**
 * *Partially met* may be decided.
 */
partiallyMet: boolean, 
/**
 * The logo of papers that are drawn now; null = none.
 */
logo: PictureView | null, 
/**
 * Two desks chose different logos: papers have none until one is chosen again.
 */
logoDisputed: boolean, 
/**
 * Longest text of a declaration, in characters.
 */
longestText: number, 
/**
 * Longest title of a paper, in characters.
 */
longestTitle: number, 
/**
 * Why the person at the desk may change nothing here; null = may.
 */
may: string | null, 
/**
 * What Undo takes back here, in words.
 */
undo: string | null, 
/**
 * Id of the deed that Undo takes back.
 */
undoDeed: string | null, 
/**
 * What Redo does again here, in words.
 */
redo: string | null, };

export type Identity = { 
/**
 * Unit id.
 */
unit: string, 
/**
 * Short name.
 */
handle: string, 
/**
 * Revision label.
 */
revision: string, 
/**
 * Hashes of the texts before.
 */
previous: Array<string>, 
/**
 * Language: "en-GB".
 */
language: string, };

export type InSituView = { 
/**
 * Where.
 */
place: string, 
/**
 * Who saw it.
 */
seenBy: string, 
/**
 * ISO date on which it was seen; empty = not recorded.
 */
seenOn: string, };

export type InkedAttach = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * The scan, put in by the host.
 */
file: string, 
/**
 * Whose signatures it carries.
 */
carries: Array<Hand>, 
/**
 * ISO date on which it was received; today when absent.
 */
received?: string, };

export type InkedPageView = { 
/**
 * Id, for withdrawing and saving.
 */
attached: string, 
/**
 * What opens it; null where its copy is kept on another machine.
 */
paper: string | null, 
/**
 * Whose signatures it carries.
 */
carries: Array<Hand>, 
/**
 * ISO date on which it was received.
 */
received: string, 
/**
 * Who received and attached it.
 */
by: string, 
/**
 * When it was attached, ISO 8601.
 */
recorded: string, 
/**
 * Kind of file.
 */
media: ScanKind, 
/**
 * Bytes.
 */
size: number, 
/**
 * Beginning of its SHA-256.
 */
digest: string, 
/**
 * One line: "received 12/11/2026 by May Poole, with the signatures of learner and assessor".
 */
line: string, 
/**
 * Why it counts no more; null = it counts.
 */
withdrawn: string | null, };

export type InkedSave = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Id of the page.
 */
attached: string, 
/**
 * File to write, put in by the host.
 */
out: string, };

export type InkedWithdraw = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Id of the page.
 */
attached: string, 
/**
 * Why.
 */
reason: string, };

export type ItemRef = { 
/**
 * Id.
 */
evidence: string, 
/**
 * "E007", or the title of one without a number.
 */
reference: string, 
/**
 * Title.
 */
title: string, };

export type ItemSuggestionsView = { 
/**
 * Whether there is anything to go by.
 */
standing: SuggestionsStanding, 
/**
 * Why there is no text, or what takes the item's place, in words.
 */
why: string | null, 
/**
 * Suggestions; criteria that the item is mapped to are not among them.
 */
suggestions: Array<SuggestionView>, 
/**
 * How many were put away on this machine.
 */
putAway: number, };

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
known: number, 
/**
 * Portfolios of learners who were erased here: they were not taken in.
 */
erased: number, 
/**
 * People whose signing keys were not known here before, by name.
 */
newKeys: Array<string>, };

export type Judgement = "agree" | "action" | "disagree";

export type Keeping = { 
/**
 * The learner's evidence, in whole weeks; none = nobody says.
 */
evidenceWeeks: number | null, 
/**
 * Assessment and verification records, in whole months; none = nobody says.
 */
recordsMonths: number | null, 
/**
 * Who says so, in words; empty = not recorded.
 */
source: string, };

export type KeptView = { 
/**
 * ISO date; null = the board says nothing of the learner's evidence.
 */
evidenceUntil: string | null, 
/**
 * ISO date; null = not known for this board.
 */
recordsUntil: string | null, 
/**
 * The rule, with where it comes from.
 */
rule: string, };

export type KeyCertificateView = { 
/**
 * The person brought it; false = the centre issued it under its root.
 */
imported: boolean, 
/**
 * The name that it states.
 */
name: string, 
/**
 * Who issued it, in words: "the centre's root", "Northgate Trust Root".
 */
issuer: string, 
/**
 * ISO date of its last day; null = it does not end.
 */
until: string | null, 
/**
 * SHA-256.
 */
fingerprint: string, };

export type KeyView = { 
/**
 * First characters of its file check.
 */
key: string, 
/**
 * When it was made, ISO 8601.
 */
since: string, 
/**
 * Signs now.
 */
inForce: boolean, 
/**
 * Why it signs no more and who ended it, in words; null while it is in force.
 */
ended: string | null, 
/**
 * The certificate that goes beside its signatures today; null = one that vouches for itself.
 */
certificate: KeyCertificateView | null, };

export type KindView = { 
/**
 * How it is shown.
 */
media: Media, 
/**
 * What it is, in words: "a PDF", "an Excel workbook", "rich text".
 */
is: string, 
/**
 * The ending of its name, without the dot, where that says something else.
 */
named: string | null, };

export type KnownUnit = { 
/**
 * Id.
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
 * Learners who have it now.
 */
learners: number, };

export type LackingView = { 
/**
 * Code.
 */
code: string, 
/**
 * Titles of the units.
 */
namedBy: Array<string>, };

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
 * Name or id of a saved set of units, besides those.
 */
unitSet?: string, 
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

export type LearnerChange = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Name.
 */
name?: string, 
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

export type LearnerCriterion = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Code or row id.
 */
code: string, };

export type LearnerErase = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * The learner's name, typed.
 */
name: string, 
/**
 * Why.
 */
ground: Ground, 
/**
 * True: also before the day until which the records are to be kept.
 */
early?: boolean, };

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

export type LearnerUnitAdd = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Short name or id of a unit.
 */
unit?: string, 
/**
 * Several of them.
 */
units?: Array<string>, 
/**
 * Name or id of a saved set: those of its units that the learner lacks.
 */
unitSet?: string, };

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
 * What tells them from others of the name: "ULN 1234567890"; null = nobody else is called so.
 */
apart: string | null, 
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
iv: string, 
/**
 * Facts that two desks changed, each to another value; above they stand both ways.
 */
disputed: Array<DisputedFactView>, };

export type LearnerWord = "learner" | "candidate";

export type LeftOver = { 
/**
 * Words.
 */
text: string, 
/**
 * Line, page, row or cell.
 */
where: string, };

export type LevelRule = { 
/**
 * Level, "3".
 */
level: string, 
/**
 * Least credits at this level or above.
 */
minimumCredits: number, };

export type LineUse = "title" | "fact" | "heading" | "outcome" | "criterion" | "guidance" | "furniture" | "leftOver";

export type LinkConfirm = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Link ids.
 */
mappings: Array<string>, };

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
 * The points of standards that persons linked both sides to; empty = proposed by its words alone.
 */
through: Array<ThroughView>, 
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
 * It no longer reads as it did when the link was made, or nobody recorded how it read.
 */
textChanged: boolean, 
/**
 * Nobody recorded for which words the link was made.
 */
textUnrecorded: boolean, };

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
 * Position of the file that the place is in, from 0; null = not said, or the item has one file.
 */
part: number | null, 
/**
 * By which method.
 */
method: Method, 
/**
 * Initials of who put it forward.
 */
by: string, 
/**
 * Why it asks to be confirmed again: the criterion is worded differently now; null = it does not.
 */
confirm: string | null, 
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

export type LogoChoose = { 
/**
 * PNG or JPEG, put in by the host. It is read once and never kept.
 */
file: string, };

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
 * Criteria of further units, mapped in the same deed.
 */
also?: Array<UnitCodes>, 
/**
 * "p. 2-3", "00:04:12", "whole item" …; absent = no place given.
 */
place?: string, 
/**
 * Id or reference of the one item that the place is in; all of them when absent.
 */
placeOf?: string, 
/**
 * Method of this link; the item's own when absent.
 */
method?: Method, };

export type MatrixExport = { 
/**
 * Learner.
 */
learner: string, 
/**
 * Unit.
 */
unit: string, 
/**
 * Format.
 */
format: MatrixFormat, 
/**
 * Under which it can be stopped.
 */
ticket?: string, 
/**
 * File to write, put in by the host.
 */
out: string, };

export type MatrixFormat = "xlsx" | "csv" | "html" | "json";

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
original?: boolean, 
/**
 * True: the signed original with the IV's signature in it as well.
 */
verified?: boolean, 
/**
 * Id of a sign-off that was opened again, or "latest": its original, marked as superseded.
 */
superseded?: string, 
/**
 * Under which the drawing can be stopped; a signed original is not drawn.
 */
ticket?: string, };

export type Media = "pdf" | "image" | "text" | "document" | "spreadsheet" | "email" | "audio" | "video" | "other";

export type Method = "O" | "WP" | "WT" | "EW" | "PD" | "Q" | "RA" | "CS" | "S" | "RPL";

export type NoTextView = { 
/**
 * Item's id.
 */
evidence: string, 
/**
 * "E007 Complaint log", or the title of one without a number.
 */
name: string, 
/**
 * Which of its files, from 0.
 */
part: number, 
/**
 * Sort of reason; null = not read yet.
 */
why: Why | null, 
/**
 * The reason and the way out, in words; empty = not read yet.
 */
reason: string, };

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

export type ObstacleView = { 
/**
 * Stable name: "ulnMissing".
 */
name: string, 
/**
 * In words.
 */
text: string, };

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

export type PaperKind = "gaps" | "decisions" | "evidence" | "grid" | "claim" | "sampling" | "witnesses" | "whole";

export type PaperPath = { 
/**
 * Paper id (SHA-256).
 */
paper: string, };

export type PaperPrint = { 
/**
 * Which.
 */
kind: PaperKind, 
/**
 * Learner; a claim sheet may be of everybody.
 */
learner?: string, 
/**
 * Claim sheet of everybody: the reference of the batch; none = what is signed off and not claimed yet.
 */
batch?: string, 
/**
 * Unit: the grid is of one; the gap list, the decisions and the sampling record may be.
 */
unit?: string, 
/**
 * Decisions: the first day; none = the day of the last decision.
 */
from?: string, 
/**
 * Decisions: the last day; none = the first day alone.
 */
to?: string, 
/**
 * Under which it can be stopped.
 */
ticket?: string, 
/**
 * File to write, put in by the host; none = drawn for the screen.
 */
out?: string, };

export type PaperSign = { 
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
password: string, };

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

export type PaperWaitsView = { 
/**
 * In words, with the way out.
 */
text: string, 
/**
 * Whose signature it is.
 */
signer: string, 
/**
 * That person is at the desk and can sign the paper again.
 */
yours: boolean, 
/**
 * The paper lies on another machine, so that nobody can sign it here.
 */
elsewhere: boolean, };

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

export type PartiallyMet = { 
/**
 * Used.
 */
used: boolean, };

export type PassageView = { 
/**
 * What it is.
 */
shape: Shape, 
/**
 * Place as shown; null = none.
 */
place: string | null, 
/**
 * Words. They are text, never markup.
 */
text: string, };

export type PdfSignatureView = { 
/**
 * The signer's name as their certificate states it; null where the signature does not hold.
 */
name: string | null, 
/**
 * The centre as the certificate states it.
 */
centre: string | null, 
/**
 * SHA-256 of the certificate, to be compared with what the centre has handed out.
 */
certificate: string | null, 
/**
 * When, as the signer's computer said.
 */
at: string | null, 
/**
 * The signed bytes are as they were signed.
 */
holds: boolean, 
/**
 * Nothing but further signatures came after it.
 */
unchanged: boolean, 
/**
 * Who issued the certificate, in words; null = it vouches for itself, or the signature does not hold.
 */
issuer: string | null, 
/**
 * The person of this centre file whose key it is; null where nobody's, or without a centre file.
 */
knownAs: string | null, 
/**
 * Why it counts for nothing in the box that it stands in; null = it counts, or there is no history to ask.
 */
uncounted: string | null, 
/**
 * One line for a person.
 */
line: string, };

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
password?: string, 
/**
 * Qualification held.
 */
qualification?: string, 
/**
 * Occupational competence.
 */
competence?: string, 
/**
 * ISO date of the last continuing professional development.
 */
cpd?: string, 
/**
 * Name or id of who countersigns for a trainee.
 */
countersigner?: string, 
/**
 * The signing password of whoever adds them, where that is an administrator who has one.
 */
ownPassword?: string, };

export type PersonChange = { 
/**
 * Name or id.
 */
person: string, 
/**
 * Full name.
 */
name?: string, 
/**
 * Initials.
 */
initials?: string, 
/**
 * Roles.
 */
roles?: Array<Role>, 
/**
 * Qualification held.
 */
qualification?: string, 
/**
 * Occupational competence.
 */
competence?: string, 
/**
 * ISO date of the last continuing professional development, or empty.
 */
cpd?: string, 
/**
 * Name or id of who countersigns for a trainee.
 */
countersigner?: string, 
/**
 * False = no longer works here.
 */
active?: boolean, 
/**
 * The signing password of whoever changes it, where that is an administrator who has one; given without any change, they sign
 * what stands.
 */
ownPassword?: string, };

export type PersonEndKey = { 
/**
 * Name or id.
 */
person: string, 
/**
 * Why.
 */
reason: string, 
/**
 * The signing password of whoever ends it, where they have one and it is another's that is ended.
 */
password?: string, };

export type PersonImportKey = { 
/**
 * PKCS#12 file, put in by the host.
 */
file: string, 
/**
 * The password of the file.
 */
filePassword: string, 
/**
 * Signing password from now on.
 */
password: string, 
/**
 * The one in force.
 */
current?: string, };

export type PersonPassword = { 
/**
 * New signing password.
 */
password: string, 
/**
 * The one in force.
 */
current?: string, };

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
hasSigningPassword: boolean, 
/**
 * A specimen signature is recorded.
 */
hasSpecimen: boolean, 
/**
 * It is drawn in the boxes that they sign.
 */
specimenDraws: boolean, 
/**
 * Works here. Those who do not stay in the list.
 */
active: boolean, 
/**
 * Qualification held; empty = not recorded.
 */
qualification: string, 
/**
 * Occupational competence; empty = not recorded.
 */
competence: string, 
/**
 * ISO date of the last continuing professional development; empty = not recorded.
 */
cpd: string, 
/**
 * Id of who countersigns for a trainee.
 */
countersigner: string | null, 
/**
 * Their name.
 */
countersignerName: string | null, 
/**
 * Every signing key they ever had, oldest first.
 */
keys: Array<KeyView>, 
/**
 * What asks to be looked at, in words.
 */
warnings: Array<string>, };

export type PhraseOnly = { 
/**
 * Id, or its very words.
 */
phrase: string, };

export type PhraseSave = { 
/**
 * Its words.
 */
text: string, 
/**
 * Id of the phrase that is changed; a new one when absent.
 */
phrase?: string, };

export type PhraseView = { 
/**
 * Id.
 */
phrase: string, 
/**
 * Its words; two versions with " / " between them where two desks changed it at once.
 */
text: string, 
/**
 * In how many pieces of writing it stands: decisions made in one go, sign-offs, IV comments.
 */
uses: number, };

export type PictureView = { 
/**
 * Its PNG file in base64.
 */
png: string, 
/**
 * SHA-256 of that file.
 */
sha256: string, 
/**
 * Width in pixels.
 */
width: number, 
/**
 * Height in pixels.
 */
height: number, };

export type PieceView = { 
/**
 * Words as they stand in the file. They are text, never markup.
 */
text: string, 
/**
 * Whether they were looked for.
 */
hit: boolean, };

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

export type PointCoverageView = { 
/**
 * The point.
 */
point: PointView, 
/**
 * How it stands.
 */
state: PointState, 
/**
 * Criteria of the learner's units that speak to it.
 */
criteria: Array<PointCriterionView>, };

export type PointCriterionView = { 
/**
 * Unit id.
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
 * Criterion or outcome id.
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
 * How the criterion stands to the point.
 */
relation: Relation, 
/**
 * What the point asks beyond the criterion.
 */
pointAsks: string, 
/**
 * How the criterion stands for the learner.
 */
state: RowState, 
/**
 * Evidence mapped to it.
 */
links: Array<LinkView>, 
/**
 * Why the link does not count, in words; none = it counts.
 */
notCounted: string | null, };

export type PointState = "covered" | "partly" | "evidence" | "empty" | "unlinked";

export type PointView = { 
/**
 * Id.
 */
row: string, 
/**
 * "P3".
 */
code: string, 
/**
 * Words.
 */
text: string, 
/**
 * Heading of its part.
 */
part: string, };

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
 * "Seen by IV B. King on 12/11/2026" or "not yet seen by anyone else".
 */
seen: string, };

export type Preview = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Id of the item.
 */
evidence: string, 
/**
 * Which of its files, from 0.
 */
part: number, 
/**
 * SHA-256 of the file of another of its versions; the one in force when absent.
 */
version?: string, };

export type PreviewPiece = { 
/**
 * What it is.
 */
shape: Shape, 
/**
 * Its place: "para 7", "slide 3".
 */
place: string | null, 
/**
 * Its words.
 */
text: string, };

export type PreviewRow = { 
/**
 * Row of the sheet, from 1.
 */
number: number, 
/**
 * Cells from column A on; trailing empty ones are absent.
 */
cells: Array<string>, };

export type PreviewSheet = { 
/**
 * Name, as it stands in a place.
 */
name: string, 
/**
 * Rows with content.
 */
rows: Array<PreviewRow>, 
/**
 * What is not shown, in words.
 */
notes: Array<string>, };

export type PreviewView = { "is": "text", 
/**
 * Kind of file in words: "Word document".
 */
kind: string, 
/**
 * Paragraphs in reading order.
 */
passages: Array<PreviewPiece>, 
/**
 * What was not read or had to be guessed.
 */
notes: Array<string>, } | { "is": "sheets", 
/**
 * Kind of file in words: "Excel workbook".
 */
kind: string, 
/**
 * Its sheets in order; at least one.
 */
sheets: Array<PreviewSheet>, } | { "is": "nothing", 
/**
 * Why, and the way out.
 */
reason: string, };

export type Profile = "pearson" | "ocr" | "generic";

export type ProfileSave = { 
/**
 * Whose words.
 */
profile: Profile, 
/**
 * The word for whoever is assessed: "learner", "candidate", or empty.
 */
learner?: string, 
/**
 * What the record of a unit is called on paper.
 */
matrix?: string, 
/**
 * Declarations by whose they are: learner, assessor, countersigningAssessor, verifier, countersigningVerifier, claim.
 */
declarations?: { [key in Declares]?: string }, 
/**
 * How long records are kept.
 */
keeping?: Keeping, 
/**
 * The rule of how long records are kept goes back to the shipped one.
 */
keepingShipped?: boolean, 
/**
 * Everything goes back to the shipped wording first.
 */
shipped?: boolean, };

export type ProfileView = { 
/**
 * Which.
 */
profile: Profile, 
/**
 * What it is called.
 */
name: string, 
/**
 * The word for whoever is assessed.
 */
learner: LearnerWord, 
/**
 * The one that is shipped.
 */
learnerShipped: LearnerWord, 
/**
 * What the record of a unit is called on paper.
 */
matrix: string, 
/**
 * The one that is shipped.
 */
matrixShipped: string, 
/**
 * Every declaration.
 */
declarations: Array<DeclarationTextView>, 
/**
 * How long records are kept.
 */
keeping: Keeping, 
/**
 * The shipped rule.
 */
keepingShipped: Keeping, 
/**
 * Something is not as shipped.
 */
changed: boolean, 
/**
 * Two desks said different things: what is shipped holds until it is saved again.
 */
disputed: boolean, };

export type Progress = { 
/**
 * Files that the walk has met; the folder may hold more.
 */
met: number, 
/**
 * Files that are read, in whatever way.
 */
files: number, 
/**
 * Of how many that must be read; 0 while the walk goes on.
 */
of: number, 
/**
 * Bytes read so far.
 */
bytes: number, 
/**
 * Of how many.
 */
ofBytes: number, };

export type PromptView = { 
/**
 * "assessment", "exemplar", "misconception", "skill".
 */
kind: string, 
/**
 * Text.
 */
text: string, };

export type Proposal = { 
/**
 * The unit's facts.
 */
unit: UnitFacts, 
/**
 * Board.
 */
awardingOrganisation: BoardFacts, 
/**
 * Qualification that the source names for this unit.
 */
qualification: QualificationFacts, 
/**
 * Where the text comes from.
 */
source: SourceFacts, 
/**
 * Outcomes in order.
 */
outcomes: Array<ProposedOutcome>, 
/**
 * Criteria that the source does not place under an outcome.
 */
unassignedCriteria: Array<UnassignedCriterion>, 
/**
 * Prompts: assessment guidance, exemplars, common mistakes, skills.
 */
guidance: Array<GuidanceText>, 
/**
 * Key terms.
 */
keyTerms: Array<TermText>, 
/**
 * Every defect seen.
 */
defects: Array<Defect>, 
/**
 * What was not recognised, as it stands in the source.
 */
leftOver: Array<LeftOver>, 
/**
 * Handle, id and hash of the text before, where the source is our own JSON.
 */
identity: Identity | null, };

export type ProposedCriterion = { 
/**
 * "2.3"; made by us where the source does not number.
 */
code: string, 
/**
 * published or generated.
 */
codeOrigin: string, 
/**
 * Text.
 */
text: string, 
/**
 * published or proposed.
 */
assignment: string, 
/**
 * How sure the recogniser is, 0 to 1.
 */
confidence: number, 
/**
 * Where it stands in the source.
 */
place: string, 
/**
 * Exemplification, range, knowledge: further words of the source.
 */
amplification: string | null, 
/**
 * Id of the criterion, where the source is our own JSON or a CASE package.
 */
id: string | null, };

export type ProposedOutcome = { 
/**
 * "2"; made by us where the source does not number.
 */
code: string, 
/**
 * published or generated.
 */
codeOrigin: string, 
/**
 * Text.
 */
text: string, 
/**
 * Not in the source: put there so that the criteria have a place.
 */
inferred: boolean, 
/**
 * How sure the recogniser is, 0 to 1.
 */
confidence: number, 
/**
 * Where it stands in the source.
 */
place: string, 
/**
 * Its criteria.
 */
criteria: Array<ProposedCriterion>, 
/**
 * Id of the outcome, where the source is our own JSON or a CASE package.
 */
id: string | null, };

export type Qualification = { 
/**
 * Qualification number, 10 characters with obliques: "603/2476/0" (Ofqual).
 */
number: string, 
/**
 * Title.
 */
title: string, 
/**
 * "3", "Entry 1".
 */
level: string, 
/**
 * Awarding organisation or brand.
 */
awardingOrganisation: string, 
/**
 * "QCF", "RQF" or empty.
 */
framework: string, 
/**
 * Status as the register words it.
 */
status: string, 
/**
 * Total credits.
 */
credits?: number, 
/**
 * Guided learning hours.
 */
glh?: number, 
/**
 * Total qualification time, hours.
 */
tqt?: number, 
/**
 * First day on which learners may start.
 */
operationalStartDate: string, 
/**
 * Last day on which learners may start.
 */
operationalEndDate: string, 
/**
 * Last day on which anything is certificated.
 */
certificationEndDate: string, 
/**
 * Units in groups, in order.
 */
groups: Array<UnitGroup>, 
/**
 * Credits needed at a level or above.
 */
levelRules: Array<LevelRule>, 
/**
 * Credits needed in all.
 */
minimumCredits?: number, 
/**
 * Where the facts come from: "Ofqual register, file of 2026-11-20".
 */
source: string, };

export type QualificationCheck = { 
/**
 * Qualification.
 */
qualification: string, 
/**
 * Short names or ids.
 */
units: Array<string>, };

export type QualificationFacts = { 
/**
 * Qualification number, 10 characters with obliques: "603/2476/0".
 */
number: string | null, 
/**
 * Title.
 */
title: string | null, 
/**
 * Level.
 */
level: string | null, 
/**
 * "QCF", "RQF".
 */
framework: string | null, 
/**
 * Group of units that the unit belongs to: "Mandatory", "Optional group B".
 */
group: string | null, 
/**
 * Owner's name.
 */
owner: string | null, 
/**
 * Status on the register: "Available to learners", "Awarding closed" …
 */
status: string | null, 
/**
 * Total credits.
 */
credits: number | null, 
/**
 * Guided learning hours.
 */
glh: number | null, 
/**
 * Total qualification time.
 */
tqt: number | null, 
/**
 * ISO date of the regulation start.
 */
regulationStartDate: string | null, 
/**
 * ISO date from which learners may start.
 */
operationalStartDate: string | null, 
/**
 * ISO date after which no learner may start.
 */
operationalEndDate: string | null, 
/**
 * ISO date after which nothing is certificated.
 */
certificationEndDate: string | null, };

export type QualificationOnly = { 
/**
 * Number, title or id.
 */
qualification: string, };

export type QualificationSave = { 
/**
 * The one that is changed; a new one when absent.
 */
qualification?: string, 
/**
 * What it is.
 */
says: Qualification, };

export type QualificationView = { 
/**
 * Id.
 */
id: string, 
/**
 * What it is.
 */
says: Qualification, 
/**
 * Its groups with their units.
 */
groups: Array<UnitGroupView>, 
/**
 * End dates, status, units that the library lacks.
 */
warnings: Array<string>, 
/**
 * Two desks said different things about it; saving it again settles that.
 */
disputed: boolean, 
/**
 * What else was said, where it is in dispute.
 */
others: Array<Qualification>, };

export type RawLine = { 
/**
 * Where: "page 2, line 14", "sheet Units, row 7". Empty where the format has no places.
 */
place: string, 
/**
 * The words as they stand in the source.
 */
text: string, 
/**
 * What was made of it.
 */
used: LineUse, 
/**
 * Position of the unit in [`Reading::units`] that it went to.
 */
unit: number | null, 
/**
 * Code of the outcome or criterion that it went to.
 */
code: string | null, };

export type Reading = { 
/**
 * In words: "pasted text", "Word document", "PDF", "Excel workbook", "CASE 1.1 package" …
 */
format: string, 
/**
 * The raw text in reading order, each line with what was made of it.
 */
lines: Array<RawLine>, 
/**
 * Units, one proposal each.
 */
units: Array<Proposal>, 
/**
 * Qualification shells (register, table columns, CASE documents).
 */
qualifications: Array<QualificationFacts>, 
/**
 * Relations between criteria that the file states (CASE associations between items, our own link files).
 */
links: Array<StatedLink>, 
/**
 * Defects of the file as a whole.
 */
defects: Array<Defect>, };

export type ReadingView = { 
/**
 * Name of the file, or "pasted text".
 */
name: string, 
/**
 * The proposal, beside the raw text.
 */
reading: Reading, 
/**
 * Sheets to choose from, where the file has any.
 */
sheets: Array<SheetView>, 
/**
 * One draft for each unit that was recognised.
 */
drafts: Array<UnitDraft>, 
/**
 * For each of them the unit of the library that it seems to be a text of.
 */
known: Array<KnownUnit | null>, };

export type RecordView = { 
/**
 * It is what somebody signed, or what the record says now.
 */
same: boolean, 
/**
 * Codes of the criteria in which what the record says now differs.
 */
rows: Array<string>, 
/**
 * What else differs, in words.
 */
more: Array<string>, 
/**
 * All of it in a line for a person.
 */
line: string, };

export type RefusedView = { 
/**
 * Name, with what tells them from others of it.
 */
name: string, 
/**
 * Why, with the way out.
 */
why: string, };

export type ReissueView = { 
/**
 * Moved.
 */
done: Array<DiffLearnerView>, 
/**
 * Not moved.
 */
refused: Array<RefusedView>, };

export type Relation = "exact" | "close" | "broader" | "narrower" | "related";

export type ReleaseView = { 
/**
 * Id, to take it back.
 */
statement: string, 
/**
 * IV.
 */
by: string, 
/**
 * ISO 8601.
 */
at: string, 
/**
 * Why.
 */
reason: string, };

export type ReliedView = { 
/**
 * Title of the unit.
 */
unit: string, 
/**
 * Code of the criterion.
 */
code: string, 
/**
 * Judgement.
 */
outcome: Outcome, 
/**
 * ISO date of judgement.
 */
date: string, 
/**
 * Initials of the assessor.
 */
initials: string, 
/**
 * It stands; else it was made again since, or taken back.
 */
standing: boolean, };

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

export type ReplacementOffer = { 
/**
 * The item put forward before.
 */
item: ItemRef, 
/**
 * Why it is offered, a sentence each.
 */
why: Array<string>, 
/**
 * Criteria on which more is asked for, by code.
 */
asked: Array<string>, 
/**
 * Links that could be taken over.
 */
links: Array<TakeOverView>, };

export type ReplacementView = { 
/**
 * The item asked about.
 */
item: ItemRef, 
/**
 * Items whose place it takes.
 */
replaces: Array<ItemRef>, 
/**
 * Items that take its place.
 */
replacedBy: Array<ItemRef>, 
/**
 * Two desks say different things of that: another item, or that none does.
 */
replacementDisputed: boolean, 
/**
 * Items whose place it may take, the likeliest first.
 */
offers: Array<ReplacementOffer>, 
/**
 * Links of the items that it replaces, which can be taken over.
 */
links: Array<TakeOverView>, 
/**
 * Links of the item that was asked about besides.
 */
others: Array<TakeOverView>, };

export type RevisionView = { 
/**
 * File check of the text: its name for programs.
 */
sha256: string, 
/**
 * Label of the revision.
 */
revision: string, 
/**
 * The board's own word for the issue; empty where it has none.
 */
issue: string, 
/**
 * Where the text comes from, in words.
 */
source: string, 
/**
 * When it came into the library, ISO 8601.
 */
addedAt: string, 
/**
 * Who brought it in; "set-up" for those that came with the program.
 */
by: string, 
/**
 * It is the newest.
 */
inForce: boolean, 
/**
 * It is one of several that say they are the newest.
 */
inDispute: boolean, 
/**
 * Learners who are assessed against it now.
 */
learners: number, 
/**
 * Units of learners signed against it, where that holds as signed.
 */
signedOff: number, };

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

export type Role = "assessor" | "iv" | "administrator" | "traineeAssessor" | "traineeIv" | "leadIv" | "visitor";

export type RootIssue = { 
/**
 * Password of the root.
 */
password: string, 
/**
 * Names or ids; everybody who has a signing password and no certificate when absent.
 */
people?: Array<string>, };

export type RootMake = { 
/**
 * Its password.
 */
password: string, 
/**
 * The signing password of whoever makes it, where that is an administrator who has one.
 */
ownPassword?: string, };

export type RootSave = { 
/**
 * File to write, put in by the host: PEM.
 */
out: string, };

export type RootView = { 
/**
 * SHA-256 of its certificate.
 */
fingerprint: string, 
/**
 * The centre that it names.
 */
centre: string, 
/**
 * Who made it.
 */
by: string, 
/**
 * When, ISO 8601.
 */
since: string, 
/**
 * It issues.
 */
inForce: boolean, 
/**
 * Its key is kept on this machine.
 */
here: boolean, 
/**
 * How many certificates it issued.
 */
issued: number, };

export type Route = "signed" | "email" | "recording" | "discussion" | "observed" | "witness";

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
 * IV mark: "agreed BK 12/11/2026", "action open", ...; null when not sampled.
 */
iv: string | null, };

export type SameView = { 
/**
 * The item that it belongs to here.
 */
item: ItemRef, 
/**
 * Which of its files, from 0.
 */
part: number, 
/**
 * How many other learners have it.
 */
others: number, 
/**
 * Their names; empty where the person at the desk may not know them.
 */
names: Array<string>, 
/**
 * In words, as a warning.
 */
line: string, };

export type SampleCountersign = { 
/**
 * Name or id, where sample numbers are not unique.
 */
learner?: string, 
/**
 * Number or id.
 */
sample: string, 
/**
 * Signing password.
 */
password: string, };

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
links: Array<SampledLinkView>, 
/**
 * The IV's word; null = not judged yet.
 */
finding: FindingView | null, 
/**
 * Other words of the same IV that stand too, said on another machine; a new word settles them.
 */
alsoSaid: Array<FindingView>, 
/**
 * What was said and taken back, in the order in which it was said.
 */
takenBack: Array<FindingView>, };

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
 * What is declared by signing it.
 */
declaration: string, 
/**
 * Why the person at the desk, who made it, can never sign it; null = they can, or somebody else made it.
 */
maySign: string | null, 
/**
 * Signed by, at; null while open.
 */
verified: VerifiedView | null, };

export type SampledLinkView = { 
/**
 * SHA-256 of the files of the item as they were judged, in order.
 */
judged: Array<string>, 
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
 * Position of the file that the place is in, from 0; null = not said, or the item has one file.
 */
part: number | null, 
/**
 * By which method.
 */
method: Method, 
/**
 * Initials of who put it forward.
 */
by: string, 
/**
 * Why it asks to be confirmed again: the criterion is worded differently now; null = it does not.
 */
confirm: string | null, 
/**
 * How the file stands now.
 */
file: FileStanding, };

export type SamplingView = { 
/**
 * Newest first.
 */
samples: Array<SampleView>, 
/**
 * Open actions over all samples of units that the learner takes, for the assessor.
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

export type ScanKind = "pdf" | "png" | "jpeg";

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
 * Whether it goes on in the background: the folder is large, and the window stays usable meanwhile.
 */
goesOn: boolean, 
/**
 * Whether somebody stopped it. What was on record by then stays.
 */
stopped: boolean, 
/**
 * One line a finding, then what was passed over and refused, with reasons.
 */
lines: Array<string>, };

export type Search = { 
/**
 * Only in this learner's portfolio; absent = in all.
 */
learner?: string, 
/**
 * Words, "phrases", beginnings* and -not.
 */
query: string, 
/**
 * Items passed over, for the next page of the answer.
 */
from?: number, 
/**
 * Items answered at most; 20 when absent.
 */
most?: number, };

export type SearchView = { 
/**
 * Items, the best first.
 */
hits: Array<HitView>, 
/**
 * Files that answer, over all.
 */
files: number, 
/**
 * Small words that were not looked for.
 */
leftOut: Array<string>, 
/**
 * Why nothing was looked for; null = something was.
 */
hint: string | null, 
/**
 * Files searched.
 */
searched: number, 
/**
 * Files not read yet: they may answer later.
 */
waiting: number, };

export type Shape = "heading" | "paragraph" | "item" | "row";

export type SharedIdeaView = { 
/**
 * In plain words: "forecasting".
 */
idea: string, 
/**
 * The evidence's words for it.
 */
words: Array<string>, };

export type SheetView = { 
/**
 * Name.
 */
name: string, 
/**
 * Its first rows.
 */
rows: Array<Array<string>>, 
/**
 * Which column holds what, as guessed from the headings.
 */
columns: { [key in string]: number }, };

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
feedback?: string, 
/**
 * Confirms that the evidence is valid, authentic, current, sufficient and reliable; nothing is signed without.
 */
vacsr?: boolean, };

export type SignOffView = { 
/**
 * Id of the unit that this is about: what is signed is what was shown.
 */
unit: string, 
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
 * Why the person at the desk cannot sign, with the way out, where it is not the gates that say so; null = they can.
 */
maySign: string | null, 
/**
 * Who can sign where they cannot, each with the role; empty where they can.
 */
othersMay: Array<string>, 
/**
 * Declaration to be signed.
 */
declaration: string, 
/**
 * What is confirmed once for the unit, to be ticked.
 */
vacsr: string, 
/**
 * The words that a learner declares, to begin with.
 */
learnerWords: string, 
/**
 * Signed as INDICATIVE only.
 */
indicative: boolean, 
/**
 * Who would sign; null when nobody is at the desk.
 */
signer: string | null, 
/**
 * Whether that person has a signing password that stands, with its key on this machine.
 */
hasSigningPassword: boolean, 
/**
 * What stands in the signer's name since their last signature, newest first.
 */
inYourName: Array<HistoryLine>, 
/**
 * The sign-off in force.
 */
signed: SignedView | null, 
/**
 * A trainee's decisions that wait for a countersignature; null = none do.
 */
countersign: CountersignView | null, 
/**
 * A signature that stands in the history and in no paper yet; null = none.
 */
paperWaits: PaperWaitsView | null, 
/**
 * Scans of the paper signed in ink, of the sign-off in force; also those withdrawn.
 */
inked: Array<InkedPageView>, 
/**
 * Why the person at the desk cannot attach one; null = they can.
 */
mayAttach: string | null, 
/**
 * Sign-offs of this unit that were opened again, the latest first.
 */
superseded: Array<SupersededView>, };

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
 * "Seen by IV B. King on 12/11/2026" or null.
 */
verified: string | null, };

export type SourceFacts = { 
/**
 * awarding-organisation, third-party, centre, unknown. An import never says more than "unknown" by itself, except
 * where the file is our own JSON.
 */
kind: string, 
/**
 * Title of the source.
 */
title: string | null, 
/**
 * Issue.
 */
issue: string | null, 
/**
 * ISO date.
 */
publishedOn: string | null, 
/**
 * Remarks.
 */
notes: string | null, };

export type SpecimenSave = { 
/**
 * Name or id.
 */
person: string, 
/**
 * PNG or JPEG of it, put in by the host. It is read once and never kept.
 */
file?: string, 
/**
 * As it was drawn on the screen: a PNG file in base64.
 */
drawn?: string, 
/**
 * Whether it is drawn in the boxes that the person signs; only they themselves say yes.
 */
draws?: boolean, 
/**
 * There is to be none.
 */
remove?: boolean, };

export type SpecimenShow = { 
/**
 * Name or id.
 */
person: string, };

export type SpecimenView = { 
/**
 * Id of the person.
 */
person: string, 
/**
 * Their name.
 */
name: string, 
/**
 * What it looks like; null = none is recorded.
 */
picture: PictureView | null, 
/**
 * It is drawn in the boxes that the person signs.
 */
draws: boolean, 
/**
 * Why whoever is at the desk may not set it; null = may.
 */
may: string | null, 
/**
 * Id of the deed that Undo would take back now: after a change that change's own.
 */
undoDeed: string | null, 
/**
 * It is that of the person at the desk.
 */
own: boolean, };

export type StandardCoverage = { 
/**
 * Learner.
 */
learner: string, 
/**
 * Code, short name or id.
 */
standard: string, };

export type StandardCoverageView = { 
/**
 * The standard.
 */
standard: StandardView, 
/**
 * Its points in order.
 */
points: Array<PointCoverageView>, 
/**
 * In words: how many are covered, partly covered, and not linked.
 */
summary: string, };

export type StandardImport = { 
/**
 * File, put in by the host.
 */
file: string, };

export type StandardView = { 
/**
 * Id.
 */
standard: string, 
/**
 * Short name, as links name it.
 */
handle: string, 
/**
 * Code as published.
 */
code: string, 
/**
 * Title.
 */
title: string, 
/**
 * Who developed it; empty = not stated.
 */
developedBy: string, 
/**
 * The issue in force, in words.
 */
issue: string, 
/**
 * Two desks brought different next issues in: no link is made until one is brought in again.
 */
inDispute: boolean, 
/**
 * Points in order.
 */
points: Array<PointView>, 
/**
 * Standing links between criteria and its points.
 */
links: number, 
/**
 * Units of the library that name its code, by title.
 */
namedBy: Array<string>, };

export type StandardsTakenView = { 
/**
 * Standards that were new.
 */
new: Array<StandardView>, 
/**
 * Standards of which it held the next issue.
 */
next: Array<StandardView>, 
/**
 * Standards that the library had as they are.
 */
known: Array<StandardView>, };

export type StandardsView = { 
/**
 * By code.
 */
standards: Array<StandardView>, 
/**
 * By code.
 */
lacking: Array<LackingView>, };

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

export type StatusShow = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Qualification that is to be claimed whole, by id, number or title: says also what stands in the way of that.
 */
qualification?: string, 
/**
 * The units that are to be claimed towards it together; every one that can be when absent.
 */
units?: Array<string>, };

export type StatusTakeBack = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Id of the release, claim or certificate.
 */
statement: string, 
/**
 * Why.
 */
reason: string, };

export type StatusView = { 
/**
 * The learner's id.
 */
learner: string, 
/**
 * Name.
 */
learnerName: string, 
/**
 * Why the person at the desk may not claim and record certificates; null = they may.
 */
mayClaim: string | null, 
/**
 * Why the person at the desk may not release units as not sampled; null = they may.
 */
mayRelease: string | null, 
/**
 * In the order in which the units were taken.
 */
units: Array<UnitStandingView>, };

export type StepSort = "putForward" | "withdrawn" | "decided" | "takenBack" | "confirmed" | "verified" | "answered" | "closed";

export type StepView = { 
/**
 * What sort.
 */
sort: StepSort, 
/**
 * In words: "E001 · p. 2", "action required: Say where."
 */
what: string, 
/**
 * When it was recorded, ISO 8601.
 */
at: string, 
/**
 * Who did it.
 */
by: string, 
/**
 * Initials.
 */
initials: string, 
/**
 * It was taken back since.
 */
undone: boolean, 
/**
 * The decision, where one was made.
 */
decision: DecisionView | null, };

export type SubmittedView = { 
/**
 * The item.
 */
item: ItemRef, 
/**
 * Number of its version, where it has several.
 */
version: number | null, 
/**
 * ISO date on which these bytes were first seen.
 */
on: string, 
/**
 * It is new in this attempt.
 */
fresh: boolean, 
/**
 * "in place of E007", "newer version"; empty = neither.
 */
how: string, };

export type SuggestBringBack = { 
/**
 * Learner.
 */
learner: string, 
/**
 * Only of this item.
 */
evidence?: string, 
/**
 * Only of this row.
 */
row?: string, };

export type SuggestForGap = { 
/**
 * Learner.
 */
learner: string, 
/**
 * Unit.
 */
unit: string, 
/**
 * Code or row id; several find what may fill any of them.
 */
codes: string, };

export type SuggestForItem = { 
/**
 * Learner.
 */
learner: string, 
/**
 * Item.
 */
evidence: string, };

export type SuggestPutAway = { 
/**
 * Learner.
 */
learner: string, 
/**
 * Item.
 */
evidence: string, 
/**
 * Row id.
 */
row: string, };

export type SuggestSwitch = { 
/**
 * On or off.
 */
on?: boolean, };

export type SuggestionView = { 
/**
 * Item.
 */
evidence: string, 
/**
 * "E007"; null where nobody has dealt with it.
 */
reference: string | null, 
/**
 * Its title.
 */
evidenceTitle: string, 
/**
 * File of the item in which the passage stands, from 0.
 */
part: number, 
/**
 * Unit id.
 */
unit: string, 
/**
 * Its title.
 */
unitTitle: string, 
/**
 * Row id.
 */
row: string, 
/**
 * Code.
 */
code: string, 
/**
 * Text of the criterion.
 */
text: string, 
/**
 * How the criterion stands.
 */
state: RowState, 
/**
 * Where the passage stands: the place of a mapping that is made from it; of an item of several files it says which. Null
 * where the one file has no places.
 */
place: string | null, 
/**
 * The passage, word for word, shortened.
 */
quote: string, 
/**
 * Words that both have, as the evidence writes them.
 */
words: Array<string>, 
/**
 * Ideas that both have.
 */
ideas: Array<SharedIdeaView>, 
/**
 * Personal data of others are in the item: whoever puts it forward looks first whether it can be shown.
 */
thirdParty: boolean, };

export type SuggestionsStanding = "ready" | "off" | "notRead" | "noText" | "replaced" | "noCriteria";

export type SuggestionsSwitchView = { 
/**
 * They are.
 */
on: boolean, };

export type SupersededView = { 
/**
 * Id of the sign-off.
 */
signOff: string, 
/**
 * Who had signed.
 */
by: string, 
/**
 * When, ISO 8601.
 */
at: string, 
/**
 * Why it was opened again.
 */
why: string, 
/**
 * Scans of its paper signed in ink.
 */
inked: Array<InkedPageView>, };

export type TakeOverView = { 
/**
 * Id of the link.
 */
mapping: string, 
/**
 * Reference of the item that it belongs to.
 */
from: string, 
/**
 * Title of the unit.
 */
unit: string, 
/**
 * Code of the criterion.
 */
code: string, 
/**
 * Words of the criterion.
 */
text: string, 
/**
 * Place in the earlier item; null = not given.
 */
place: string | null, 
/**
 * By which method.
 */
method: Method, 
/**
 * How the criterion stands.
 */
state: RowState, 
/**
 * What was said to the learner about it.
 */
feedback: string | null, 
/**
 * Why it cannot be taken over now; null = it can.
 */
closed: string | null, 
/**
 * Taken over unless somebody says otherwise: what is achieved on the earlier item stays with it.
 */
ticked: boolean, };

export type TermText = { 
/**
 * Term.
 */
term: string, 
/**
 * Definition.
 */
definition: string | null, };

export type TermView = { 
/**
 * Term.
 */
term: string, 
/**
 * Definition, where given.
 */
definition: string | null, };

export type TextRead = { 
/**
 * Files at most; 50 when absent.
 */
most?: number, };

export type TextShow = { 
/**
 * Learner.
 */
learner: string, 
/**
 * Item.
 */
evidence: string, };

export type TextStatus = { 
/**
 * Of this learner, with the items that have no text; absent = of all.
 */
learner?: string, };

export type TextStatusView = { 
/**
 * Files with text.
 */
read: number, 
/**
 * Files without, pictures and recordings among them.
 */
without: number, 
/**
 * Files not read yet.
 */
waiting: number, 
/**
 * Files that are being read in the background now; 0 = at rest.
 */
left: number, 
/**
 * A person stopped the reading in the background.
 */
stopped: boolean, 
/**
 * Items of the learner with a file that has no text; empty where no learner was asked for.
 */
items: Array<NoTextView>, };

export type TextStop = { 
/**
 * True = stop.
 */
stopped: boolean, };

export type ThroughView = { 
/**
 * Code of the standard.
 */
standard: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Code of the point.
 */
point: string, 
/**
 * Its words.
 */
text: string, 
/**
 * How the first side stands to the point.
 */
from: Relation, 
/**
 * How the second stands to it.
 */
to: Relation, };

export type UnassignedCriterion = { 
/**
 * Text.
 */
text: string, 
/**
 * Code of the outcome that it most likely belongs to; null = none proposed.
 */
proposedOutcome: string | null, 
/**
 * Code that it would get there: "2.1".
 */
proposedCode: string | null, 
/**
 * How sure the recogniser is of the place, 0 to 1.
 */
confidence: number, 
/**
 * Where it stands in the source.
 */
place: string, };

export type Undeclare = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Id of the declaration.
 */
declaration: string, 
/**
 * Why.
 */
reason: string, };

export type Undo = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Id of the deed that is meant: refused where another is next. The next one, whichever, when absent.
 */
deed?: string, };

export type UnitCertificateView = { 
/**
 * Id, to take it back.
 */
statement: string, 
/**
 * Number.
 */
number: string, 
/**
 * ISO date on it.
 */
date: string, 
/**
 * Who recorded it.
 */
by: string, };

export type UnitCheck = { 
/**
 * Draft.
 */
draft: UnitDraft, };

export type UnitCodes = { 
/**
 * Handle or id.
 */
unit: string, 
/**
 * "2.3", "1.1-1.4,2.3", row ids, or "mapped": each one with evidence and without a decision.
 */
codes: string, };

export type UnitConfirm = { 
/**
 * Short name or id.
 */
unit: string, 
/**
 * Label or SHA-256 of one of its texts; the one in force when absent.
 */
revision?: string, 
/**
 * The document that it was checked against.
 */
source: string, 
/**
 * ISO date of the check; today when absent.
 */
date?: string, };

export type UnitDiff = { 
/**
 * Short name or id.
 */
unit: string, 
/**
 * Label or SHA-256 of the text compared from; the one before when absent.
 */
from?: string, 
/**
 * Label or SHA-256 of the text compared to; the one in force when absent.
 */
to?: string, 
/**
 * A draft to compare to instead.
 */
draft?: UnitDraft, };

export type UnitDraft = { 
/**
 * Unit that this is to be a revision of; none = a new unit.
 */
unit: string | null, 
/**
 * SHA-256 of the text that it was made from; fields that the editor does not know come from there.
 */
base: string | null, 
/**
 * Short name for people; made from board and title where it is empty.
 */
handle: string, 
/**
 * Label of the revision; counted on where it is empty or that of the base.
 */
revision: string, 
/**
 * "en-GB".
 */
language: string, 
/**
 * The unit's facts.
 */
facts: UnitFacts, 
/**
 * Board.
 */
board: BoardFacts, 
/**
 * The first qualification that the text names.
 */
qualification: QualificationFacts, 
/**
 * Where the text comes from.
 */
source: SourceFacts, 
/**
 * Outcomes in order.
 */
outcomes: Array<DraftOutcome>, 
/**
 * Criteria that nobody has placed yet.
 */
unassigned: Array<DraftUnassigned>, 
/**
 * Prompts for the assessor.
 */
guidance: Array<GuidanceText>, 
/**
 * Key terms.
 */
keyTerms: Array<TermText>, 
/**
 * The file that it was read from, where that is our own JSON: fields that the editor does not know come from there.
 */
raw: string | null, };

export type UnitDraftOf = { 
/**
 * Short name or id.
 */
unit: string, 
/**
 * SHA-256 of one of its texts; the one in force when absent.
 */
revision?: string, };

export type UnitExport = { 
/**
 * Short names or ids; every unit when empty.
 */
units: Array<string>, 
/**
 * Qualification whose facts go with them.
 */
qualification?: string, 
/**
 * Format.
 */
format: Format, 
/**
 * File, put in by the host.
 */
file: string, };

export type UnitFacts = { 
/**
 * Title; empty where the source has none.
 */
title: string, 
/**
 * The title was not stated as such but worked out.
 */
titleInferred: boolean, 
/**
 * AO unit number: "B13", "Unit 4".
 */
number: string | null, 
/**
 * Unit reference number, `^[A-Z]/\d{3}/\d{4}$`.
 */
urn: string | null, 
/**
 * "3", "Entry 1".
 */
level: string | null, 
/**
 * Credit value.
 */
credit: number | null, 
/**
 * Guided learning hours.
 */
glh: number | null, 
/**
 * Total qualification time.
 */
tqt: number | null, 
/**
 * Aim or summary.
 */
aim: string | null, 
/**
 * What the board asks of assessment.
 */
assessmentRequirements: string | null, 
/**
 * National Occupational Standard codes: "CFACSB13".
 */
nos: Array<string>, };

export type UnitGroup = { 
/**
 * "Mandatory", "Optional group B".
 */
name: string, 
/**
 * Every unit of the group must be taken.
 */
mandatory: boolean, 
/**
 * Least credits from the group.
 */
minimumCredits?: number, 
/**
 * Most credits from the group that count.
 */
maximumCredits?: number, 
/**
 * Least units from the group.
 */
minimumUnits?: number, 
/**
 * Unit ids in order.
 */
units: Array<string>, };

export type UnitGroupView = { 
/**
 * Name.
 */
name: string, 
/**
 * Every unit must be taken.
 */
mandatory: boolean, 
/**
 * What must be taken from it, in words.
 */
rule: string, 
/**
 * Its units.
 */
units: Array<GroupUnitView>, };

export type UnitImport = { 
/**
 * The JSON text itself.
 */
text: string, };

export type UnitMatch = { 
/**
 * Short name or id.
 */
unit: string, 
/**
 * Draft.
 */
draft: UnitDraft, };

export type UnitRead = { 
/**
 * Pasted text.
 */
text?: string, 
/**
 * File, put in by the host.
 */
file?: string, 
/**
 * Name shown for it; the file's own when absent.
 */
name?: string, 
/**
 * Sheet of a workbook; all that hold a unit when absent.
 */
sheet?: string, 
/**
 * Which column holds what; guessed from the headings when absent.
 */
columns?: { [key in string]: number }, 
/**
 * Qualification number: only this one of a register file.
 */
number?: string, 
/**
 * By what the host stops the reading where nobody waits for it any more; a word of the asker's own.
 */
ticket?: string, };

export type UnitReissue = { 
/**
 * Short name or id.
 */
unit: string, 
/**
 * Names or ids; everybody on another text when empty or absent.
 */
learners?: Array<string>, 
/**
 * True: decisions on criteria worded the very same are confirmed by the assessor at the desk.
 */
keepDecisions?: boolean, };

export type UnitRelease = { 
/**
 * Name or id.
 */
learner: string, 
/**
 * Handle or id.
 */
unit: string, 
/**
 * Why the plan leaves it out.
 */
reason: string, 
/**
 * Signing password.
 */
password: string, };

export type UnitSave = { 
/**
 * Draft.
 */
draft: UnitDraft, };

export type UnitSetOnly = { 
/**
 * Name or id.
 */
set: string, };

export type UnitSetSave = { 
/**
 * The one that is changed; a new one when absent.
 */
set?: string, 
/**
 * Name.
 */
name: string, 
/**
 * Qualification that it is made from.
 */
qualification?: string, 
/**
 * Short names or ids in order.
 */
units: Array<string>, };

export type UnitSetView = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Id of the qualification that it is made from.
 */
qualification: string | null, 
/**
 * Title of it.
 */
qualificationTitle: string, 
/**
 * Its units in order.
 */
units: Array<GroupUnitView>, 
/**
 * How many of them the library lacks.
 */
missing: number, 
/**
 * Two desks saved it differently; saving it again settles that.
 */
disputed: boolean, };

export type UnitShow = { 
/**
 * Handle or id.
 */
unit: string, };

export type UnitStandingView = { 
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
 * Where it stands.
 */
status: UnitStatus, 
/**
 * What was done, in words, in order: "Signed off by Ada Okafor on 14/09/2026".
 */
steps: Array<string>, 
/**
 * What stands in the way of a claim; empty = it can be claimed.
 */
obstacles: Array<ObstacleView>, 
/**
 * What a person should know before claiming.
 */
warnings: Array<string>, 
/**
 * Why the person at the desk cannot release it as not sampled; null = they can.
 */
notReleasable: string | null, 
/**
 * The release that stands.
 */
release: ReleaseView | null, 
/**
 * Claims that stand; more than one only after two desks claimed at once.
 */
claims: Array<ClaimView>, 
/**
 * Direct claim status: held, lost, null = nothing is recorded.
 */
directClaim: boolean | null, 
/**
 * The same in words, with who said so and when.
 */
directClaimWords: string, 
/**
 * How long records are kept; null until there is a certificate.
 */
kept: KeptView | null, };

export type UnitStatus = "inProgress" | "assessed" | "verified" | "claimed" | "certificated" | "withdrawn";

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
learners: number, 
/**
 * AO unit number; empty where none is recorded.
 */
number: string, 
/**
 * Unit reference number; empty where none is recorded.
 */
urn: string, 
/**
 * Credit.
 */
credit: number | null, 
/**
 * The issue in force, in words.
 */
revision: string, 
/**
 * How many texts of it there are.
 */
revisions: number, 
/**
 * Two desks made a next revision each: no learner takes it until one is chosen.
 */
inDispute: boolean, 
/**
 * What an end date or the register says; null = nothing.
 */
statusWarning: string | null, 
/**
 * Titles of the centre's qualifications that hold it.
 */
qualifications: Array<string>, };

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
 * Whether the text says that it is the board's own, so that a person may confirm it.
 */
confirmable: boolean, 
/**
 * Who confirmed it, when, against what; null = nobody, and it counts as indicative where it says it is the board's.
 */
confirmation: ConfirmationView | null, 
/**
 * Why it does not stand confirmed although somebody confirmed it; null = nobody did, or it stands.
 */
doubt: string | null, 
/**
 * The document that it names as its source, to start from when it is confirmed.
 */
document: string, 
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

export type UnitUnconfirm = { 
/**
 * Short name or id.
 */
unit: string, 
/**
 * Label or SHA-256 of one of its texts; the one in force when absent.
 */
revision?: string, 
/**
 * Why.
 */
reason: string, };

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
 * What the board calls whoever is assessed.
 */
learnerWord: LearnerWord, 
/**
 * What the board calls the record of a unit on paper.
 */
paperTitle: string, 
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
remarks: Array<string>, 
/**
 * The issue of the unit text that is in force for this learner, in words.
 */
revision: string, 
/**
 * The library has a newer one, in words; null = it has not.
 */
newer: string | null, 
/**
 * Criteria that are not in this issue but had links or decisions: kept as history.
 */
former: Array<FormerRowView>, };

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
stale: string | null, 
/**
 * A trainee's, which counts only once it is countersigned.
 */
trainee: boolean, 
/**
 * Who countersigned it.
 */
countersignedBy: string | null, 
/**
 * Why the person at the desk cannot countersign it; null = they can, or nothing waits.
 */
countersign: string | null, };

export type VerifyView = { 
/**
 * The file is byte for byte a paper that this centre file issued.
 */
issued: boolean, 
/**
 * Learner, as the paper says or the history knows.
 */
learner: string | null, 
/**
 * Unit, likewise.
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
line: string, 
/**
 * The signatures inside the file, in the order in which they were made.
 */
signatures: Array<PdfSignatureView>, 
/**
 * Scans of this paper signed in ink, in words, a line each.
 */
inked: Array<string>, 
/**
 * How the printed matrix stands to the history; null = the file prints none, or not as it was
 * drawn, or there is no centre file.
 */
record: RecordView | null, 
/**
 * What became of the facts inside the file, in words; empty where it cannot be read.
 */
facts: string, 
/**
 * False where a signature does not hold, something was changed after signing, the facts were tampered with, or what was
 * signed no longer counts.
 */
good: boolean, };

export type VersionChange = "same" | "gone" | "new" | "changed";

export type VersionFileView = { 
/**
 * SHA-256, hex: by it a version is shown and compared.
 */
sha256: string, 
/**
 * Name when it was first seen.
 */
fileName: string, 
/**
 * Kind of preview.
 */
media: Media, 
/**
 * Bytes.
 */
size: number, 
/**
 * ISO 8601 time at which it was first seen.
 */
seen: string, 
/**
 * A read-only copy is kept beside the records.
 */
kept: boolean, 
/**
 * Its bytes can be had now: a copy is kept, or the file lies in the folder.
 */
here: boolean, };

export type VersionView = { 
/**
 * 1 is the first.
 */
number: number, 
/**
 * ISO date on which it was accepted; null = it lies in the folder and nobody has accepted it.
 */
accepted: string | null, 
/**
 * Who accepted it.
 */
by: string, 
/**
 * It is the one in force.
 */
current: boolean, 
/**
 * Two desks accepted different ones, and it is one of them: somebody says which one holds.
 */
disputed: boolean, 
/**
 * Its files in order.
 */
files: Array<VersionFileView>, 
/**
 * Decisions that relied on it, in the order in which they were made.
 */
decisions: Array<ReliedView>, };

export type VersionsView = { 
/**
 * The item.
 */
item: ItemRef, 
/**
 * Its versions, the newest first.
 */
versions: Array<VersionView>, };

export type WatchingView = { 
/**
 * True when this window watches; false when another program of this workspace does or nothing is bound.
 */
active: boolean, 
/**
 * One plain line, e.g. "watching 3 folders" or the reason why not.
 */
line: string, 
/**
 * A reading that takes its time.
 */
reading: FolderReadingView | null, 
/**
 * Folders whose reading somebody stopped.
 */
stopped: number, };

export type Why = "media" | "empty" | "locked" | "tooLarge" | "damaged" | "unknown";

export type Witness = { 
/**
 * Name.
 */
name: string, 
/**
 * Job.
 */
role: string, 
/**
 * How they stand to learners: "line manager", "customer".
 */
relation: string, 
/**
 * What they count as; absent = not recorded.
 */
status?: WitnessStatus, 
/**
 * What they know of the occupation: qualifications, years.
 */
competence: string, 
/**
 * How they can be reached.
 */
contact: string, 
/**
 * No longer chosen for new items; items that name them keep them.
 */
inactive: boolean, };

export type WitnessListView = { 
/**
 * Witnesses by name, those no longer chosen last.
 */
witnesses: Array<WitnessView>, 
/**
 * How old evidence may be, whole months; null = no limit. The strictest where desks said different ones.
 */
currencyMonths: number | null, 
/**
 * Every limit that stands, in words, where desks said different ones; empty otherwise.
 */
currencyDisputed: string, };

export type WitnessSave = { 
/**
 * Name or id of the one that is changed; absent = a new one.
 */
witness?: string, 
/**
 * Name.
 */
name?: string, 
/**
 * Job.
 */
role?: string, 
/**
 * How they stand to learners.
 */
relation?: string, 
/**
 * What they count as: "expert witness", "occupational expert", "other"; empty takes it out.
 */
status?: string, 
/**
 * Occupational competence.
 */
competence?: string, 
/**
 * How they can be reached.
 */
contact?: string, 
/**
 * No longer chosen for new items.
 */
inactive?: boolean, };

export type WitnessStatus = "expertWitness" | "occupationalExpert" | "other";

export type WitnessView = { 
/**
 * Id.
 */
id: string, 
/**
 * What is recorded.
 */
says: Witness, 
/**
 * What another desk said, where it said something else: both stand until one of them is said again.
 */
or: Array<Witness>, };

export type WordChange = "same" | "added" | "removed";

export type Words = { 
/**
 * The words.
 */
text: string, 
/**
 * What became of them.
 */
change: WordChange, };

export type WorkLists = { 
/**
 * Name or id; every learner when absent.
 */
learner?: string, };

export type WorkRow = { 
/**
 * Id of the learner's portfolio.
 */
learner: string, 
/**
 * Name.
 */
learnerName: string, 
/**
 * What tells them from others of the name; null = nobody else is called so.
 */
learnerApart: string | null, 
/**
 * Unit id.
 */
unit: string, 
/**
 * Short name of the unit.
 */
handle: string, 
/**
 * Title of the unit.
 */
unitTitle: string, 
/**
 * Criterion or outcome id.
 */
row: string, 
/**
 * "2.3".
 */
code: string, 
/**
 * Its words.
 */
text: string, 
/**
 * How it stands.
 */
state: RowState, 
/**
 * What is to be done, in words: "evidence since 12/11/2026", "E004 · WP", "the dates are missing".
 */
what: string, 
/**
 * Evidence to go to; null = none in particular.
 */
evidence: string | null, 
/**
 * ISO date since when it waits, or by which it is due; null = neither.
 */
day: string | null, 
/**
 * Days it has waited, days past where it is overdue, days left where it is due.
 */
days: number, 
/**
 * An IV asked for it: it is answered and closed where the sample is.
 */
asked: boolean, };

export type WorkView = { 
/**
 * ISO date of today.
 */
today: string, 
/**
 * Criteria without evidence and without a decision, in the order of learners and units.
 */
gaps: Array<WorkRow>, 
/**
 * Criteria with evidence that wait for a decision, the longest waiting first: nobody has decided, two decisions stand, or
 * evidence has come since the last decision.
 */
undecided: Array<WorkRow>, 
/**
 * Links without a place.
 */
noPlace: Array<WorkRow>, 
/**
 * Resubmissions and IV actions that are still to come, the next first.
 */
due: Array<WorkRow>, 
/**
 * Resubmissions and IV actions whose day is past, the longest past first.
 */
overdue: Array<WorkRow>, 
/**
 * Everything that an IV has asked for and nobody has closed, whether it has a day or not: the next first, then those without.
 */
actions: Array<WorkRow>, };

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
  "person.change": { request: PersonChange; answer: PersonView };
  "person.list": { request: Nothing; answer: Array<PersonView> };
  "person.password": { request: PersonPassword; answer: PersonView };
  "person.importKey": { request: PersonImportKey; answer: PersonView };
  "root.list": { request: Nothing; answer: Array<RootView> };
  "root.make": { request: RootMake; answer: Array<RootView> };
  "root.issue": { request: RootIssue; answer: Array<PersonView> };
  "root.save": { request: RootSave; answer: ExportView };
  "person.endKey": { request: PersonEndKey; answer: PersonView };
  "centre.look": { request: Nothing; answer: HouseView };
  "centre.profile": { request: ProfileSave; answer: HouseView };
  "centre.partiallyMet": { request: PartiallyMet; answer: HouseView };
  "centre.logo": { request: LogoChoose; answer: HouseView };
  "centre.logoRemove": { request: Nothing; answer: HouseView };
  "person.specimen": { request: SpecimenShow; answer: SpecimenView };
  "person.specimenSave": { request: SpecimenSave; answer: SpecimenView };
  "centre.undo": { request: HouseUndo; answer: HouseView };
  "centre.redo": { request: HouseUndo; answer: HouseView };
  "person.history": { request: Nothing; answer: Array<HistoryLine> };
  "unit.list": { request: Nothing; answer: Array<UnitSummary> };
  "unit.show": { request: UnitShow; answer: UnitTextView };
  "unit.import": { request: UnitImport; answer: UnitSummary };
  "unit.read": { request: UnitRead; answer: ReadingView };
  "unit.check": { request: UnitCheck; answer: Array<Defect> };
  "unit.save": { request: UnitSave; answer: UnitSummary };
  "unit.confirm": { request: UnitConfirm; answer: UnitTextView };
  "unit.unconfirm": { request: UnitUnconfirm; answer: UnitTextView };
  "unit.draft": { request: UnitDraftOf; answer: UnitDraft };
  "unit.match": { request: UnitMatch; answer: UnitDraft };
  "unit.revisions": { request: UnitShow; answer: Array<RevisionView> };
  "unit.diff": { request: UnitDiff; answer: DiffView };
  "unit.reissue": { request: UnitReissue; answer: ReissueView };
  "unit.export": { request: UnitExport; answer: ExportView };
  "link.confirm": { request: LinkConfirm; answer: DeedView };
  "qualification.list": { request: Nothing; answer: Array<QualificationView> };
  "qualification.show": { request: QualificationOnly; answer: QualificationView };
  "qualification.save": { request: QualificationSave; answer: QualificationView };
  "qualification.check": { request: QualificationCheck; answer: CombinationView };
  "unitSet.list": { request: Nothing; answer: Array<UnitSetView> };
  "unitSet.save": { request: UnitSetSave; answer: UnitSetView };
  "unitSet.drop": { request: UnitSetOnly; answer: Array<UnitSetView> };
  "learner.list": { request: Nothing; answer: CaseloadView };
  "learner.add": { request: LearnerAdd; answer: LearnerView };
  "learner.change": { request: LearnerChange; answer: LearnerView };
  "learner.erasure": { request: LearnerOnly; answer: ErasureView };
  "learner.erase": { request: LearnerErase; answer: DeedView };
  "learner.erased": { request: Nothing; answer: Array<ErasedView> };
  "learner.show": { request: LearnerOnly; answer: PortfolioView };
  "learner.folder": { request: LearnerFolder; answer: FolderView };
  "learner.unitAdd": { request: LearnerUnitAdd; answer: DeedView };
  "learner.unitWithdraw": { request: UnitWithdraw; answer: DeedView };
  "scan": { request: Scan; answer: ScanView };
  "scan.stop": { request: Nothing; answer: boolean };
  "scan.goOn": { request: Nothing; answer: boolean };
  "evidence.list": { request: LearnerOnly; answer: Array<EvidenceView> };
  "evidence.accept": { request: EvidenceAccept; answer: DeedView };
  "evidence.setAside": { request: EvidenceSetAside; answer: DeedView };
  "evidence.describe": { request: EvidenceDescribe; answer: DeedView };
  "evidence.inSitu": { request: EvidenceInSitu; answer: DeedView };
  "evidence.replace": { request: EvidenceReplace; answer: DeedView };
  "evidence.unreplace": { request: EvidenceOnly; answer: DeedView };
  "evidence.replacement": { request: EvidenceReplacement; answer: ReplacementView };
  "evidence.versions": { request: EvidenceOnly; answer: VersionsView };
  "evidence.settleVersion": { request: EvidenceSettleVersion; answer: DeedView };
  "evidence.compare": { request: EvidenceCompare; answer: CompareView };
  "evidence.same": { request: LearnerOnly; answer: Array<SameView> };
  "criterion.attempts": { request: CriterionOnly; answer: Array<AttemptView> };
  "witness.list": { request: Nothing; answer: WitnessListView };
  "witness.save": { request: WitnessSave; answer: WitnessView };
  "centre.currency": { request: CurrencyLimit; answer: WitnessListView };
  "preview.show": { request: Preview; answer: PreviewView };
  "preview.kind": { request: Preview; answer: KindView };
  "map": { request: Map; answer: DeedView };
  "unmap": { request: Unmap; answer: DeedView };
  "place": { request: Place; answer: DeedView };
  "decide": { request: Decide; answer: DeedView };
  "criterion.history": { request: LearnerCriterion; answer: CriterionHistoryView };
  "work.list": { request: WorkLists; answer: WorkView };
  "declaration.record": { request: Declare; answer: DeedView };
  "declaration.withdraw": { request: Undeclare; answer: DeedView };
  "declaration.list": { request: LearnerOnly; answer: Array<DeclarationView> };
  "phrase.list": { request: Nothing; answer: Array<PhraseView> };
  "phrase.save": { request: PhraseSave; answer: Array<PhraseView> };
  "phrase.drop": { request: PhraseOnly; answer: Array<PhraseView> };
  "signOff.show": { request: LearnerUnit; answer: SignOffView };
  "signOff.sign": { request: SignOff; answer: SignedView };
  "paper.sign": { request: PaperSign; answer: SignOffView };
  "signOff.reopen": { request: Reopen; answer: DeedView };
  "inkedPage.attach": { request: InkedAttach; answer: DeedView };
  "inkedPage.withdraw": { request: InkedWithdraw; answer: DeedView };
  "inkedPage.list": { request: LearnerUnit; answer: Array<InkedPageView> };
  "inkedPage.save": { request: InkedSave; answer: ExportView };
  "countersign": { request: Countersign; answer: SignOffView };
  "sampling.show": { request: LearnerOnly; answer: SamplingView };
  "sample.make": { request: SampleMake; answer: SampleView };
  "finding.make": { request: FindingMake; answer: DeedView };
  "finding.withdraw": { request: FindingWithdraw; answer: DeedView };
  "action.answer": { request: ActionNote; answer: DeedView };
  "action.close": { request: ActionNote; answer: DeedView };
  "sample.verify": { request: SampleVerify; answer: VerifiedView };
  "sample.countersign": { request: SampleCountersign; answer: DeedView };
  "status.show": { request: StatusShow; answer: StatusView };
  "status.takeBack": { request: StatusTakeBack; answer: DeedView };
  "unit.release": { request: UnitRelease; answer: DeedView };
  "claim.list": { request: Nothing; answer: Array<ClaimLineView> };
  "claim.make": { request: ClaimMake; answer: DeedView };
  "certificate.record": { request: CertificateRecord; answer: DeedView };
  "directClaim.state": { request: DirectClaim; answer: DeedView };
  "suggest.forItem": { request: SuggestForItem; answer: ItemSuggestionsView };
  "suggest.forGap": { request: SuggestForGap; answer: GapSuggestionsView };
  "suggest.putAway": { request: SuggestPutAway; answer: SuggestionsSwitchView };
  "suggest.bringBack": { request: SuggestBringBack; answer: SuggestionsSwitchView };
  "suggest.switch": { request: SuggestSwitch; answer: SuggestionsSwitchView };
  "undo": { request: Undo; answer: DeedView };
  "redo": { request: Undo; answer: DeedView };
  "history.show": { request: LearnerOnly; answer: Array<HistoryLine> };
  "matrix.paper": { request: MatrixPaper; answer: PaperView };
  "paper.print": { request: PaperPrint; answer: PaperView };
  "matrix.export": { request: MatrixExport; answer: ExportView };
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
  "standard.list": { request: Nothing; answer: StandardsView };
  "standard.import": { request: StandardImport; answer: StandardsTakenView };
  "standard.coverage": { request: StandardCoverage; answer: StandardCoverageView };
  "search": { request: Search; answer: SearchView };
  "text.status": { request: TextStatus; answer: TextStatusView };
  "text.read": { request: TextRead; answer: TextStatusView };
  "text.stop": { request: TextStop; answer: TextStatusView };
  "text.show": { request: TextShow; answer: Array<FileTextView> };
  "check": { request: Nothing; answer: CheckView };
  "verify": { request: JournalFile; answer: VerifyView };
}
