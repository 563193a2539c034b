//! Rows of tables: what their columns hold by their headings, or by the codes in their cells. Cells may hold several
//! paragraphs; merged cells are empty below their first row; tables break over pages and repeat their headings.

use super::draft::At;
use super::facts::{self, Fact};
use super::lines::criterion;
use super::marker::{self, Marker};
use super::pieces::{Piece, Shape};
use super::scribe::{Scribe, Sink};
use super::section::{self, Section};
use super::told;
use super::words::{
    begins_as_outcome, begins_lower, begins_with_verb, begins_within, count, ended, key, tidy, without_bullet,
};
use crate::unit::import::proposal::LineUse;

/// Whether a cell of the row begins with a code such as "1.1".
#[must_use]
pub fn inner_codes(piece: &Piece) -> bool {
    let Shape::Row { cells, .. } = &piece.shape else { return false };
    cells.iter().any(|cell| matches!(marker::read(first_line(cell)).0, Some(Marker::Pair(..))))
}

/// The first marker in a piece, in whichever cell.
#[must_use]
pub fn first_marker(piece: &Piece) -> Option<Marker> {
    match &piece.shape {
        Shape::Row { cells, .. } => cells.iter().find_map(|cell| marker::read(first_line(cell)).0),
        Shape::Heading | Shape::Line | Shape::Bullet(_) => marker::read(&piece.text).0,
    }
}

fn first_line(cell: &str) -> &str {
    cell.trim().lines().next().unwrap_or_default()
}

fn paragraphs(cell: &str) -> Vec<String> {
    cell.lines().map(tidy).filter(|line| !line.is_empty()).collect()
}

fn is_code(text: &str) -> bool {
    let (marker, rest) = marker::read(text);
    marker.is_some() && rest.is_empty()
}

