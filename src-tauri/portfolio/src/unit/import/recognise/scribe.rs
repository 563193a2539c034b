//! Writes down what pieces turn out to be: which unit, which outcome, which criterion is being read, and where the next
//! words go. Opening and continuing; what a piece *is* is judged in `lines` and `rows`.

use super::draft::{At, Draft, DraftCriterion, DraftOutcome, MOST_CRITERIA, MOST_OUTCOMES};
use super::facts::{self, Fact};
use super::join;
use super::marker::{self, Marker};
use super::pieces::{Piece, Shape};
use super::section::Section;
use super::told;
use super::words::{append, key};
use crate::unit::import::proposal::{Defect, DefectKind, GuidanceText, LineUse, TermText};

/// Where the next words go if they continue something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sink {
    /// Nowhere.
    None,
    /// Words of an outcome or a criterion.
    Row(At),
    /// Its amplification.
    Further(At),
    /// Last prompt.
    Guidance,
    /// Last key term.
    Term,
    /// Aim.
    Aim,
    /// Assessment requirements.
    Requirements,
    /// Title.
    Title,
}

/// What is known of the document as a whole before reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Survey {
    /// Codes such as "1.1".
    pub pairs: usize,
    /// Codes such as "LO1".
    pub outcomes: usize,
}

/// The scribe.
#[derive(Debug)]
pub struct Scribe<'a> {
    /// All pieces.
    pub pieces: &'a [Piece],
    /// For each piece whether a "1.1" of the bare number in it comes next.
    pub survey: Survey,
    /// Units read so far; the last is being read.
    pub drafts: Vec<Draft>,
    /// Section being read.
    pub section: Option<Section>,
    /// Where the next words go.
    pub sink: Sink,
    /// A code that stands alone and awaits its words.
    pub pending: Option<(Marker, usize)>,
    /// A label that stands alone and awaits its value.
    pub label: Option<Fact>,
    /// Outcome being read.
    pub current: Option<usize>,
    /// Outcomes came as a list: criteria that follow have no place.
    pub listed: bool,
    /// Depth of the first bullet of the section.
    pub depth: Option<u16>,
    /// Depth of the bullets that are outcomes, where they are bullets.
    pub outcome_depth: Option<u16>,
    /// Columns of facts whose values stand in the next row; empty where the rows are a list of units.
    pub fact_columns: Option<Vec<Option<Fact>>>,
    /// Last heading or short line that may be the title of a unit that begins.
    pub candidate: Option<(String, usize)>,
    /// What the columns of the table hold.
    pub roles: Vec<Option<Section>>,
    /// Table that they are of.
    pub table: Option<u32>,
}

impl<'a> Scribe<'a> {
    /// A scribe before the first piece.
    #[must_use]
    pub fn new(pieces: &'a [Piece]) -> Self {
        let mut survey = Survey::default();
        for piece in pieces {
            match marker::read(&piece.text).0 {
                Some(Marker::Pair(..)) => survey.pairs += 1,
                Some(Marker::Outcome(_)) => survey.outcomes += 1,
                _other => {
                    let inside = super::rows::inner_codes(piece);
                    survey.pairs += usize::from(inside);
                }
            }
        }
        Self {
            pieces,
            survey,
            drafts: vec![Draft::default()],
            section: None,
            sink: Sink::None,
            pending: None,
            label: None,
            current: None,
            listed: false,
            depth: None,
            outcome_depth: None,
            fact_columns: None,
            candidate: None,
            roles: Vec::new(),
            table: None,
        }
    }

    /// The unit being read.
    pub fn draft(&mut self) -> &mut Draft {
        if self.drafts.is_empty() {
            self.drafts.push(Draft::default());
        }
        let last = self.drafts.len() - 1;
        &mut self.drafts[last]
    }

    /// Notes what a line was used for.
    pub fn mark(&mut self, piece: &Piece, used: LineUse, at: Option<At>) {
        let line = piece.line;
        self.draft().marks.push(super::draft::Mark { line, used, at });
    }

