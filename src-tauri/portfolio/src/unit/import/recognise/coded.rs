//! Numbers and letters before words: which of them open an outcome, which a criterion, and which are no marker at all.
//! Refuses to know headings and tables.

use super::draft::DraftCriterion;
use super::inline;
use super::lines::{AHEAD, criterion};
use super::marker::Marker;
use super::pieces::{Piece, Shape};
use super::scribe::{Scribe, Sink};
use super::section::Section;
use super::words::{begins_as_outcome, begins_with_verb, count, key};
use crate::unit::import::proposal::LineUse;

impl Scribe<'_> {
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
                let other = known.is_some_and(|known| known != key(rest));
                if prose && other {
                    return false;
                }
                if other && self.about_current(code, rest) {
                    self.left_over(piece);
                    return true;
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

    /// "LO1 feedback", "Outcome 1 total marks: 12": below the criteria of an outcome, words about it and no other outcome.
    fn about_current(&mut self, code: &str, rest: &str) -> bool {
        let Some(current) = self.current else { return false };
        let outcome = &self.draft().outcomes[current];
        let here = outcome.code.as_deref() == Some(code) && !outcome.criteria.is_empty();
        here && !begins_with_verb(rest) && !begins_as_outcome(rest)
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
            // The words about the unit end where its first outcome stands.
            let aim = self.section == Some(Section::Aim) && piece.gap && begins_as_outcome(rest);
            (self.section.is_none() || aim) && next && begins_with_verb(rest) && self.survey.outcomes == 0
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
        let bare = self.survey.pairs == 0 && begins_with_verb(rest);
        let bare = bare && self.current.is_some_and(|at| self.draft().outcomes[at].criteria.is_empty());
        let rows = bare || matches!(self.section, Some(Section::Criteria | Section::Both));
        if !rows && (self.current.is_none() || self.section.is_some()) {
            return false;
        }
        if bare {
            self.section = Some(Section::Both);
        }
        let made = DraftCriterion { lettered: true, ..criterion(None, rest, piece, 0.93) };
        self.criterion(made, piece);
        true
    }
}