impl Scribe<'_> {
    /// Reads a row.
    pub fn row(&mut self, piece: &Piece, at: usize) {
        let Shape::Row { table, cells, header } = &piece.shape else { return };
        let full: Vec<&String> = cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
        if table.is_some() && *table != self.table {
            self.table = *table;
            if self.roles.len() != cells.len() {
                self.roles.clear();
            }
            self.fact_columns = None;
        }
        if full.is_empty() {
            self.mark(piece, LineUse::Furniture, None);
            return;
        }
        if self.fact_row(piece, cells)
            || self.keyed_row(piece, at, &full)
            || self.header_row(piece, cells, *header)
            || self.facts_in_row(piece, at, cells)
        {
            return;
        }
        if let [only] = full.as_slice()
            && cells.len() > 1
            && let (Some(marker @ (Marker::Outcome(_) | Marker::Bare(_))), rest) =
                marker::read(first_line(only))
            && !rest.is_empty()
            && (matches!(marker, Marker::Outcome(_)) || begins_as_outcome(rest))
        {
            // An outcome over the whole width of the table, between the rows of its criteria.
            let words = tidy(&only.replacen(first_line(only), rest, 1));
            self.section = Some(Section::Both);
            let marker =
                if let Marker::Bare(number) = marker { Marker::Outcome(number.to_string()) } else { marker };
            if self.marked(&marker, &words, piece, at) {
                return;
            }
        }
        if let [only] = full.as_slice()
            && cells.len() > 1
            && !only.contains('\n')
            && self.headed_within(piece, at, &tidy(only))
        {
            return;
        }
        let coded = inner_codes(piece);
        if coded && self.said_of_criterion(piece, cells) {
            return;
        }
        if coded && !self.criteria_have_a_column(cells) {
            self.row_by_codes(piece, at, cells);
            return;
        }
        if self.roles.len() == cells.len() || (self.roles.len() > cells.len() && !coded) {
            self.row_by_roles(piece, at, cells);
        } else if coded {
            self.row_by_codes(piece, at, cells);
        } else {
            self.row_as_line(piece, at, cells);
        }
    }

    /// "1.3 | Season: spring and autumn": in a column of guidance, more about a criterion that was read before.
    fn said_of_criterion(&mut self, piece: &Piece, cells: &[String]) -> bool {
        let full: Vec<&String> = cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
        let [code, words] = full.as_slice() else { return false };
        let (Some(Marker::Pair(owner, code)), "") = marker::read(code) else { return false };
        let column = cells.iter().position(|cell| cell == *words);
        let role = column.and_then(|at| self.roles.get(at)).copied().flatten();
        let found = self.draft().outcome(&owner);
        let Some(at) = found.and_then(|at| Some(At::Criterion(at, self.draft().criterion(at, &code)?)))
        else {
            return false;
        };
        let labelled = words.split_once(": ").is_some_and(|(head, _)| count(head) <= 2);
        let prose = (!begins_with_verb(words) || labelled) && count(words) >= 3;
        if !matches!(role, Some(Section::Guidance(_))) && !prose {
            return false;
        }
        let words = tidy(words);
        let Some(row) = self.draft().row(at) else { return false };
        if key(&row.text) == key(&words) {
            return false;
        }
        row.amplify(&words);
        self.mark(piece, LineUse::Guidance, Some(at));
        self.sink = Sink::Further(at);
        true
    }

    /// Whether the words after a criterion's number stand in a column that is known to be the criteria's.
    fn criteria_have_a_column(&self, cells: &[String]) -> bool {
        let numbered = |cell: &String| matches!(marker::read(first_line(cell)).0, Some(Marker::Pair(..)));
        let Some(at) = cells.iter().position(numbered) else { return true };
        let alone = is_code(&cells[at]);
        // "mark out the hinges | 2.1 | ☐": the code stands behind its words.
        let before = cells.iter().take(at).zip(&self.roles);
        if alone
            && before.into_iter().any(|(cell, role)| *role == Some(Section::Criteria) && count(cell) >= 2)
        {
            return true;
        }
        let words = (at + usize::from(alone)..cells.len()).find(|at| !cells[*at].trim().is_empty());
        let role = words.and_then(|at| self.roles.get(at)).copied().flatten();
        self.roles.is_empty()
            || words.is_none()
            || matches!(role, Some(Section::Criteria | Section::Both | Section::Outcomes))
    }

    /// "Outcome | Know stock", "Criterion | state what stock is": each row says what it holds.
    fn keyed_row(&mut self, piece: &Piece, at: usize, full: &[&String]) -> bool {
        let [name, words] = full else { return false };
        let words = tidy(words);
        if count(name) > 3 || marker::read(name).0.is_some() || !begins_with_verb(&words) {
            return false;
        }
        match section::heading(name) {
            Some(Section::Outcomes) => {
                self.section = Some(Section::Both);
                let (marker, rest) = marker::read(&words);
                if !marker.is_some_and(|marker| self.marked(&marker, rest, piece, at)) {
                    self.outcome(None, &words, piece, 0.85);
                    if let Some(last) = self.draft().outcomes.last_mut() {
                        last.listed = false;
                    }
                }
                true
            }
            Some(Section::Criteria) => {
                self.criterion(criterion(None, &words, piece, 0.85), piece);
                true
            }
            _other => false,
        }
    }

    /// Headings of columns.
    fn header_row(&mut self, piece: &Piece, cells: &[String], header: bool) -> bool {
        let full: Vec<&String> = cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
        let kinds: Vec<Option<Section>> = cells.iter().map(|cell| section::column(cell)).collect();
        let known = kinds.iter().flatten().count();
        let rows = kinds
            .iter()
            .flatten()
            .any(|k| matches!(k, Section::Outcomes | Section::Criteria | Section::Both));
        let coded =
            matches!(first_marker(piece), Some(Marker::Outcome(_) | Marker::Unit(_) | Marker::Grade(..)));
        let neutral = cells
            .iter()
            .zip(&kinds)
            .filter(|(cell, kind)| kind.is_none() && !cell.trim().is_empty() && section::is_tick_column(cell))
            .count();
        let most =
            known > 0 && (known * 2 >= full.len() || known >= 2 && (known + neutral) * 3 >= full.len() * 2);
        if !rows || coded || inner_codes(piece) || (!most && !header) {
            return false;
        }
        if full.len() == 1 && cells.len() > 1 {
            // A heading over the whole table.
            self.enter(kinds.into_iter().flatten().next());
            self.mark(piece, LineUse::Heading, None);
            return true;
        }
        let roles = inherit(cells, &kinds);
        let again = roles == self.roles;
        if !again {
            self.enter(Some(Section::Both));
        }
        self.mark(piece, if again { LineUse::Furniture } else { LineUse::Heading }, None);
        self.roles = roles;
        true
    }

    /// Labels above their values: the row below them.
    fn fact_row(&mut self, piece: &Piece, cells: &[String]) -> bool {
        let Some(columns) = self.fact_columns.take() else { return false };
        if columns.len() != cells.len() {
            return false;
        }
        for (fact, cell) in columns.into_iter().zip(cells) {
            if let Some(fact) = fact
                && !cell.trim().is_empty()
            {
                self.fact(fact, cell, piece);
            }
        }
        true
    }

    /// Facts in a row: label and value in turn, or labels alone.
    fn facts_in_row(&mut self, piece: &Piece, at: usize, cells: &[String]) -> bool {
        let full: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        let Some(first) = full.first() else { return false };
        let labels = full.iter().filter(|cell| facts::label(cell).is_some()).count();
        if full.len() >= 2 && labels == full.len() {
            self.label_row(piece, at, cells);
            return true;
        }
        if full.len() == 1 {
            return false;
        }
        if facts::label(first).is_some() {
            let mut cells = full.iter();
            while let (Some(name), Some(value)) = (cells.next(), cells.next()) {
                match facts::label(name) {
                    Some(fact) => self.fact(fact, value, piece),
                    None => self.mark(piece, LineUse::LeftOver, None),
                }
            }
            self.sink = Sink::None;
            return true;
        }
        if self.other_fact(piece, &full) {
            return true;
        }
        if !self.draft().has_rows() && self.roles.is_empty() && full.len() >= 2 {
            let found = told::told(&full.join(" | "));
            if found.len() >= 2 {
                for (fact, value) in found {
                    self.fact(fact, &value, piece);
                }
                return true;
            }
        }
        let stated: Vec<_> = full.iter().filter_map(|cell| facts::in_line(cell)).collect();
        if stated.len() == full.len() {
            for (fact, value) in stated.into_iter().flatten() {
                self.fact(fact, &value, piece);
            }
            return true;
        }
        self.section_in_row(piece, &full)
    }

    /// "Sector subject area | 5.2 Building and construction": a label that we keep nothing of, beside its value.
    fn other_fact(&mut self, piece: &Piece, full: &[&str]) -> bool {
        let [name, value] = full else { return false };
        let (marker, rest) = marker::read(value);
        let stands = marker.is_some() && !rest.is_empty() && count(rest) <= 8 && !begins_with_verb(rest);
        let labelled = count(name) <= 5 && marker::read(name).0.is_none() && !begins_with_verb(name);
        let fact = self.draft().marks.last().is_some_and(|mark| mark.used == LineUse::Fact);
        let front = !self.draft().has_rows() && self.roles.is_empty() && fact;
        if front && labelled && stands {
            self.mark(piece, LineUse::LeftOver, None);
        }
        front && labelled && stands
    }

    /// "Assessment guidance | Joints are made …": a section in the first cell, its words in the second.
    fn section_in_row(&mut self, piece: &Piece, full: &[&str]) -> bool {
        let [name, value] = full else { return false };
        let Some(section) = section::heading(name) else { return false };
        let value = tidy(value);
        match section {
            Section::Guidance(kind) => self.guidance(kind, &value, piece),
            Section::Aim => self.fact(Fact::Aim, &value, piece),
            Section::Requirements => self.fact(Fact::Requirements, &value, piece),
            Section::Terms => self.term(&value, piece),
            Section::Outcomes | Section::Criteria | Section::Both => return false,
            Section::Aside | Section::Form => self.mark(piece, LineUse::LeftOver, None),
        }
        self.sink = Sink::None;
        true
    }

    /// A row of labels: one row of values below it states facts, several are a list of units, which states none.
    fn label_row(&mut self, piece: &Piece, at: usize, cells: &[String]) {
        let below = self.pieces.iter().skip(at + 1).take(3);
        let same = |piece: &&Piece| matches!(&piece.shape, Shape::Row { cells: other, .. } if other.len() == cells.len());
        let rows = below.take_while(same).filter(|piece| !piece.furniture).count();
        self.mark(piece, LineUse::Heading, None);
        self.roles = vec![None; cells.len()];
        if rows == 1 || rows == 2 && self.is_header_at(at + 2) {
            self.fact_columns = Some(cells.iter().map(|cell| facts::label(cell)).collect());
            self.roles.clear();
        }
    }

    fn is_header_at(&self, at: usize) -> bool {
        let Some(Piece { shape: Shape::Row { cells, .. }, .. }) = self.pieces.get(at) else { return false };
        cells.iter().filter(|cell| section::column(cell).is_some() || facts::label(cell).is_some()).count()
            >= 2
            || cells.iter().any(|cell| facts::label(cell).is_some())
    }

    /// A row under known headings.
    fn row_by_roles(&mut self, piece: &Piece, at: usize, cells: &[String]) {
        let groups = groups(&self.roles, cells);
        let has = |want: fn(&Section) -> bool| {
            groups.iter().any(|(role, texts)| role.as_ref().is_some_and(want) && !texts.is_empty())
        };
        let criteria = has(|role| matches!(role, Section::Criteria));
        let outcomes = has(|role| matches!(role, Section::Outcomes | Section::Both));
        let others = has(|role| matches!(role, Section::Guidance(_)));
        if !criteria && !outcomes && !others {
            let form = groups.iter().any(|(role, _)| *role == Some(Section::Form));
            self.mark(piece, if form { LineUse::Furniture } else { LineUse::LeftOver }, None);
            return;
        }
        if self.roles.iter().flatten().any(|role| *role == Section::Outcomes) {
            self.listed = false;
        }
        for (role, texts) in &groups {
            if matches!(role, Some(Section::Outcomes | Section::Both)) {
                self.outcome_cell(piece, at, texts, criteria);
            }
        }
        let mut first = None;
        for (role, texts) in &groups {
            if *role == Some(Section::Criteria) {
                self.criteria_cell(piece, texts);
                if let Sink::Row(at) | Sink::Further(at) = self.sink {
                    first.get_or_insert(at);
                }
            }
        }
        for (role, texts) in &groups {
            if let Some(Section::Guidance(kind)) = role
                && !texts.is_empty()
            {
                self.further_cell(piece, kind, texts);
            }
        }
    }

    fn outcome_cell(&mut self, piece: &Piece, at: usize, texts: &[String], criteria: bool) {
        let shown: Vec<String> = merged(texts);
        for text in &shown {
            let (marker, rest) = marker::read(text);
            match marker {
                Some(Marker::Unit(_)) => self.words(piece, at, text, false),
                Some(Marker::Bare(number)) if !rest.is_empty() => {
                    self.outcome(Some(number.to_string()), rest, piece, 0.98);
                }
                Some(marker) if !rest.is_empty() => {
                    self.section = Some(Section::Both);
                    if !self.marked(&marker, rest, piece, at) {
                        self.left_over(piece);
                    }
                }
                Some(Marker::Bare(number)) => self.outcome(Some(number.to_string()), "", piece, 0.6),
                Some(Marker::Outcome(code)) => self.outcome(Some(code), "", piece, 0.6),
                Some(_other) => {}
                None if section::heading(text).is_some() => self.mark(piece, LineUse::Heading, None),
                None => self.outcome_text(piece, text, criteria),
            }
        }
    }

    /// Words without a number in the column of the outcomes: the rest of the last, the same again, or a new one.
    fn outcome_text(&mut self, piece: &Piece, text: &str, criteria: bool) {
        if let Some(current) = self.current {
            let there = &self.draft().outcomes[current];
            let known = key(&there.text);
            if known == key(text) {
                return;
            }
            let unsaid = there.text.is_empty();
            let coded = there.code.is_some() && !there.inferred;
            let goes_on = begins_lower(text) && !ended(&there.text) && (!begins_with_verb(text) || coded);
            if unsaid || goes_on || (coded && !criteria && !begins_with_verb(text)) {
                let kept = self.sink;
                self.sink = Sink::Row(At::Outcome(current));
                self.go_on(text, piece);
                self.sink = kept;
                return;
            }
        }
        self.section = Some(Section::Both);
        self.outcome(None, text, piece, 0.9);
        let draft = self.draft();
        if let Some(last) = draft.outcomes.last_mut() {
            last.listed = false;
        }
    }

    fn criteria_cell(&mut self, piece: &Piece, texts: &[String]) {
        let coded = texts
            .iter()
            .any(|text| matches!(marker::read(text).0, Some(Marker::Pair(..) | Marker::Grade(..))));
        for text in texts {
            let (bullet, plain) = without_bullet(text);
            let (marker, rest) = marker::read(plain);
            match marker {
                Some(marker @ (Marker::Pair(..) | Marker::Grade(..) | Marker::Sub(_)))
                    if !rest.is_empty() =>
                {
                    if !self.marked(&marker, rest, piece, usize::MAX - 1) {
                        self.go_on(plain, piece);
                    }
                }
                Some(Marker::Letter(_)) if self.letter_is_point(coded) && self.point(rest, piece) => {}
                Some(Marker::Bare(_) | Marker::Letter(_) | Marker::Criterion(_))
                    if !rest.is_empty() && !coded =>
                {
                    let lettered = matches!(marker, Some(Marker::Letter(_)));
                    let made =
                        super::draft::DraftCriterion { lettered, ..criterion(None, rest, piece, 0.93) };
                    self.criterion(made, piece);
                }
                _unmarked if section::heading(plain).is_some() => self.mark(piece, LineUse::Heading, None),
                _unmarked => self.criterion_text(piece, plain, bullet, coded),
            }
        }
    }

    fn letter_is_point(&mut self, coded: bool) -> bool {
        let (Sink::Row(at) | Sink::Further(at)) = self.sink else { return false };
        coded || self.draft().row(at).is_some_and(|row| row.code.is_some() || row.text.ends_with(':'))
    }

    /// Words without a number in the column of the criteria.
    fn criterion_text(&mut self, piece: &Piece, text: &str, bullet: bool, coded: bool) {
        let open = match self.sink {
            Sink::Row(at @ (At::Criterion(..) | At::Loose(_))) => {
                self.draft().row(at).map(|row| (row.code.is_some(), row.text.clone()))
            }
            Sink::Further(_) => Some((true, String::from("."))),
            Sink::None
            | Sink::Row(_)
            | Sink::Guidance
            | Sink::Term
            | Sink::Aim
            | Sink::Requirements
            | Sink::Title => None,
        };
        let numbered = coded || self.survey.pairs > 0;
        if let Some((code, before)) = open {
            let points = bullet && before.contains(": ");
            let below = before.ends_with(':');
            if (code && numbered && bullet || below || points) && self.point(text, piece) {
                return;
            }
            let lower = begins_lower(text) && !ended(&before);
            let within = begins_within(text) || piece.gap;
            if !bullet && lower && (numbered || !begins_with_verb(text) && within) {
                self.go_on(text, piece);
                return;
            }
            if code && numbered && self.point(text, piece) {
                return;
            }
        }
        self.criterion(criterion(None, text, piece, 0.9), piece);
    }

    /// Exemplification beside criteria: further words of the criterion, where the row has but one.
    fn further_cell(&mut self, piece: &Piece, kind: &str, texts: &[String]) {
        let text = texts.join(" ");
        if let Sink::Row(at @ At::Criterion(..)) | Sink::Further(at) = self.sink
            && let Some(row) = self.draft().row(at)
        {
            row.amplify(&text);
            self.mark(piece, LineUse::Guidance, Some(at));
            self.sink = Sink::Row(at);
        } else {
            let kept = self.sink;
            self.guidance(kind, &text, piece);
            self.sink = kept;
        }
    }

    /// A row without headings whose cells carry codes: "1 | know | 1.1 | state".
    fn row_by_codes(&mut self, piece: &Piece, at: usize, cells: &[String]) {
        let mut texts: Vec<String> = Vec::new();
        for cell in cells {
            texts.extend(paragraphs(cell));
        }
        let texts = merged(&texts);
        let mut written = false;
        for text in &texts {
            let (marker, rest) = marker::read(text);
            match marker {
                Some(Marker::Bare(number)) if !rest.is_empty() && !written => {
                    self.outcome(Some(number.to_string()), rest, piece, 0.96);
                }
                Some(
                    marker @ (Marker::Outcome(_) | Marker::Pair(..) | Marker::Grade(..) | Marker::Sub(_)),
                ) if !rest.is_empty() => {
                    written |= !matches!(marker, Marker::Outcome(_));
                    if !self.marked(&marker, rest, piece, at) {
                        self.go_on(text, piece);
                    }
                }
                _other if !written => self.outcome_text(piece, text, true),
                _other => self.after_criterion(piece, text),
            }
        }
    }

    /// A cell that follows a criterion in a row without headings.
    fn after_criterion(&mut self, piece: &Piece, text: &str) {
        let form = count(text) <= 3 || section::column(text) == Some(Section::Form);
        if form || !self.point(without_bullet(text).1, piece) {
            self.mark(piece, LineUse::Furniture, None);
        }
    }

    /// A row that is no table's: its cells in one line.
    fn row_as_line(&mut self, piece: &Piece, at: usize, cells: &[String]) {
        // "LO1 Know stock | Assessor: | Date:": labels with nothing behind them are a form's.
        let coded = marker::read(&piece.text).0.is_some();
        let label = |cell: &String| {
            coded && cell.trim_end().ends_with(':') && section::column(cell) == Some(Section::Form)
        };
        for cell in merged(&[cells
            .iter()
            .filter(|cell| !label(cell))
            .map(|c| tidy(c))
            .filter(|c| !c.is_empty())
            .collect::<Vec<_>>()
            .join(" ")])
        {
            self.words(piece, at, &cell, false);
        }
    }
}