    /// A new unit begins.
    pub fn new_unit(&mut self) {
        let before = self.draft().clone_shell();
        self.drafts.push(before);
        self.enter(None);
        self.current = None;
        self.label = None;
        self.candidate = None;
    }

    /// A section begins.
    pub fn enter(&mut self, section: Option<Section>) {
        if section == Some(Section::Outcomes) {
            self.listed = false;
        }
        self.section = section;
        self.sink = Sink::None;
        self.pending = None;
        self.depth = None;
        self.outcome_depth = None;
    }

    /// An outcome, or the one of the same code again. `sure` is how sure we are.
    pub fn outcome(&mut self, code: Option<String>, text: &str, piece: &Piece, sure: f32) {
        if let Some(at) = code.as_ref().and_then(|code| self.draft().outcome(code)) {
            if self.outcome_again(at, text, piece) {
                return;
            }
            self.restart();
        }
        if self.draft().outcomes.len() >= MOST_OUTCOMES {
            self.too_many(piece);
            return;
        }
        let listing = matches!(self.section, Some(Section::Outcomes));
        let draft = self.draft();
        let untouched = draft.outcomes.last().is_some_and(|last| last.criteria.is_empty());
        let at = draft.outcomes.len();
        draft.outcomes.push(DraftOutcome {
            listed: code.is_none(),
            code,
            text: text.to_owned(),
            place: piece.place.clone(),
            confidence: sure,
            ..DraftOutcome::default()
        });
        if listing && untouched && self.current.is_some() {
            self.listed = true;
        }
        self.current = Some(at);
        self.depth = None;
        if let Shape::Bullet(depth) = piece.shape {
            self.outcome_depth = Some(depth);
        }
        self.mark(piece, LineUse::Outcome, Some(At::Outcome(at)));
        self.sink = Sink::Row(At::Outcome(at));
        if !listing {
            self.section = Some(Section::Both);
            self.listed = false;
        }
    }

    /// An outcome whose code is there already: the same again (a table that repeats it), or words that come late. False
    /// where it is another: a new unit begins.
    fn outcome_again(&mut self, at: usize, text: &str, piece: &Piece) -> bool {
        let there = &mut self.draft().outcomes[at];
        let (old, new) = (key(&there.text), key(text));
        let same = new.is_empty()
            || old.starts_with(&new)
            || new.starts_with(&old)
            || new.trim_end_matches(" continued").trim_end_matches(" cont") == old;
        if !same {
            return false;
        }
        if there.inferred || new.len() > old.len() && !new.ends_with(" continued") && !new.ends_with(" cont")
        {
            text.clone_into(&mut there.text);
            there.inferred = false;
        }
        self.current = Some(at);
        self.mark(piece, LineUse::Outcome, Some(At::Outcome(at)));
        // What follows words that were read before to their end belongs to them no more.
        self.sink =
            if new.len() > old.len() || old.is_empty() { Sink::Row(At::Outcome(at)) } else { Sink::None };
        let about = matches!(self.section, Some(Section::Guidance(_) | Section::Aside));
        if self.section != Some(Section::Outcomes) && !(about && self.survey.pairs > 0) {
            self.section = Some(Section::Both);
        }
        true
    }

    /// Numbers begin anew without a title of its own kind: the last heading was the title.
    fn restart(&mut self) {
        let candidate = self.candidate.take();
        let section = self.section;
        self.new_unit();
        self.section = section;
        if let Some((title, line)) = candidate {
            self.take_back(line);
            let draft = self.draft();
            draft.proposal.unit.title = title;
            draft.title_rank = 2;
            draft.marks.push(super::draft::Mark { line, used: LineUse::Title, at: None });
        }
    }

    /// A line that the unit before had put aside belongs to the next.
    fn take_back(&mut self, line: usize) {
        for draft in self.drafts.iter_mut().rev().take(2) {
            draft.marks.retain(|mark| mark.line != line);
        }
    }

