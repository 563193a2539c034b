//! The record of a visit or a submission: what was judged on those days, why, on what, and what is still needed. It belongs to
//! the days, not to one unit: what was judged later takes nothing away from it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Judge, JudgedRow, Portfolio, Since, asks, counted, link, look, unit_name};
use crate::matrix::document::{
    Block, Cell, Document, DocumentKind, Fact, Lie, Look, Piece, TableColumn, TableRow,
};
use crate::matrix::{Matrix, Outcome, Row, Status, dates, words};

/// The days of a visit or submission, both counted in; ISO dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

impl Days {
    /// The day of the last judgement of a portfolio.
    #[must_use]
    pub fn last(portfolio: &Portfolio) -> Option<Self> {
        let last = of_all(portfolio).max()?.to_owned();
        Some(Self { from: last.clone(), to: last })
    }

    fn hold(&self, day: &str) -> bool {
        (self.from.as_str()..=self.to.as_str()).contains(&dates::day(day))
    }

    fn words(&self) -> String {
        span(&self.from, &self.to)
    }
}

fn of_all(portfolio: &Portfolio) -> impl Iterator<Item = &str> {
    portfolio.judged.iter().filter_map(|judged| judged.row.decided_on.as_deref())
}

/// "14/11/2026", or "10/11/2026 to 14/11/2026".
fn span(from: &str, to: &str) -> String {
    let first = dates::short(from);
    if from == to { first } else { format!("{first} to {}", dates::short(to)) }
}

/// The record of each day on which anything was judged: a visit or a submission is of a day, and has its own signatures.
#[must_use]
pub fn each_day(portfolio: &Portfolio) -> Vec<Document> {
    let mut by_day: BTreeMap<&str, Vec<&JudgedRow>> = BTreeMap::new();
    for own in &portfolio.judged {
        if let Some(on) = own.row.decided_on.as_deref() {
            by_day.entry(dates::day(on)).or_default().push(own);
        }
    }
    let record = |(on, judged): (&str, Vec<&JudgedRow>)| {
        let days = Days { from: on.to_owned(), to: on.to_owned() };
        let paper = record(portfolio, &days, judged);
        Document { name: format!("{}, {}", paper.name, days.words()), ..paper }
    };
    by_day.into_iter().map(record).collect()
}

/// What was judged of a unit on these days.
type Judged<'a> = (&'a Matrix, Vec<&'a JudgedRow>);

/// The decision and feedback record of these days.
#[must_use]
pub fn decisions(portfolio: &Portfolio, days: &Days) -> Document {
    let own = |own: &&JudgedRow| own.row.decided_on.as_deref().is_some_and(|day| days.hold(day));
    record(portfolio, days, portfolio.judged.iter().filter(own).collect())
}

/// The record of what was judged on these days.
fn record(portfolio: &Portfolio, days: &Days, judged: Vec<&JudgedRow>) -> Document {
    let title = "Assessment decision and feedback record";
    let mut paper = portfolio.front(DocumentKind::Decisions, Lie::Landscape, title, title);
    let mut of: BTreeMap<usize, Vec<&JudgedRow>> = BTreeMap::new();
    for own in judged {
        of.entry(own.unit).or_default().push(own);
    }
    let judged: Vec<Judged<'_>> =
        of.into_iter().filter_map(|(at, rows)| Some((portfolio.units.get(at)?, rows))).collect();
    (paper.word, paper.notice) = indicative(&judged);
    paper.about = format!("{} · {title} · {}", portfolio.learner.name, days.words());
    paper.facts.extend(facts(portfolio, days, &judged));
    paper.summary = summary(&judged);
    if judged.is_empty() {
        let text = format!("Nothing was judged on {}.", days.words());
        paper.blocks.push(Block::Text { text, look: Look::Aside });
        return paper;
    }
    // What nobody types stands on lines for the pen.
    paper.blocks.push(Block::Lines { label: "Place, or remote; criteria planned".to_owned(), count: 1 });
    for (unit, rows) in &judged {
        unit_blocks(&mut paper.blocks, unit, rows);
    }
    needed(&mut paper.blocks, &judged);
    closing(&mut paper.blocks, portfolio, &judged);
    paper
}

