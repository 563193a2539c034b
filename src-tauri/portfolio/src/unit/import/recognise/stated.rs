//! Facts outside tables: beside their labels, in running words, in the heading of a unit, in titles glued to a board's name.
//! Refuses to know outcomes and criteria.

use super::boards;
use super::facts::{self, Fact};
use super::marker::Marker;
use super::pieces::{Piece, Shape};
use super::scribe::{Scribe, Sink};
use super::section::Section;
use super::told;
use super::words::{count, key};
use crate::unit::import::proposal::{DefectKind, LineUse};

impl Scribe<'_> {
    /// "Unit 4: Keep stock".
    pub fn unit_headed(&mut self, code: &str, piece: &Piece, text: &str, rest: &str) -> bool {
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
    pub fn stated(&mut self, piece: &Piece, text: &str, marker: Option<&Marker>) -> bool {
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
        let none = self.section.is_none() && !rows;
        let aim = self.section == Some(Section::Aim) && !rows && told::told(text).len() >= 2;
        none && self.glued(piece, text) || (none || aim) && self.told_in_front(piece, text)
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
        // "Optional unit HG12: Maintain a greenhouse" is a title with its number.
        let titled = found.iter().all(|(fact, _)| *fact == Fact::Number) && told::title(text).0 != text;
        if found.len() < 2 && !lone || titled {
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