    /// A criterion under the current outcome, or without a place.
    pub fn criterion(&mut self, criterion: DraftCriterion, piece: &Piece) {
        let draft = self.draft();
        // A cheap upper bound: every criterion has its mark.
        if draft.marks.len() >= MOST_CRITERIA && draft.placed() + draft.loose.len() >= MOST_CRITERIA {
            self.too_many(piece);
            return;
        }
        let at = match self.current.filter(|_| !self.listed && !self.current_is_joined()) {
            Some(outcome) => {
                let rows = &mut self.draft().outcomes[outcome].criteria;
                rows.push(criterion);
                At::Criterion(outcome, rows.len() - 1)
            }
            None => {
                let rows = &mut self.draft().loose;
                rows.push(criterion);
                At::Loose(rows.len() - 1)
            }
        };
        self.mark(piece, LineUse::Criterion, Some(at));
        self.sink = Sink::Row(at);
    }

    /// More rows than any unit has: the rest is left over, and said.
    fn too_many(&mut self, piece: &Piece) {
        let told = |defect: &Defect| defect.kind == DefectKind::Truncated;
        let draft = self.draft();
        if !draft.proposal.defects.iter().any(told) {
            let message = format!(
                "it has more than {MOST_OUTCOMES} outcomes or {MOST_CRITERIA} criteria: the rest is left over. Keep only the units that you need"
            );
            draft.proposal.defects.push(super::defect(DefectKind::Truncated, message, &piece.place));
        }
        self.left_over(piece);
    }

    fn current_is_joined(&mut self) -> bool {
        let Some(current) = self.current else { return false };
        let draft = self.draft();
        let outcome = &draft.outcomes[current];
        outcome.listed
            && outcome.criteria.is_empty()
            && join::split(&outcome.text, &draft.proposal.unit.title).len() > 1
    }

    /// A criterion numbered under its outcome: "2.1".
    pub fn numbered(&mut self, owner: &str, code: String, text: &str, piece: &Piece) {
        if let Some(at) = self.draft().outcome(owner) {
            if let Some(row) = self.draft().criterion(at, &code) {
                if self.again(At::Criterion(at, row), text, piece) {
                    return;
                }
                if self.draft().outcomes.len() > 1 && code.ends_with('1') && owner == self.first_code() {
                    self.restart();
                    return self.numbered(owner, code, text, piece);
                }
            }
            self.current = Some(at);
        } else {
            self.owner_of(owner, piece);
        }
        self.listed = false;
        if !matches!(self.section, Some(Section::Both | Section::Criteria)) {
            self.section = Some(Section::Both);
        }
        let criterion = DraftCriterion {
            code: Some(code),
            text: text.to_owned(),
            place: piece.place.clone(),
            confidence: 0.98,
            ..DraftCriterion::default()
        };
        let joined = self.current.map(|at| std::mem::take(&mut self.draft().outcomes[at].listed));
        self.criterion(criterion, piece);
        if let (Some(at), Some(joined)) = (self.current, joined) {
            self.draft().outcomes[at].listed = joined && self.draft().outcomes[at].code.is_none();
        }
    }

    fn first_code(&mut self) -> String {
        self.draft().outcomes.first().and_then(|o| o.code.clone()).unwrap_or_default()
    }

    /// A criterion's number names an outcome that was not numbered, or that the source does not have.
    fn owner_of(&mut self, owner: &str, piece: &Piece) {
        let position = owner.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let draft = self.draft();
        let unnumbered = |o: &DraftOutcome| o.code.is_none() && o.criteria.is_empty();
        let last = draft.outcomes.len().checked_sub(1);
        let listed = position.filter(|at| draft.outcomes.get(*at).is_some_and(unnumbered));
        let found = listed.or_else(|| last.filter(|at| unnumbered(&draft.outcomes[*at])));
        if let Some(at) = found {
            draft.outcomes[at].code = Some(owner.to_owned());
            draft.outcomes[at].listed = false;
            self.current = Some(at);
            return;
        }
        draft.outcomes.push(DraftOutcome {
            code: Some(owner.to_owned()),
            place: piece.place.clone(),
            confidence: 0.3,
            inferred: true,
            ..DraftOutcome::default()
        });
        self.current = Some(self.draft().outcomes.len() - 1);
    }