/// A code that stands alone goes before the text that follows it; several codes go before as many texts.
fn merged(texts: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut codes: Vec<&String> = Vec::new();
    for text in texts {
        if is_code(text) {
            codes.push(text);
            continue;
        }
        if codes.is_empty() {
            out.push(text.clone());
        } else {
            out.push(format!("{} {text}", codes.remove(0)));
        }
    }
    // "mark out the hinges | 2.1": the codes stand behind the texts.
    let bare = out.iter().all(|text| marker::read(text).0.is_none());
    if !codes.is_empty() && bare && codes.len() == out.len() {
        return codes.iter().zip(&out).map(|(code, text)| format!("{code} {text}")).collect();
    }
    out.extend(codes.into_iter().cloned());
    out
}

/// Empty headings belong to a heading that spans them: the one before, or the one after where the row begins empty.
fn inherit(cells: &[String], kinds: &[Option<Section>]) -> Vec<Option<Section>> {
    const NUMBER: [&str; 9] = ["no", "number", "ref", "lo no", "ac no", "code", "lo ref", "ac ref", "s no"];
    let from_right = cells.first().is_some_and(|cell| cell.trim().is_empty());
    let mut roles = kinds.to_vec();
    let spans = |cell: &String| cell.trim().is_empty();
    let number = |cell: &String| NUMBER.contains(&key(cell).as_str());
    for at in (0..roles.len()).rev() {
        if roles[at].is_none() && (number(&cells[at]) || from_right && spans(&cells[at])) {
            roles[at] = roles.get(at + 1).copied().flatten();
        }
    }
    for at in 1..roles.len() {
        let row = matches!(roles[at - 1], Some(Section::Criteria | Section::Outcomes | Section::Both));
        if roles[at].is_none() && (spans(&cells[at]) || row && number(&cells[at])) {
            roles[at] = roles[at - 1];
        }
    }
    roles
}

/// Neighbouring cells of one role together, with the paragraphs in them; codes before the texts that they number.
fn groups(roles: &[Option<Section>], cells: &[String]) -> Vec<(Option<Section>, Vec<String>)> {
    let mut groups: Vec<(Option<Section>, Vec<String>)> = Vec::new();
    let outcomes = |role: &Option<Section>| matches!(role, Some(Section::Outcomes | Section::Both));
    for (at, (role, cell)) in roles.iter().zip(cells).enumerate() {
        let texts = paragraphs(cell);
        // A column without a heading between the two may hold the numbers of either.
        let criterion = matches!(marker::read(cell), (Some(Marker::Pair(..)), ""));
        let next = roles.get(at + 1);
        let role = if criterion && outcomes(role) && next == Some(&Some(Section::Criteria)) {
            &Some(Section::Criteria)
        } else {
            role
        };
        match groups.last_mut() {
            Some((last, all)) if last == role && role.is_some() => all.extend(texts),
            _other => groups.push((*role, texts)),
        }
    }
    for (_, texts) in &mut groups {
        *texts = merged(texts);
    }
    groups
}