/// What stands on every page where units are indicative: where it holds for all of them, as their own papers say it.
fn indicative(judged: &[Judged<'_>]) -> (String, String) {
    let said: BTreeSet<&str> = judged.iter().map(|(unit, _)| words::notice(unit)).collect();
    let all = said.iter().all(|said| !said.is_empty());
    match (said.iter().next_back(), said.len()) {
        (None, _) | (Some(&""), _) => (String::new(), String::new()),
        (Some(one), 1) => ("INDICATIVE".to_owned(), (*one).to_owned()),
        (Some(_), _) if all => {
            ("INDICATIVE".to_owned(), "Indicative unit texts. Not for certification claim.".to_owned())
        }
        (Some(_), _) => (
            String::new(),
            "Some of these unit texts are indicative. Those units are not for certification claim."
                .to_owned(),
        ),
    }
}

fn facts(portfolio: &Portfolio, days: &Days, judged: &[Judged<'_>]) -> Vec<Fact> {
    let submitted = || judged.iter().flat_map(|(_, rows)| rows).flat_map(|own| &own.submitted);
    let dates = |dates: BTreeSet<&str>| {
        dates.first().zip(dates.last()).map_or_else(String::new, |(from, to)| span(from, to))
    };
    let judges: BTreeSet<String> =
        judges(judged).iter().map(|judge| format!("{} ({})", judge.name, judge.standing())).collect();
    let judges: Vec<String> = judges.into_iter().collect();
    vec![
        Fact::new("Decided on", days.words()),
        Fact::new("Decided by", judges.join(", ")),
        Fact::new("Units", units(judged)),
        Fact::new("Internal verifier", portfolio.verifier.clone().unwrap_or_default()),
        Fact::new(
            "Activity (evidence produced)",
            dates(submitted().filter_map(|own| own.produced.as_deref()).collect()),
        ),
        Fact::new(
            "Evidence added to the portfolio",
            dates(submitted().map(|own| own.added.as_str()).collect()),
        ),
    ]
}

/// Whoever judged, each once as what they judged as, by name.
fn judges<'a>(judged: &[Judged<'a>]) -> BTreeSet<&'a Judge> {
    judged.iter().flat_map(|(_, rows)| rows).filter_map(|own| own.by.as_ref()).collect()
}

/// The last judgement of each criterion on these days: whatever came before it on the same days is history.
fn last<'a>(rows: &[&'a JudgedRow]) -> Vec<&'a JudgedRow> {
    let places: BTreeMap<&str, usize> =
        rows.iter().enumerate().map(|(at, own)| (own.id.as_str(), at)).collect();
    let last = |(at, own): (usize, &&'a JudgedRow)| {
        (places.get(own.id.as_str()).copied() == Some(at)).then_some(*own)
    };
    rows.iter().enumerate().filter_map(last).collect()
}