    /// The same criterion again: in guidance with more words about it, in a repeated row with none. False where the words
    /// differ outside guidance.
    fn again(&mut self, at: At, text: &str, piece: &Piece) -> bool {
        let guidance = matches!(
            self.section,
            Some(
                Section::Guidance(_) | Section::Requirements | Section::Aim | Section::Aside | Section::Terms
            )
        );
        let Some(there) = self.draft().row(at) else { return false };
        let same = key(&there.text) == key(text);
        if same || text.is_empty() {
            self.mark(piece, LineUse::Criterion, Some(at));
            self.sink = Sink::Further(at);
            return true;
        }
        let prose = super::words::begins_with_verb(&there.text) && !super::words::begins_with_verb(text);
        let guidance = guidance || prose;
        if guidance {
            there.amplify(text);
            self.mark(piece, LineUse::Guidance, Some(at));
            self.sink = Sink::Further(at);
        }
        guidance
    }

    /// A point below a criterion: part of its words where they end with a colon, else amplification.
    pub fn point(&mut self, text: &str, piece: &Piece) -> bool {
        let (at, further) = match self.sink {
            Sink::Row(at @ (At::Criterion(..) | At::Loose(_))) => (at, false),
            Sink::Further(at) => (at, true),
            Sink::None
            | Sink::Row(_)
            | Sink::Guidance
            | Sink::Term
            | Sink::Aim
            | Sink::Requirements
            | Sink::Title => {
                return false;
            }
        };
        let Some(row) = self.draft().row(at) else { return false };
        let open = row.text.len() < 4000 && (row.text.trim_end().ends_with(':') || points_of_text(&row.text));
        if further || !open {
            row.amplify(text);
            self.sink = Sink::Further(at);
            self.mark(piece, LineUse::Guidance, Some(at));
        } else {
            append(&mut row.text, text);
            self.mark(piece, LineUse::Criterion, Some(at));
        }
        true
    }

    /// Words of an outcome that stands beside its first criterion and is longer than it: the criterion has ended, the
    /// outcome has not.
    fn beside(&mut self, text: &str) {
        let Sink::Row(At::Criterion(outcome, 0)) = self.sink else { return };
        let draft = self.draft();
        let stopped = |words: &str| words.trim_end().ends_with('.');
        let others = draft.outcomes.iter().take(outcome).all(|other| stopped(&other.text) || other.inferred);
        let here = &draft.outcomes[outcome];
        let open = !here.text.is_empty() && !stopped(&here.text) && outcome > 0 && others;
        if open
            && super::words::begins_lower(text)
            && here.criteria.first().is_some_and(|row| stopped(&row.text))
        {
            self.sink = Sink::Row(At::Outcome(outcome));
        }
    }

    /// Words that go on where the last ended.
    pub fn go_on(&mut self, text: &str, piece: &Piece) {
        self.beside(text);
        let sink = self.sink;
        let draft = self.draft();
        let (used, at) = match sink {
            Sink::Row(at) => {
                if let Some(words) = draft.words(at) {
                    append(words, text);
                }
                (if matches!(at, At::Outcome(_)) { LineUse::Outcome } else { LineUse::Criterion }, Some(at))
            }
            Sink::Further(at) => {
                if let Some(row) = draft.row(at) {
                    row.amplify(text);
                }
                (LineUse::Guidance, Some(at))
            }
            Sink::Guidance => {
                if let Some(last) = draft.proposal.guidance.last_mut() {
                    append(&mut last.text, text);
                }
                (LineUse::Guidance, None)
            }
            Sink::Term => {
                if let Some(last) = draft.proposal.key_terms.last_mut() {
                    append(last.definition.get_or_insert_default(), text);
                }
                (LineUse::Guidance, None)
            }
            Sink::Aim => {
                append(draft.proposal.unit.aim.get_or_insert_default(), text);
                (LineUse::Fact, None)
            }
            Sink::Requirements => {
                append(draft.proposal.unit.assessment_requirements.get_or_insert_default(), text);
                (LineUse::Fact, None)
            }
            Sink::Title => {
                append(&mut draft.proposal.unit.title, text);
                (LineUse::Title, None)
            }
            Sink::None => (LineUse::LeftOver, None),
        };
        self.mark(piece, used, at);
    }

