//! Lines, headings and bullets: what each is, by its marker, its section and what came before. Tables are in `rows`.

use super::boards;
use super::draft::{At, DraftCriterion};
use super::facts::{self, Fact};
use super::inline;
use super::marker::{self, Marker};
use super::pieces::{Piece, Shape};
use super::scribe::{Scribe, Sink};
use super::section::{self, Section};
use super::told;
use super::words::{begins_as_outcome, begins_lower, begins_with_verb, count, ended, key};
use crate::unit::import::proposal::{DefectKind, LineUse};

/// How many pieces are looked ahead to see what a number or a heading announces.
const AHEAD: usize = 40;

impl Scribe<'_> {
    /// Reads one piece that is no row.
    pub fn line(&mut self, piece: &Piece, at: usize) {
        let bullet = matches!(piece.shape, Shape::Bullet(_));
        self.words(piece, at, &piece.text, bullet);
    }

    /// Reads words that stand at a piece.
    pub fn words(&mut self, piece: &Piece, at: usize, text: &str, bullet: bool) {
        if self.awaited(piece, at, text) {
            return;
        }
        if !bullet && self.title_again(piece, at, text) {
            return;
        }
        let (marker, rest) = marker::read(text);
        if bullet && marker.is_none() && self.told_in_front(piece, text) {
            return;
        }
        if !bullet
            && (self.headed(marker.as_ref(), piece, at, text, rest)
                || self.stated(piece, text, marker.as_ref()))
        {
            return;
        }
        if let Some(marker) = marker
            && self.marked(&marker, rest, piece, at)
        {
            return;
        }
        if !bullet && self.continues(piece, text) {
            self.go_on(text, piece);
            return;
        }
        self.plain(piece, at, text);
    }

    /// A code or a label stood alone in the line before.
    fn awaited(&mut self, piece: &Piece, at: usize, text: &str) -> bool {
        let opens = section::heading(text).is_some();
        if let Some(fact) = self.label.take() {
            let number = matches!(fact, Fact::Level | Fact::Credit | Fact::Glh | Fact::Tqt);
            let stated = fact == Fact::Title && facts::in_line(text).is_some();
            let fits = !stated && (!number || text.contains(|c: char| c.is_ascii_digit()) && text.len() < 40);
            if !opens && fits && facts::label(text).is_none() && !text.ends_with(':') {
                self.fact(fact, text, piece);
                return true;
            }
        }
        if opens {
            return false;
        }
        let Some((marker, line)) = self.pending.take() else { return false };
        let own = marker::read(text).0;
        if own.is_some_and(|own| !matches!(own, Marker::Letter(_)))
            || facts::in_line(text).is_some_and(|f| text.contains(':') && !f.is_empty())
        {
            return false;
        }
        if !self.marked(&marker, text, piece, at) {
            return false;
        }
        if let Some(last) = self.draft().marks.last().copied() {
            self.draft().marks.push(super::draft::Mark { line, ..last });
        }
        true
    }

    /// The title once more: a page's head, or the place where a page begins anew.
    fn title_again(&mut self, piece: &Piece, at: usize, text: &str) -> bool {
        let title = &self.draft().proposal.unit.title;
        let same = key(title) == key(text) || key(title) == key(told::title(text).0);
        if title.is_empty() || !same || self.sink == Sink::Title {
            return false;
        }
        self.mark(piece, LineUse::Title, None);
        // A running head in the middle of a sentence that goes on below it.
        let next = self.pieces.iter().skip(at + 1).find(|piece| !piece.furniture && !piece.text.is_empty());
        let goes_on = matches!(self.sink, Sink::Row(_))
            && !self.sink_ended()
            && next.is_some_and(|piece| begins_lower(&piece.text) && marker::read(&piece.text).0.is_none());
        if !matches!(self.section, Some(Section::Both)) && !goes_on {
            self.enter(None);
        }
        true
    }

    /// Headings of sections, stems ("The learner can:"), "Unit 4: …".
    fn headed(&mut self, marker: Option<&Marker>, piece: &Piece, at: usize, text: &str, rest: &str) -> bool {
        if let Some(Marker::Unit(code)) = marker {
            return self.unit_headed(code, piece, text, rest);
        }
        let words = match marker {
            None => text,
            Some(Marker::Bare(_) | Marker::Letter(_)) => rest,
            Some(_other) => return false,
        };
        if self.goes_on_plainly(piece, text) && begins_lower(text) {
            return false;
        }
        if let Some(code) = section::criteria_of(words)
            && let Some(outcome) = self.draft().outcome(&code).or_else(|| self.nth_outcome(&code))
        {
            self.enter(Some(Section::Criteria));
            (self.current, self.listed) = (Some(outcome), false);
            self.mark(piece, LineUse::Heading, None);
            return true;
        }
        if let Some(section) = section::heading(words) {
            // "Assessment criteria" numbered "2." is a heading; "Content" in lower case within a list is not.
            let pending = self.pending.take();
            self.enter(Some(section));
            self.pending = pending;
            self.mark(piece, LineUse::Heading, None);
            return true;
        }
        if marker.is_none() && count(text) <= 4 && section::column(text) == Some(Section::Form) {
            self.mark(piece, LineUse::Furniture, None);
            if matches!(piece.shape, Shape::Heading) {
                // What stands below such a heading belongs to no criterion.
                self.enter(Some(Section::Aside));
            }
            return true;
        }
        marker.is_none() && self.headed_within(piece, at, text)
    }

    /// The outcome that stands at a number, where the outcomes came without numbers of their own.
    fn nth_outcome(&mut self, code: &str) -> Option<usize> {
        let at = code.parse::<usize>().ok()?.checked_sub(1)?;
        self.draft().outcomes.get(at).filter(|o| o.code.is_none()).map(|_| at)
    }

    /// "The learner can: 1.1 …", "Exemplification: …": heading and words in one line.
    pub fn headed_within(&mut self, piece: &Piece, at: usize, text: &str) -> bool {
        let Some((head, tail)) = text.split_once(": ").filter(|(head, _)| count(head) <= 9) else {
            return false;
        };
        let tail = tail.trim();
        match section::heading(head) {
            Some(section @ (Section::Outcomes | Section::Criteria | Section::Both)) => {
                self.enter(Some(section));
                self.mark(piece, LineUse::Heading, None);
                self.words(piece, at, tail, false);
                true
            }
            Some(Section::Guidance(kind)) => {
                let row = match self.sink {
                    Sink::Row(row @ (At::Criterion(..) | At::Loose(_))) | Sink::Further(row)
                        if !piece.gap =>
                    {
                        Some(row)
                    }
                    Sink::Row(_)
                    | Sink::Further(_)
                    | Sink::None
                    | Sink::Guidance
                    | Sink::Term
                    | Sink::Aim
                    | Sink::Requirements
                    | Sink::Title => None,
                };
                if let Some(row) = row.and_then(|at| self.draft().row(at).map(|_| at)) {
                    self.sink = Sink::Further(row);
                    self.go_on(tail, piece);
                } else {
                    self.guidance(kind, tail, piece);
                }
                true
            }
            _other => false,
        }
    }

    /// "Unit 4: Keep stock".
    fn unit_headed(&mut self, code: &str, piece: &Piece, text: &str, rest: &str) -> bool {
        let aside =
            matches!(self.section, Some(Section::Aside | Section::Guidance(_) | Section::Requirements));
        let heading = matches!(piece.shape, Shape::Heading);
        if (aside && !heading && !piece.gap) || count(text) > 24 || text.trim_end().ends_with(['.', ';']) {
            return false;
        }
        if self.goes_on_plainly(piece, text) && matches!(self.sink, Sink::Row(_)) {
            return false;
        }
        let draft = self.draft();
        let known = draft.proposal.unit.number.clone();
        let same = known.as_deref().is_some_and(|number| number.eq_ignore_ascii_case(code));
        if same {
            self.mark(piece, LineUse::Title, None);
            return true;
        }
        let other = draft.has_rows() || known.is_some() && draft.title_rank >= 3;
        // "Unit HG12   Level 2   Credit 5": the number among other facts; the title stands above.
        let stated = facts::in_line(rest).or_else(|| Some(told::told(rest)).filter(|found| found.len() >= 2));
        let title_same = !rest.is_empty() && key(&draft.proposal.unit.title) == key(rest);
        let titled = draft.title_rank >= 2 && !other;
        if !other
            && known.is_none()
            && let Some(found) = stated
        {
            self.fact(Fact::Number, code, piece);
            for (fact, value) in found {
                self.fact(fact, &value, piece);
            }
            return true;
        }
        if other && !title_same {
            self.new_unit();
        }
        if rest.is_empty() {
            self.label = (!titled).then_some(Fact::Title);
            self.mark(piece, LineUse::Fact, None);
        } else {
            self.title(rest, 3, piece);
        }
        self.draft().proposal.unit.number.get_or_insert_with(|| code.to_owned());
        true
    }

    /// Facts beside their labels, boards, qualifications, a title glued to its board.
    fn stated(&mut self, piece: &Piece, text: &str, marker: Option<&Marker>) -> bool {
        if marker.is_some() {
            return false;
        }
        let open = matches!(self.sink, Sink::Row(_) | Sink::Further(_));
        let prose = matches!(self.section, Some(Section::Guidance(_) | Section::Terms));
        if !prose
            && (text.contains(':') || !open || piece.gap)
            && let Some(found) = facts::in_line(text)
        {
            for (fact, value) in found {
                if value.is_empty() {
                    self.mark(piece, LineUse::Fact, None);
                    self.label = Some(fact);
                } else {
                    self.fact(fact, &value, piece);
                }
            }
            return true;
        }
        let rows = self.draft().has_rows();
        if !prose
            && (piece.gap || !rows && !open)
            && let Some(fact) = facts::label(text)
        {
            self.mark(piece, LineUse::Fact, None);
            self.label = Some(fact);
            return true;
        }
        if self.goes_on_plainly(piece, text) && !matches!(self.sink, Sink::Title) {
            return false;
        }
        if boards::is_name(text) {
            boards::put(&mut self.draft().proposal.awarding_organisation, text);
            self.mark(piece, LineUse::Fact, None);
            self.sink = Sink::None;
            return true;
        }
        if !prose && boards::is_qualification(text) && (self.section.is_none() || !open) {
            boards::qualification(&mut self.draft().proposal, text);
            self.mark(piece, LineUse::Fact, None);
            self.sink = Sink::None;
            return true;
        }
        self.section.is_none() && !rows && (self.glued(piece, text) || self.told_in_front(piece, text))
    }

    /// Facts in running words or behind their numbers, before the first outcome: "Level 2 · 5 credits · 40 GLH".
    pub fn told_in_front(&mut self, piece: &Piece, text: &str) -> bool {
        let front = matches!(self.section, None | Some(Section::Aside | Section::Aim));
        let whole = key(text);
        let other = whole.split(' ').any(|w| w == "qualification") && !whole.split(' ').any(|w| w == "unit");
        if !front || self.draft().has_rows() || matches!(piece.shape, Shape::Heading) || other {
            return false;
        }
        let found = facts::in_line(text).filter(|_| matches!(piece.shape, Shape::Bullet(_)));
        let found = found.unwrap_or_else(|| told::told(text));
        let lone = found.len() == 1 && (count(text) <= 6 || found[0].0 == Fact::Urn && count(text) <= 12);
        if found.len() < 2 && !lone {
            return false;
        }
        let board = |text: &str| boards::is_name(text) || super::plain::is_board_like(text);
        if let Some((head, tail)) = told::lead(text).filter(|_| !prose_opens(text)) {
            if board(head) {
                boards::put(&mut self.draft().proposal.awarding_organisation, head);
            } else if self.draft().title_rank == 0 && begins_upper(told::title(head).0) {
                self.title(head, 1, piece);
                for (fact, value) in told::told(tail) {
                    self.fact(fact, &value, piece);
                }
                return true;
            }
        }
        for (fact, value) in found {
            self.fact(fact, &value, piece);
        }
        if self.section == Some(Section::Aim) && count(text) > 8 {
            self.fact(Fact::Aim, text, piece);
        }
        true
    }

    fn glued(&mut self, piece: &Piece, text: &str) -> bool {
        let Some((title, board)) = boards::glued(text).filter(|(title, _)| count(title) >= 2) else {
            return false;
        };
        self.title(title, 3, piece);
        self.sink = Sink::None;
        let draft = self.draft();
        boards::put(&mut draft.proposal.awarding_organisation, board);
        let message =
            format!("the title runs into the words after it: {title:?} and {board:?} were taken apart");
        draft.proposal.defects.push(super::defect(DefectKind::GluedHeading, message, &piece.place));
        true
    }

    /// Numbers and letters.
    pub fn marked(&mut self, marker: &Marker, rest: &str, piece: &Piece, at: usize) -> bool {
        // "Learning outcome 1 (weighting 40%)": the words come in the next line.
        let weight = rest.starts_with('(') && rest.ends_with(')') && matches!(marker, Marker::Outcome(_));
        if rest.is_empty() || weight && count(rest) <= 4 {
            return self.alone(marker, piece);
        }
        match marker {
            Marker::Unit(_) => false,
            Marker::Outcome(code) => {
                let prose = matches!(
                    self.section,
                    Some(Section::Guidance(_) | Section::Aside | Section::Requirements)
                );
                let known = self.draft().outcome(code).map(|at| key(&self.draft().outcomes[at].text));
                if prose && known.is_some_and(|known| known != key(rest)) {
                    return false;
                }
                self.pour(Some((code.clone(), 0)), rest, piece, |scribe, words| {
                    scribe.outcome(Some(code.clone()), words, piece, 0.97);
                });
                true
            }
            Marker::Bare(number) => self.bare(*number, rest, piece, at),
            Marker::Pair(owner, code) => {
                if self.wraps(rest, piece) {
                    return false;
                }
                let position = code.rsplit('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
                self.pour(Some((owner.clone(), position)), rest, piece, |scribe, words| {
                    scribe.numbered(owner, code.clone(), words, piece);
                });
                true
            }
            Marker::Criterion(_) => {
                self.criterion(criterion(None, rest, piece, 0.93), piece);
                true
            }
            Marker::Grade(owner, code) => {
                if let Some(at) = owner.as_ref().and_then(|owner| self.draft().outcome(owner)) {
                    self.current = Some(at);
                    self.listed = false;
                }
                self.criterion(criterion(Some(code.clone()), rest, piece, 0.95), piece);
                true
            }
            Marker::Letter(_) => self.letter(rest, piece),
            Marker::Sub(code) => self.point(&format!("{code} {rest}"), piece),
        }
    }

    /// A code alone in its line: its words come next.
    fn alone(&mut self, marker: &Marker, piece: &Piece) -> bool {
        let rows = matches!(self.section, Some(Section::Outcomes | Section::Criteria | Section::Both));
        if let Marker::Bare(number) = marker {
            if !rows && self.survey.pairs == 0 {
                return false;
            }
            // The mark of a footnote: the outcome of that number has been read.
            let there = self.draft().outcome(&number.to_string());
            if self.survey.pairs > 0 && there.is_some_and(|at| !self.draft().outcomes[at].criteria.is_empty())
            {
                self.mark(piece, LineUse::LeftOver, None);
                return true;
            }
        }
        self.mark(piece, LineUse::LeftOver, None);
        self.pending = Some((marker.clone(), piece.line));
        true
    }

    /// Writes words that may hold further codes: "1 Know … 1.1 State … 1.2 Explain …" in one line.
    fn pour(
        &mut self,
        from: Option<(String, u32)>,
        text: &str,
        piece: &Piece,
        first: impl FnOnce(&mut Self, &str),
    ) {
        let parts = match from.and_then(|(owner, position)| Some((owner.parse::<u32>().ok()?, position))) {
            Some((owner, position)) => inline::cut(text, owner, position),
            None => inline::Cut { head: text, rest: Vec::new() },
        };
        first(self, parts.head);
        for part in parts.rest {
            match part.position {
                0 => self.outcome(Some(part.owner.to_string()), part.text, piece, 0.9),
                position => {
                    let code = format!("{}.{position}", part.owner);
                    self.numbered(&part.owner.to_string(), code, part.text, piece);
                }
            }
        }
    }

    /// A wrapped line that happens to begin with a number: "2.5 metres", "3.1 of the Act".
    fn wraps(&mut self, rest: &str, piece: &Piece) -> bool {
        const AFTER: [&str; 22] = [
            "of", "m", "mm", "cm", "km", "kg", "g", "ml", "litres", "metres", "hours", "days", "minutes",
            "million", "times", "per", "and", "or", "above", "below", "to", "billion",
        ];
        let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
        !piece.gap && matches!(self.sink, Sink::Row(_) | Sink::Guidance) && AFTER.contains(&first.as_str())
    }

    /// A bare number: an outcome, a criterion, or no marker at all.
    fn bare(&mut self, number: u32, rest: &str, piece: &Piece, at: usize) -> bool {
        let rows = matches!(self.section, Some(Section::Outcomes | Section::Criteria | Section::Both));
        let code = number.to_string();
        let last =
            self.draft().outcomes.last().and_then(|o| o.code.as_deref()).and_then(|c| c.parse::<u32>().ok());
        let next = last.is_none_or(|last| number == last + 1) || number == 1;
        let repeated =
            self.draft().outcome(&code).is_some_and(|at| key(&self.draft().outcomes[at].text) == key(rest));
        let outcome = if self.survey.pairs > 0 {
            self.announces(number, rest, at)
                || repeated
                || (self.section == Some(Section::Outcomes) && next)
                || (rows
                    && piece.gap
                    && last.is_some_and(|last| number == last + 1)
                    && begins_with_verb(rest))
        } else if !rows {
            self.section.is_none() && next && begins_with_verb(rest) && self.survey.outcomes == 0
        } else {
            self.bare_is_outcome(number, rest, piece)
        };
        if outcome {
            self.pour(Some((code.clone(), 0)), rest, piece, |scribe, words| {
                scribe.outcome(Some(code.clone()), words, piece, 0.95);
            });
            return true;
        }
        if self.survey.pairs == 0 && rows && !self.wraps(rest, piece) {
            self.criterion(criterion(None, rest, piece, 0.9), piece);
            return true;
        }
        false
    }

    /// Where no "1.1" stands in the document: is "2" an outcome or the second criterion?
    fn bare_is_outcome(&mut self, number: u32, rest: &str, piece: &Piece) -> bool {
        if self.survey.outcomes > 0 {
            return false;
        }
        if let (Shape::Bullet(depth), Some(outer)) = (&piece.shape, self.outcome_depth)
            && self.current.is_some()
        {
            return *depth <= outer;
        }
        let Some(current) = self.current else { return self.section != Some(Section::Criteria) };
        let listed = self.listed;
        let outcome = &self.draft().outcomes[current];
        let last = outcome.code.as_deref().and_then(|c| c.parse::<u32>().ok());
        let (rows, lettered) = (outcome.criteria.len(), outcome.criteria.iter().any(|c| c.lettered));
        let next_outcome = last.is_some_and(|last| number == last + 1);
        match self.section {
            Some(Section::Outcomes) => true,
            _both_or_criteria if listed => false,
            _both_or_criteria if lettered => next_outcome,
            _both_or_criteria if begins_as_outcome(rest) => next_outcome,
            _both_or_criteria if rows == 0 => self.section == Some(Section::Both) && next_outcome,
            _both_or_criteria => next_outcome && usize::try_from(number).is_ok_and(|n| n != rows + 1),
        }
    }

    /// Whether the codes that follow belong to this number.
    fn announces(&self, number: u32, rest: &str, at: usize) -> bool {
        let own = number.to_string();
        if !inline::cut(rest, number, 0).rest.is_empty() {
            return true;
        }
        for piece in self.pieces.iter().skip(at + 1).take(AHEAD).filter(|piece| !piece.furniture) {
            match super::rows::first_marker(piece) {
                Some(Marker::Pair(owner, _)) => return owner == own,
                Some(Marker::Bare(other)) if other == number + 1 => return false,
                _other => {}
            }
        }
        false
    }

    /// A lettered line: a criterion of its outcome, or a point below a numbered criterion.
    fn letter(&mut self, rest: &str, piece: &Piece) -> bool {
        let sibling = match self.sink {
            Sink::Row(at) | Sink::Further(at) => {
                self.draft().row(at).map(|row| row.lettered || row.code.is_none())
            }
            Sink::None | Sink::Guidance | Sink::Term | Sink::Aim | Sink::Requirements | Sink::Title => None,
        };
        if sibling == Some(false) && self.point(rest, piece) {
            return true;
        }
        let rows = matches!(self.section, Some(Section::Criteria | Section::Both));
        if !rows && (self.current.is_none() || self.section.is_some()) {
            return false;
        }
        let made = DraftCriterion { lettered: true, ..criterion(None, rest, piece, 0.93) };
        self.criterion(made, piece);
        true
    }

    /// Whether words can go on where the last ended, by their place alone.
    pub fn goes_on_plainly(&mut self, piece: &Piece, text: &str) -> bool {
        if self.sink == Sink::None {
            return false;
        }
        if matches!(piece.shape, Shape::Heading) {
            // Bold type that goes on where the line before ended.
            let open = matches!(self.sink, Sink::Row(_)) && !self.sink_ended();
            return open && begins_lower(text) && count(text) <= 8;
        }
        if piece.gap && !(begins_lower(text) && matches!(self.sink, Sink::Row(_)) && !self.sink_ended()) {
            return false;
        }
        true
    }

    fn sink_ended(&mut self) -> bool {
        match self.sink {
            Sink::Row(at) => self.draft().words(at).is_none_or(|words| ended(words)),
            Sink::None
            | Sink::Further(_)
            | Sink::Guidance
            | Sink::Term
            | Sink::Aim
            | Sink::Requirements
            | Sink::Title => false,
        }
    }

    fn continues(&mut self, piece: &Piece, text: &str) -> bool {
        if !self.goes_on_plainly(piece, text) {
            return false;
        }
        let Sink::Row(at) = self.sink else {
            return self.sink != Sink::Title
                || begins_lower(text) && self.draft().proposal.unit.title.len() < 200;
        };
        let full = self.sink_ended() && !self.draft().words(at).is_some_and(|words| words.ends_with(':'));
        let upper = !begins_lower(text);
        let unnumbered = match at {
            At::Outcome(outcome) => self.draft().outcomes[outcome].code.is_none(),
            At::Criterion(..) | At::Loose(_) => self.draft().row(at).is_some_and(|row| row.code.is_none()),
        };
        if upper && begins_as_outcome(text) && self.survey.pairs == 0 {
            return false;
        }
        if matches!(at, At::Outcome(_)) && begins_with_verb(text) && self.survey.pairs == 0 && (upper || full)
        {
            return false;
        }
        if unnumbered && begins_with_verb(text) && (upper || full) {
            return false;
        }
        if full && upper && !matches!(at, At::Outcome(_)) {
            self.sink = Sink::Further(at);
        }
        !(full && upper && matches!(at, At::Outcome(_)))
    }

    /// Whether bullets stand between here and the next heading.
    pub fn bullets_follow(&self, at: usize) -> bool {
        self.pieces
            .iter()
            .skip(at + 1)
            .take(AHEAD)
            .take_while(|piece| {
                !matches!(piece.shape, Shape::Heading) && section::heading(&piece.text).is_none()
            })
            .any(|piece| matches!(piece.shape, Shape::Bullet(_)))
    }

    /// Whether facts of a unit stand in the next few pieces.
    pub fn facts_follow(&self, at: usize) -> bool {
        self.pieces.iter().skip(at + 1).take(5).any(|piece| {
            let found = match &piece.shape {
                Shape::Row { cells, .. } => cells.iter().find_map(|cell| {
                    let stated =
                        || facts::in_line(cell).and_then(|found| found.first().map(|(fact, _)| *fact));
                    facts::label(cell).or_else(stated)
                }),
                Shape::Heading | Shape::Line | Shape::Bullet(_) => facts::label(&piece.text).or_else(|| {
                    facts::in_line(&piece.text).and_then(|found| found.first().map(|(fact, _)| *fact))
                }),
            };
            found.is_some_and(|fact| {
                matches!(fact, Fact::Level | Fact::Credit | Fact::Urn | Fact::Number | Fact::Glh)
            })
        })
    }
}

/// "This unit …", "The unit …": a sentence about the unit, not its title.
fn prose_opens(text: &str) -> bool {
    let words = key(text);
    [
        "this ",
        "the ",
        "it ",
        "a ",
        "an ",
        "these ",
        "to ",
        "learners ",
        "credit",
        "level",
        "glh",
        "unit ",
        "guided",
    ]
    .iter()
    .any(|start| words.starts_with(start))
}

fn begins_upper(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// A criterion as it comes.
#[must_use]
pub fn criterion(code: Option<String>, text: &str, piece: &Piece, confidence: f32) -> DraftCriterion {
    DraftCriterion {
        code,
        text: text.to_owned(),
        place: piece.place.clone(),
        confidence,
        ..DraftCriterion::default()
    }
}
