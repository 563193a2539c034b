//! The IV's sampling record: what was looked at in each unit, the IV's word on it row by row, what has to be done by when and who
//! closed it, who signed; and the units that were left out of the sample with the reason. It judges nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Portfolio, counted, link, unit_name};
use crate::matrix::document::{
    Block, Cell, Document, DocumentKind, Fact, Lie, Look, Piece, TableColumn, TableRow,
};
use crate::matrix::{MappingLine, Outcome, dates, words};

/// One sample of an IV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFacts {
    /// "S001".
    pub number: String,
    /// The unit's place among the portfolio's units.
    pub unit: usize,
    /// The day on which it was drawn; an ISO date, as every day here.
    pub on: String,
    /// After the sign-off of the unit.
    pub summative: bool,
    /// The IV.
    pub by: String,
    /// What was looked at, in the order of the unit.
    pub rows: Vec<SampledRow>,
    /// Its signatures; more than one where it was signed again.
    pub signed: Vec<SampleSigned>,
}

/// A decision that an IV looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledRow {
    /// Number of the criterion.
    pub code: String,
    /// What it asks for.
    pub text: String,
    /// The decision that was looked at; none = it is not on record.
    pub decision: Option<SampledDecision>,
    /// The IV's words that stand, the gravest first; empty = none yet.
    pub said: Vec<Said>,
}

/// The decision that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledDecision {
    /// The judgement.
    pub outcome: Outcome,
    /// Its date.
    pub on: String,
    /// Who made it.
    pub by: String,
    /// What it rests on.
    pub evidence: Vec<MappingLine>,
}

/// An IV's word on a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// "agreed", "action required", "disagreed".
    pub word: String,
    /// Something is to be done.
    pub action: bool,
    /// Who said it.
    pub by: String,
    /// When.
    pub on: String,
    /// The comment.
    pub reason: String,
    /// By when it is to be done.
    pub due: Option<String>,
    /// Why it no longer fits the decision; none = it does.
    pub since: Option<String>,
    /// What the assessor answered and how it was closed, as it came.
    pub notes: Vec<SaidSince>,
}

/// The assessor's answer to an action, or its closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidSince {
    /// It closes the action.
    pub closes: bool,
    /// Who.
    pub by: String,
    /// When.
    pub on: String,
    /// The words.
    pub text: String,
}

/// A signature under a sampling record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleSigned {
    /// Who signed, and in which role.
    pub by: (String, String),
    /// When.
    pub on: String,
    /// The words declared.
    pub declaration: String,
    /// Who countersigned a trainee's record: name, role, day and words.
    pub countersigned: Option<(String, String, String, String)>,
    /// Why it no longer holds; none = it does.
    pub since: Option<String>,
}

/// A unit that an IV left out of the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The unit's place among the portfolio's units.
    pub unit: usize,
    /// Why.
    pub why: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub on: String,
    /// Why it was taken back; none = it stands.
    pub taken_back: Option<String>,
}

/// The sampling record of a learner.
#[must_use]
pub fn sampling(portfolio: &Portfolio) -> Document {
    let title = "IV sampling record";
    let mut paper = portfolio.front(DocumentKind::Sampling, Lie::Landscape, title, title);
    // Where the learner's facts name none: whoever sampled.
    let sampled: BTreeSet<&str> = portfolio.samples.iter().map(|sample| sample.by.as_str()).collect();
    let sampled = || sampled.iter().copied().collect::<Vec<_>>().join(", ");
    let verifier = portfolio.verifier.clone().filter(|name| !name.trim().is_empty());
    paper.facts.push(Fact::new("Internal verifier", verifier.unwrap_or_else(sampled)));
    if portfolio.samples.is_empty() && portfolio.left_out.is_empty() {
        let text = format!("Nobody has sampled the work of this {} yet.", portfolio.learner.word.own());
        paper.blocks.push(Block::Text { text, look: Look::Aside });
        return paper;
    }
    paper.summary = summary(&portfolio.samples);
    for sample in &portfolio.samples {
        set_sample(&mut paper.blocks, portfolio, sample);
    }
    left_out(&mut paper.blocks, portfolio);
    let mut unsigned: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let open = |sample: &&SampleFacts| sample.signed.iter().all(|signed| signed.since.is_some());
    for sample in portfolio.samples.iter().filter(open) {
        unsigned.entry(&sample.by).or_default().push(&sample.number);
    }
    paper.blocks.push(Block::Lines { label: "Assessor's response".to_owned(), count: 3 });
    paper.blocks.push(Block::Heading { text: "Signatures".to_owned() });
    // Whoever has signed in the program signs nothing here.
    let waits = |(by, numbers): (&str, Vec<&str>)| {
        Fact::new(format!("Internal verifier ({})", numbers.join(", ")), by)
    };
    let mut people: Vec<Fact> = unsigned.into_iter().map(waits).collect();
    let assessor = portfolio.assessor.clone().unwrap_or_default();
    people.push(Fact::new("Assessor (has seen the comments)", assessor));
    paper.blocks.push(Block::Signatures { people });
    paper
}