    /// A prompt.
    pub fn guidance(&mut self, kind: &str, text: &str, piece: &Piece) {
        self.draft().proposal.guidance.push(GuidanceText { kind: kind.to_owned(), text: text.to_owned() });
        self.mark(piece, LineUse::Guidance, None);
        self.sink = Sink::Guidance;
    }

    /// A key term: "term: definition", or the term alone.
    pub fn term(&mut self, text: &str, piece: &Piece) {
        let cut = text.split_once(": ").or_else(|| text.split_once(" – ")).or_else(|| text.split_once(" - "));
        let term = match cut {
            Some((term, definition)) => {
                TermText { term: term.trim().to_owned(), definition: Some(definition.trim().to_owned()) }
            }
            None => TermText { term: text.to_owned(), definition: None },
        };
        self.draft().proposal.key_terms.push(term);
        self.mark(piece, LineUse::Guidance, None);
        self.sink = Sink::Term;
    }

    /// A fact; a title of another unit begins a new one.
    pub fn fact(&mut self, fact: Fact, value: &str, piece: &Piece) {
        if fact == Fact::Title {
            // "Unit: HG12" names the unit by its number.
            let words: Vec<&str> = value.split_whitespace().collect();
            match told::code(&words, true) {
                Some((code, taken)) if taken == words.len() => self.fact(Fact::Number, &code, piece),
                _title => self.title(value, 4, piece),
            }
            return;
        }
        facts::put(&mut self.draft().proposal, fact, value, &piece.place);
        self.mark(piece, LineUse::Fact, None);
        self.sink = if fact == Fact::Aim {
            Sink::Aim
        } else if fact == Fact::Requirements {
            Sink::Requirements
        } else {
            Sink::None
        };
    }

    /// A title, as sure as `rank` says.
    pub fn title(&mut self, title: &str, rank: u8, piece: &Piece) {
        let (title, level) = without_level(title);
        let (title, carried) = told::title(title);
        let draft = self.draft();
        let same = key(&draft.proposal.unit.title) == key(title);
        let again = draft.has_rows() || draft.title_rank >= 3 && rank >= 3 && draft.title_rank <= rank;
        if !same && again && rank >= 2 {
            self.new_unit();
        }
        let draft = self.draft();
        if rank >= draft.title_rank {
            title.clone_into(&mut draft.proposal.unit.title);
            draft.title_rank = rank;
        }
        for (fact, value) in carried {
            facts::put(&mut draft.proposal, fact, &value, &piece.place);
        }
        if let Some(level) = level {
            draft.proposal.unit.level.get_or_insert_with(|| level.to_owned());
        }
        self.mark(piece, LineUse::Title, None);
        self.sink = Sink::Title;
        if self.section.is_some() {
            self.section = None;
        }
    }
}

/// Whether points were put to the text already: it goes on in points.
fn points_of_text(text: &str) -> bool {
    text.contains(": ")
}

/// "Keep stock (Level 2)" → title, level.
fn without_level(title: &str) -> (&str, Option<&str>) {
    let cut = title.trim_end().strip_suffix(')').and_then(|head| {
        let at = head.rfind("(Level ").or_else(|| head.rfind("(level "))?;
        let level = &head[at + 7..];
        (level.len() <= 2 && level.chars().all(|c| c.is_ascii_digit())).then(|| (head[..at].trim(), level))
    });
    cut.map_or((title, None), |(title, level)| (title, Some(level)))
}