fn summary(judged: &[Judged<'_>]) -> String {
    let last: Vec<&JudgedRow> = judged.iter().flat_map(|(_, rows)| last(rows)).collect();
    let met = last.iter().filter(|own| own.awarded()).count();
    let mut said =
        vec![format!("{} judged", counted(last.len(), "criterion", "criteria")), format!("{met} awarded")];
    for (outcome, word) in [(Outcome::PartiallyMet, "partially met"), (Outcome::NotYetMet, "not yet met")] {
        let own = last.iter().filter(|own| own.row.decision == outcome && !own.disputed).count();
        if own > 0 {
            said.push(format!("{own} {word}"));
        }
    }
    let disputed = last.iter().filter(|own| own.disputed).count();
    let met = |own: &&&JudgedRow| own.row.decision.is_met() && !own.disputed;
    let other_text = last.iter().filter(met).filter(|own| matches!(own.since, Since::OtherText(_))).count();
    for (count, word) in [(disputed, "in dispute"), (other_text, "met under another text of the unit")] {
        if count > 0 {
            said.push(format!("{count} {word}"));
        }
    }
    said.join(" · ")
}

/// One or two units by name, more by number: each has its own heading.
fn units(judged: &[Judged<'_>]) -> String {
    match judged {
        [_, _, _, ..] => format!("{} units, see below", judged.len()),
        few => few.iter().map(|(unit, _)| unit_name(unit)).collect::<Vec<_>>().join("; "),
    }
}

fn unit_blocks(blocks: &mut Vec<Block>, unit: &Matrix, judged: &[&JudgedRow]) {
    blocks.push(Block::Heading { text: unit_name(unit) });
    if unit.indicative {
        blocks.push(Block::Text { text: words::notice(unit).to_owned(), look: Look::Alarm });
    }
    let last = last(judged);
    let codes = |wanted: &dyn Fn(&JudgedRow) -> bool| {
        let codes: Vec<String> =
            last.iter().filter(|own| wanted(own)).map(|own| words::code(&own.row)).collect();
        if codes.is_empty() { "none".to_owned() } else { codes.join(", ") }
    };
    let claimed = codes(&|own| !own.row.mappings.is_empty());
    let text =
        format!("Claimed, with evidence put forward: {claimed} · Awarded: {}", codes(&JudgedRow::awarded));
    blocks.push(Block::Text { text, look: Look::Plain });
    let columns = [
        ("AC", 50),
        ("Assessment criterion", 275),
        ("Evidence, place, method", 265),
        ("Decision", 110),
        ("Reason or feedback", 200),
        ("Decided", 100),
    ]
    .map(|(label, share)| TableColumn { label: label.to_owned(), share })
    .to_vec();
    let rows = judged.iter().map(|own| line(own)).collect();
    blocks.push(Block::Table { columns, rows, of: unit_name(unit) });
    blocks.push(Block::Text { text: vacsr(unit), look: Look::Quiet });
}

fn line(own: &JudgedRow) -> TableRow {
    let row = &own.row;
    let mut evidence: Vec<Piece> = row.mappings.iter().flat_map(link).collect();
    if evidence.is_empty() {
        evidence.push(Piece::new("no evidence listed", Look::Quiet));
    }
    let mut when = vec![Piece::new(super::short(&row.decided_on), Look::Plain)];
    when.extend(row.assessor_initials.iter().map(|who| Piece::new(who.clone(), Look::Plain).on_its_line()));
    when.extend(own.countersigned().map(|said| Piece::new(said, Look::Aside).on_its_line()));
    when.extend(own.since_words().into_iter().map(|since| Piece::new(since, Look::Aside).on_its_line()));
    TableRow::plain(vec![
        Cell::of(words::code(row), Look::Strong),
        Cell::of(asks(&own.outcome, row), Look::Plain),
        Cell { pieces: evidence },
        Cell::of(words::outcome(row.decision), look(row)),
        feedback(row),
        Cell { pieces: when },
    ])
}

fn vacsr(unit: &Matrix) -> String {
    let vacsr = "Valid, authentic, current, sufficient and reliable";
    match &unit.status {
        Status::InProgress => {
            format!("{vacsr}: confirmed once for the unit, when it is signed off. It is not signed off yet.")
        }
        Status::Superseded { on, .. } => {
            format!("{vacsr}: confirmed at the sign-off of {}, which was opened again.", dates::short(on))
        }
        Status::Signed { .. }
        | Status::Verified { .. }
        | Status::Released { .. }
        | Status::Claimed { .. }
        | Status::Certificated { .. } => {
            format!("{vacsr}: confirmed for the unit at sign-off. Status: {}.", words::status(unit))
        }
        Status::Withdrawn { on } => format!("The unit was withdrawn on {}.", dates::short(on)),
    }
}

/// The reason, and what the learner was told.
fn feedback(row: &Row) -> Cell {
    let mut pieces = Vec::new();
    let filled = |text: &str| !text.trim().is_empty();
    if let Some(reason) = row.reason.as_deref().filter(|reason| filled(reason)) {
        pieces.push(Piece::new(reason, Look::Aside));
    }
    if let Some(told) = row.told.as_ref().filter(|told| filled(&told.feedback)) {
        pieces.push(Piece::new("Feedback: ", Look::Strong).on_its_line());
        pieces.push(Piece::new(told.feedback.clone(), Look::Plain));
    }
    if pieces.is_empty() { Cell::of("none given", Look::Quiet) } else { Cell { pieces } }
}

/// What is still needed, where anything is.
fn needed(blocks: &mut Vec<Block>, judged: &[Judged<'_>]) {
    let mut rows = Vec::new();
    // Of a unit that the learner has left nothing is needed any more.
    for (unit, own) in judged.iter().filter(|(unit, _)| !matches!(unit.status, Status::Withdrawn { .. })) {
        for own in last(own).into_iter().filter(|own| !own.row.decision.is_met() && !own.disputed) {
            let row = &own.row;
            let (told, reason) = (row.told.clone().unwrap_or_default(), row.reason.clone());
            let named = [told.needed, reason.unwrap_or_default()];
            let needed = named.iter().find(|text| !text.trim().is_empty()).map(String::as_str);
            let cells = vec![
                Cell::of(words::code(row), Look::Strong),
                Cell::of(unit_name(unit), Look::Plain),
                Cell::of(asks(&own.outcome, row), Look::Plain),
                Cell::of(words::outcome(row.decision), look(row)),
                Cell::fact(needed),
                Cell::fact(told.due.as_deref().map(dates::short).as_deref()),
            ];
            rows.push(TableRow::plain(cells));
        }
    }
    if rows.is_empty() {
        return;
    }
    blocks.push(Block::Heading { text: "Still needed".to_owned() });
    let columns = [
        ("AC", 50),
        ("Unit", 180),
        ("Assessment criterion", 280),
        ("Decision", 110),
        ("What is needed", 280),
        ("By when", 100),
    ]
    .map(|(label, share)| TableColumn { label: label.to_owned(), share })
    .to_vec();
    blocks.push(Block::table(columns, rows));
}

fn closing(blocks: &mut Vec<Block>, portfolio: &Portfolio, judged: &[Judged<'_>]) {
    let word = portfolio.word();
    blocks.push(Block::Lines { label: "Questions and answers".to_owned(), count: 4 });
    blocks.push(Block::Lines { label: format!("{word}'s comment"), count: 3 });
    blocks.push(Block::Heading { text: "Signatures".to_owned() });
    let mut people = vec![Fact::new(word, portfolio.learner.name.clone())];
    let judges = judges(judged);
    people.extend(judges.iter().map(|judge| {
        Fact::new(if judge.trainee { "Trainee assessor" } else { "Assessor" }, judge.name.clone())
    }));
    if judges.iter().any(|judge| judge.trainee) {
        let all = judged.iter().flat_map(|(_, rows)| rows);
        let names: BTreeSet<&str> = all.flat_map(|own| &own.countersigned_by).map(String::as_str).collect();
        let names: Vec<&str> = names.into_iter().collect();
        people.push(Fact::new("Countersigning assessor", names.join(", ")));
    }
    let verifier = portfolio.verifier.clone().unwrap_or_default();
    people.push(Fact::new("Internal verifier (where sampled)", verifier));
    blocks.push(Block::Signatures { people });
}