fn summary(samples: &[SampleFacts]) -> String {
    let rows = || samples.iter().flat_map(|sample| &sample.rows);
    let said = || rows().flat_map(|row| &row.said);
    let open = said().filter(|said| said.action && !closed(said)).count();
    let mut all = vec![
        counted(samples.len(), "sample", "samples"),
        format!("{} looked at", counted(rows().count(), "decision", "decisions")),
    ];
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    for own in said() {
        *words.entry(own.word.as_str()).or_default() += 1;
    }
    all.extend(words.into_iter().map(|(word, count)| format!("{count} {word}")));
    let silent = rows().filter(|row| row.said.is_empty()).count();
    if silent > 0 {
        all.push(format!("{silent} without a comment"));
    }
    if open > 0 {
        all.push(counted(open, "action open", "actions open"));
    }
    all.join(" · ")
}

fn closed(said: &Said) -> bool {
    said.notes.iter().any(|note| note.closes)
}

fn set_sample(blocks: &mut Vec<Block>, portfolio: &Portfolio, sample: &SampleFacts) {
    let unit = portfolio.units.get(sample.unit);
    let named = unit.map(unit_name).unwrap_or_default();
    let heading = format!("{} · {named}", sample.number);
    blocks.push(Block::Heading { text: heading.clone() });
    if let Some(unit) = unit.filter(|unit| unit.indicative) {
        blocks.push(Block::Text { text: words::notice(unit).to_owned(), look: Look::Alarm });
    }
    let decided = || sample.rows.iter().filter_map(|row| row.decision.as_ref());
    let assessors: BTreeSet<&str> = decided().map(|own| own.by.as_str()).collect();
    let methods: BTreeSet<&str> =
        decided().flat_map(|own| &own.evidence).map(|m| m.method.as_str()).collect();
    let methods: Vec<&str> =
        words::METHODS.iter().map(|(short, _)| *short).filter(|short| methods.contains(short)).collect();
    let stage =
        if sample.summative { "Summative, after the sign-off" } else { "Interim, before the sign-off" };
    let mut said = vec![format!("{stage}. Sampled on {} by {}.", dates::short(&sample.on), sample.by)];
    if !assessors.is_empty() {
        said.push(format!("Decided by {}.", assessors.into_iter().collect::<Vec<_>>().join(", ")));
    }
    if !methods.is_empty() {
        said.push(format!("Methods looked at: {}.", methods.join(", ")));
    }
    blocks.push(Block::Text { text: said.join(" "), look: Look::Plain });
    let columns = [
        ("AC", 50),
        ("Assessment criterion", 230),
        ("Decision looked at", 110),
        ("Evidence it rests on", 230),
        ("IV", 110),
        ("Comment, action, answer and closing", 270),
    ]
    .map(|(label, share)| TableColumn { label: label.to_owned(), share })
    .to_vec();
    blocks.push(Block::Table { columns, rows: sample.rows.iter().map(row).collect(), of: heading });
    if sample.signed.is_empty() {
        let text = format!("{} is not signed yet.", sample.number);
        blocks.push(Block::Text { text, look: Look::Aside });
    }
    for own in &sample.signed {
        signed(blocks, &sample.number, own);
    }
}

