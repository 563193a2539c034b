//! Words without a marker: by the section that they stand in. What fits nowhere is left over, not dropped.

use super::boards;
use super::draft::At;
use super::lines::criterion;
use super::pieces::{Piece, Shape};
use super::scribe::{Scribe, Sink};
use super::section::Section;
use super::words::{append, begins_as_outcome, begins_with_verb, count};
use crate::unit::import::proposal::LineUse;

impl Scribe<'_> {
    /// Words without a marker that continue nothing.
    pub fn plain(&mut self, piece: &Piece, at: usize, text: &str) {
        if let Shape::Bullet(depth) = piece.shape {
            self.bullet(piece, at, text, depth);
            return;
        }
        match self.section {
            Some(Section::Outcomes) => {
                if self.bullets_follow(at)
                    && !matches!(piece.shape, Shape::Heading)
                    && !begins_as_outcome(text)
                {
                    self.mark(piece, LineUse::Heading, None);
                } else if begins_with_verb(text) {
                    self.outcome(None, text, piece, 0.8);
                } else {
                    self.put_aside(piece, at, text);
                }
            }
            Some(Section::Criteria) => {
                if self.opens_outcome(piece, at, text) {
                    self.outcome(None, text, piece, 0.75);
                } else if self.bullets_follow(at) && self.sink == Sink::None {
                    self.mark(piece, LineUse::Heading, None);
                } else if self.survey.pairs == 0
                    && count(text) >= 3
                    && (begins_with_verb(text) || !piece.gap && matches!(self.sink, Sink::Row(_)))
                {
                    self.criterion(criterion(None, text, piece, 0.7), piece);
                } else {
                    self.put_aside(piece, at, text);
                }
            }
            Some(Section::Both) => self.plain_in_both(piece, at, text),
            Some(_prose) if matches!(piece.shape, Shape::Heading) => self.put_aside(piece, at, text),
            Some(_prose) => self.prose(piece, at, text),
            None => self.front(piece, at, text),
        }
    }

    fn plain_in_both(&mut self, piece: &Piece, at: usize, text: &str) {
        let numbered = self.survey.pairs > 0;
        if self.opens_outcome(piece, at, text) {
            self.outcome(None, text, piece, 0.8);
        } else if !numbered
            && self.current.is_some()
            && begins_with_verb(text)
            && !matches!(piece.shape, Shape::Heading)
        {
            self.criterion(criterion(None, text, piece, 0.7), piece);
        } else {
            self.put_aside(piece, at, text);
        }
    }

    /// An unnumbered line that opens an outcome: it begins as one, or it is a heading with a list below.
    fn opens_outcome(&mut self, piece: &Piece, at: usize, text: &str) -> bool {
        if text.trim_end().ends_with(['.', ':']) && !begins_as_outcome(text) || count(text) > 40 {
            return false;
        }
        let heading = matches!(piece.shape, Shape::Heading);
        // A heading above the facts of a unit is its title, whatever word it begins with.
        if heading && self.facts_follow(at) {
            return false;
        }
        let list = self.items_follow(at);
        (begins_as_outcome(text) && (list || heading)) || (heading && list && begins_with_verb(text))
    }

    /// Whether the next piece is an item: a bullet, a row, a lettered or numbered line, "the learner can".
    fn items_follow(&self, at: usize) -> bool {
        let next = self.pieces.iter().skip(at + 1).find(|piece| !piece.furniture);
        next.is_some_and(|piece| {
            matches!(piece.shape, Shape::Bullet(_) | Shape::Row { .. })
                || super::marker::read(&piece.text).0.is_some()
                || super::section::heading(&piece.text) == Some(Section::Criteria)
                || (!piece.gap && begins_with_verb(&piece.text))
        })
    }

    fn bullet(&mut self, piece: &Piece, at: usize, text: &str, depth: u16) {
        match self.section {
            Some(Section::Outcomes) => {
                let nested = self.outcome_depth.is_some_and(|outer| depth > outer) && self.current.is_some();
                if nested {
                    self.listed = false;
                    self.section = Some(Section::Both);
                    self.item(piece, text, depth);
                } else {
                    self.outcome(None, text, piece, 0.9);
                }
            }
            Some(Section::Both) => {
                let outer = self.outcome_depth.is_some_and(|outer| depth <= outer);
                if self.current.is_none() || outer {
                    self.outcome(None, text, piece, 0.85);
                } else {
                    self.item(piece, text, depth);
                }
            }
            Some(Section::Criteria) => self.item(piece, text, depth),
            Some(_prose) => self.prose(piece, at, text),
            None if self.current.is_some() => self.item(piece, text, depth),
            None => self.left_over(piece),
        }
    }

    /// A bullet where criteria are read: a criterion, or a point below one.
    fn item(&mut self, piece: &Piece, text: &str, depth: u16) {
        let open = match self.sink {
            Sink::Row(at @ (At::Criterion(..) | At::Loose(_))) | Sink::Further(at) => {
                self.draft().row(at).map(|row| row.code.is_some() || row.lettered || row.text.ends_with(':'))
            }
            Sink::None
            | Sink::Row(_)
            | Sink::Guidance
            | Sink::Term
            | Sink::Aim
            | Sink::Requirements
            | Sink::Title => None,
        };
        let below = self.depth.is_some_and(|first| depth > first);
        if (open == Some(true) || below && open.is_some()) && self.point(text, piece) {
            return;
        }
        self.depth = Some(self.depth.map_or(depth, |first| first.min(depth)));
        self.criterion(criterion(None, text, piece, 0.9), piece);
    }

    /// Guidance, terms, aim, requirements, asides.
    fn prose(&mut self, piece: &Piece, at: usize, text: &str) {
        match self.section {
            Some(Section::Guidance(kind)) => {
                let subtitle = !matches!(piece.shape, Shape::Bullet(_))
                    && self.sink == Sink::None
                    && self.bullets_follow(at);
                if subtitle && count(text) <= 12 {
                    self.mark(piece, LineUse::Heading, None);
                } else {
                    self.guidance(kind, text, piece);
                }
            }
            Some(Section::Terms) => {
                if !matches!(piece.shape, Shape::Bullet(_))
                    && self.sink == Sink::None
                    && self.bullets_follow(at)
                {
                    self.mark(piece, LineUse::Heading, None);
                } else {
                    self.term(text, piece);
                }
            }
            Some(Section::Aim) => {
                append(self.draft().proposal.unit.aim.get_or_insert_default(), text);
                self.mark(piece, LineUse::Fact, None);
                self.sink = Sink::Aim;
            }
            Some(Section::Requirements) => {
                append(self.draft().proposal.unit.assessment_requirements.get_or_insert_default(), text);
                self.mark(piece, LineUse::Fact, None);
                self.sink = Sink::Requirements;
            }
            Some(Section::Form) => self.mark(piece, LineUse::Furniture, None),
            _other => self.left_over(piece),
        }
    }

    /// The front of a unit: title, board, or words that belong nowhere.
    fn front(&mut self, piece: &Piece, at: usize, text: &str) {
        let heading = matches!(piece.shape, Shape::Heading);
        if self.opens_outcome(piece, at, text) && (self.draft().title_rank > 0 || begins_as_outcome(text)) {
            self.outcome(None, text, piece, 0.75);
            return;
        }
        if is_board_like(text) {
            let draft = self.draft();
            boards::put(&mut draft.proposal.awarding_organisation, text);
            self.mark(piece, LineUse::Fact, None);
            return;
        }
        let rank = self.draft().title_rank;
        let rows = self.draft().has_rows();
        let short =
            count(text) <= 16 && !text.trim_end().ends_with(['.', ':', ';', ',', '?']) && text.len() <= 130;
        let better = (if heading { rank < 2 } else { rank == 0 }) && !super::told::is_paper(text);
        if short && better && !rows && text.contains(char::is_alphabetic) {
            self.title(text, if heading { 2 } else { 1 }, piece);
            return;
        }
        self.put_aside(piece, at, text);
    }

    /// Left over; but a heading before the facts of a unit is the title of the next.
    fn put_aside(&mut self, piece: &Piece, at: usize, text: &str) {
        let heading = matches!(piece.shape, Shape::Heading);
        let short = count(text) <= 16 && !text.trim_end().ends_with(['.', ':', ';', ',']);
        let rows = self.draft().has_rows();
        let paper = super::told::is_paper(text);
        if short && rows && (heading || piece.gap) && !paper && self.facts_follow(at) {
            self.title(text, 2, piece);
            return;
        }
        self.left_over(piece);
        if short && (heading || piece.gap) {
            self.candidate = Some((text.to_owned(), piece.line));
        }
        if rows && (heading || piece.gap) {
            self.section = Some(Section::Aside);
        }
    }

    /// Not recognised.
    pub fn left_over(&mut self, piece: &Piece) {
        self.mark(piece, LineUse::LeftOver, None);
        self.sink = Sink::None;
    }
}

/// A line of a few words that ends as boards' names do: "Northfield Trades Awards".
pub fn is_board_like(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && words.iter().all(|w| {
            w.starts_with(|c: char| c.is_uppercase() || c == '&')
                || matches!(*w, "of" | "and" | "for" | "the")
        })
        && matches!(words.last(), Some(&("Awards" | "Qualifications" | "Examinations" | "Awarding")))
}
