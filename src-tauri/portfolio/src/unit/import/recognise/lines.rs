//! Lines, headings and bullets: what each is, by its marker, its section and what came before. Tables are in `rows`.

use super::draft::{At, DraftCriterion};
use super::facts::{self, Fact};
use super::marker::{self, Marker};
use super::pieces::{Piece, Shape};
use super::scribe::{Scribe, Sink};
use super::section::{self, Section};
use super::told;
use super::words::{begins_as_outcome, begins_lower, begins_with_verb, count, ended, key};
use crate::unit::import::proposal::LineUse;

/// How many pieces are looked ahead to see what a number or a heading announces.
pub const AHEAD: usize = 40;

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
        if !bullet && marker.is_none() && self.leads_to_items(piece, at, text) {
            return;
        }
        if marker.is_none() && self.noted_beside(piece, text) {
            return;
        }
        if bullet && marker.is_none() && self.told_in_front(piece, text) {
            return;
        }
        if bullet && marker.is_none() && self.named_in_list(piece, text) {
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

    /// "You show this when you:" between an outcome and the list of its criteria.
    fn leads_to_items(&mut self, piece: &Piece, at: usize, text: &str) -> bool {
        let Sink::Row(At::Outcome(outcome)) = self.sink else { return false };
        let leads = text.ends_with(':')
            && text.starts_with(char::is_uppercase)
            && !begins_as_outcome(text)
            && count(text) <= 12
            && section::heading(text).is_none()
            && facts::in_line(text).is_none()
            && self.pieces.get(at + 1).is_some_and(|next| matches!(next.shape, Shape::Bullet(_)))
            && !self.draft().outcomes[outcome].text.is_empty();
        if leads {
            self.mark(piece, LineUse::Heading, None);
            self.sink = Sink::None;
            self.section = Some(Section::Both);
        }
        leads
    }

    /// "[Yusuf: take a photo]", "Evidence: witness statement": what a person or a form puts below a criterion.
    fn noted_beside(&mut self, piece: &Piece, text: &str) -> bool {
        let (Sink::Row(row @ (At::Criterion(..) | At::Loose(_))) | Sink::Further(row)) = self.sink else {
            return false;
        };
        let aside = text.starts_with('(')
            && text.ends_with(".)")
            && text.chars().nth(1).is_some_and(char::is_uppercase);
        let bracketed = aside || text.starts_with('[') && text.ends_with(']') && text.len() > 2;
        if bracketed {
            if let Some(there) = self.draft().row(row) {
                there.amplify(text.trim_matches(['[', ']', '(', ')']));
            }
            self.mark(piece, LineUse::Guidance, Some(row));
            return true;
        }
        let Some((head, tail)) = text.split_once(':') else { return false };
        let form = count(head) <= 3
            && head.starts_with(char::is_uppercase)
            && section::column(head) == Some(Section::Form);
        if form && count(tail) <= 12 {
            self.mark(piece, LineUse::Furniture, None);
            self.sink = Sink::Further(row);
        }
        form && count(tail) <= 12
    }

    /// "• Outcome: Know stock": an item that says what it is.
    fn named_in_list(&mut self, piece: &Piece, text: &str) -> bool {
        let Some((name, words)) = text.split_once(": ").filter(|(name, _)| count(name) <= 3) else {
            return false;
        };
        let named = begins_with_verb(words) && section::heading(name) == Some(Section::Outcomes);
        if named {
            self.section = Some(Section::Both);
            self.outcome(None, words, piece, 0.85);
            if let Some(last) = self.draft().outcomes.last_mut() {
                last.listed = false;
            }
        }
        named
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
        if self.goes_on_plainly(piece, text) && begins_lower(text) && !text.ends_with(':') {
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
            let below = section == Section::Outcomes && section::is_stem(words) && self.below_outcome();
            self.enter(Some(if below { Section::Criteria } else { section }));
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

    /// Whether an outcome with a code of its own ("Outcome 2") has opened, so that a stem opens its criteria.
    fn below_outcome(&mut self) -> bool {
        let named = self.survey.outcomes > 1 && !self.listed;
        let Some(current) = self.current else { return false };
        named && self.draft().outcomes[current].code.is_some() && self.section != Some(Section::Outcomes)
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
            // "Notes for tutors: Service a clock. Awarded by …": the front of a unit, not words about its rows.
            Some(Section::Guidance(_)) if !self.draft().has_rows() && self.draft().title_rank == 0 => false,
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