fn row(row: &SampledRow) -> TableRow {
    let (mut decision, mut evidence) = (Vec::new(), Vec::new());
    if let Some(own) = &row.decision {
        decision.push(Piece::new(words::outcome(own.outcome), Look::Judged(own.outcome)));
        let made = format!("{}, {}", dates::short(&own.on), own.by);
        decision.push(Piece::new(made, Look::Plain).on_its_line());
        evidence = own.evidence.iter().flat_map(link).collect();
    } else {
        decision.push(Piece::new(words::NOT_RECORDED, Look::Aside));
    }
    if evidence.is_empty() {
        evidence.push(Piece::new("no evidence listed", Look::Quiet));
    }
    let (mut word, mut comment) = (Vec::new(), Vec::new());
    for own in &row.said {
        let look = if own.action && !closed(own) { Look::Alarm } else { Look::Strong };
        word.push(Piece::new(own.word.clone(), look).on_its_line());
        word.push(Piece::new(format!("{}, {}", dates::short(&own.on), own.by), Look::Plain).on_its_line());
        comment.append(&mut told(own));
    }
    if word.is_empty() {
        word.push(Piece::new("no comment yet", Look::Aside));
    }
    if comment.is_empty() {
        comment.push(Piece::new("none", Look::Quiet));
    }
    TableRow::plain(vec![
        Cell::of(row.code.clone(), Look::Strong),
        Cell::of(row.text.clone(), Look::Plain),
        Cell { pieces: decision },
        Cell { pieces: evidence },
        Cell { pieces: word },
        Cell { pieces: comment },
    ])
}

/// The comment, by when something is to be done, the answers and the closing.
fn told(said: &Said) -> Vec<Piece> {
    let mut all = Vec::new();
    if !said.reason.trim().is_empty() {
        all.push(Piece::new(said.reason.clone(), Look::Plain).on_its_line());
    }
    if let Some(due) = &said.due {
        all.push(Piece::new(format!("By {}.", dates::short(due)), Look::Strong).on_its_line());
    }
    for note in &said.notes {
        let what = if note.closes { "Closed" } else { "Answered" };
        let text = format!("{what} by {} on {}: {}", note.by, dates::short(&note.on), note.text);
        all.push(Piece::new(text, Look::Aside).on_its_line());
    }
    if said.action && !closed(said) {
        all.push(Piece::new("The action is open.", Look::Alarm).on_its_line());
    }
    if let Some(since) = &said.since {
        all.push(Piece::new(since.clone(), Look::NotYet).on_its_line());
    }
    all
}

/// Each sentence names the sample: it may stand on the page behind it, where another one's rows follow.
fn signed(blocks: &mut Vec<Block>, number: &str, own: &SampleSigned) {
    let mut say = |text: String, look| blocks.push(Block::Text { text, look });
    let (by, role) = &own.by;
    say(format!("{number}: {}", own.declaration), Look::Plain);
    let on = dates::short(&own.on);
    let text = format!("{number} is signed in the record with a signing password by {by} ({role}) on {on}.");
    say(text, Look::Strong);
    if let Some((by, role, on, declaration)) = &own.countersigned {
        say(format!("{number}: {declaration}"), Look::Plain);
        say(format!("{number} is countersigned by {by} ({role}) on {}.", dates::short(on)), Look::Strong);
    }
    if let Some(since) = &own.since {
        say(format!("The signature of {number} by {by} no longer holds: {since}."), Look::Alarm);
    }
}

fn left_out(blocks: &mut Vec<Block>, portfolio: &Portfolio) {
    if portfolio.left_out.is_empty() {
        return;
    }
    blocks.push(Block::Heading { text: "Left out of the sample".to_owned() });
    let columns = [("Unit", 330), ("Why", 400), ("By whom", 270)]
        .map(|(label, share)| TableColumn { label: label.to_owned(), share })
        .to_vec();
    let line = |own: &LeftOut| {
        let unit = portfolio.units.get(own.unit).map(unit_name).unwrap_or_default();
        let mut who = vec![Piece::new(format!("{}, {}", own.by, dates::short(&own.on)), Look::Plain)];
        let back = own.taken_back.as_ref().map(|why| format!("taken back: {why}"));
        who.extend(back.map(|why| Piece::new(why, Look::NotYet).on_its_line()));
        let cells =
            vec![Cell::of(unit, Look::Strong), Cell::of(own.why.clone(), Look::Plain), Cell { pieces: who }];
        TableRow::plain(cells)
    };
    let rows = portfolio.left_out.iter().map(line).collect();
    blocks.push(Block::table(columns, rows));
}
