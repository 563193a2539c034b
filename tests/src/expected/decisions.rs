//! The record of decisions and feedback: every judgement as it was made, those that another took the place of too.

use std::collections::BTreeSet;

use super::others::{asks, count, front, learner, own_facts, rows, unit_name};
use super::{NOT_RECORDED, fact, notice, reference, sorted, status, word};
use crate::invented::{Decision, Invented, Outcome, Row, Unit, day};
use crate::printed::{Printed, cut, one_line, shown};

/// A judgement: the outcome that it stands under, the row as it was then, what became of it.
struct Judged<'a> {
    outcome: &'a Outcome,
    row: Row,
    /// The day on which the criterion was judged again.
    again: Option<i64>,
    /// Nothing else was judged of it after it, on the days that are read.
    last: bool,
}

impl Judged<'_> {
    fn decision(&self) -> &Decision {
        self.row.decision.as_ref().expect("a judgement")
    }

    fn since(&self) -> String {
        self.again.map_or_else(String::new, |on| format!("decided again on {}", day(on).short))
    }
}

/// Every day on which anything was judged.
pub fn days(all: &Invented) -> BTreeSet<i64> {
    let rows = || all.units.iter().flat_map(Unit::rows);
    let earlier = rows().flat_map(|row| row.earlier.iter().map(|(decision, _)| decision));
    rows().filter_map(|row| row.decision.as_ref()).chain(earlier).map(|decision| decision.on).collect()
}

/// What was judged of a unit on these days.
fn judged<'a>(unit: &'a Unit, days: &BTreeSet<i64>) -> Vec<Judged<'a>> {
    let mut all = Vec::new();
    for (outcome, row) in rows(unit) {
        // What came after the last judgement is no part of it.
        let last = row.decision.iter().map(|decision| (decision, row.then()));
        let before = row.earlier.iter().map(|(decision, links)| (decision, links.clone()));
        let mut own = before.chain(last).peekable();
        while let Some((decision, links)) = own.next() {
            let again = own.peek().map(|(next, _)| next.on);
            if !days.contains(&decision.on) {
                continue;
            }
            let last = !own.clone().any(|(next, _)| days.contains(&next.on));
            let row = Row { decision: Some(decision.clone()), links, gone: Vec::new(), ..row.clone() };
            all.push(Judged { outcome, row, again, last });
        }
    }
    all
}

/// Days from the first to the last.
fn span(days: &BTreeSet<i64>) -> String {
    match (days.first(), days.last()) {
        (Some(from), Some(to)) if from == to => day(*from).short,
        (Some(from), Some(to)) => format!("{} to {}", day(*from).short, day(*to).short),
        _none => String::new(),
    }
}

/// The record of decisions and feedback of these days.
pub fn decisions(paper: &mut Printed, all: &Invented, days: &BTreeSet<i64>) {
    let judged: Vec<(&Unit, Vec<Judged<'_>>)> = all
        .units
        .iter()
        .map(|unit| (unit, judged(unit, days)))
        .filter(|(_, judged)| !judged.is_empty())
        .collect();
    let every = || judged.iter().flat_map(|(_, own)| own);
    let judges: BTreeSet<(&str, &str)> =
        every().map(Judged::decision).map(|d| (d.by.as_str(), d.initials.as_str())).collect();
    let who: Vec<String> = judges.iter().map(|(name, initials)| format!("{name} ({initials})")).collect();
    let who = who.join(", ");
    let on = span(&every().map(|own| own.decision().on).collect());
    let relied: BTreeSet<&str> = every()
        .flat_map(|own| own.row.links.iter().filter(|link| link.relied))
        .map(|link| link.reference.as_str())
        .collect();
    let items = || all.items.iter().filter(|item| relied.contains(item.reference.as_str()));
    let produced = span(&items().filter_map(|item| item.produced).collect());
    let added = span(&items().map(|item| item.added).collect());
    let units = match judged.as_slice() {
        [_, _, _, ..] => format!("{} units, see below", judged.len()),
        few => few.iter().map(|(unit, _)| unit_name(unit)).collect::<Vec<_>>().join("; "),
    };
    let mut facts = own_facts(all);
    facts.extend([
        ("Decided on", on.as_str()),
        ("Decided by", &who),
        ("Units", &units),
        ("Internal verifier", &all.iv.name),
        ("Activity (evidence produced)", &produced),
        ("Evidence added to the portfolio", &added),
    ]);
    let indicative = judged.iter().all(|(unit, _)| unit.indicative);
    let word = if indicative { "INDICATIVE" } else { "" };
    front(paper, all, "Assessment decision and feedback record", word, &facts);
    let last = || every().filter(|own| own.last).map(Judged::decision);
    let of = |wanted: &str| last().filter(|decision| decision.outcome == wanted).count();
    let mut said = vec![
        format!("{} judged", count(last().count(), "criterion", "criteria")),
        format!("{} awarded", last().filter(|decision| decision.met()).count()),
    ];
    for (outcome, words) in [("partiallyMet", "partially met"), ("notYetMet", "not yet met")] {
        said.extend((of(outcome) > 0).then(|| format!("{} {words}", of(outcome))));
    }
    paper.says(&said.join(" · "));
    paper.says("Place, or remote; criteria planned");
    for (unit, own) in &judged {
        decided(paper, unit, own);
    }
    needed(paper, &judged);
    closing(paper, all, &judges);
}

/// What is written and signed with a pen.
fn closing(paper: &mut Printed, all: &Invented, judges: &BTreeSet<(&str, &str)>) {
    paper.says("Questions and answers");
    paper.says(&format!("{}'s comment", learner(all)));
    paper.says("Signatures");
    let mut people = vec![(learner(all), all.learner.as_str())];
    people.extend(judges.iter().map(|(name, _)| ("Assessor", *name)));
    people.push(("Internal verifier (where sampled)", &all.iv.name));
    for (role, name) in people {
        paper.says(role);
        paper.begins(name);
        paper.says("Signature");
        paper.says("Date");
    }
}

fn decided(paper: &mut Printed, unit: &Unit, judged: &[Judged<'_>]) {
    paper.begins(&unit_name(unit));
    if unit.indicative {
        paper.says(notice(unit));
    }
    let codes = |wanted: &dyn Fn(&Row) -> bool| {
        let rows = judged.iter().filter(|own| own.last && wanted(&own.row));
        let codes: Vec<&str> = rows.map(|own| own.row.marked.as_str()).collect();
        if codes.is_empty() { "none".to_owned() } else { codes.join(", ") }
    };
    let (claimed, awarded) = (codes(&|row| !row.links.is_empty()), codes(&Row::met));
    paper.says(&format!("Claimed, with evidence put forward: {claimed} · Awarded: {awarded}"));
    paper.table(&[
        "AC",
        "Assessment criterion",
        "Evidence, place, method",
        "Decision",
        "Reason or feedback",
        "Decided",
    ]);
    paper.rows_are_of(&one_line(&unit_name(unit)));
    for own in judged {
        let (row, decision) = (&own.row, own.decision());
        let links: Vec<String> = sorted(row)
            .into_iter()
            .map(|link| reference(row, link, &cut(&one_line(&shown(&link.title)), 40)))
            .collect();
        let mut said = decision.said.clone();
        if !decision.feedback.is_empty() {
            said.push_str(&format!(" Feedback: {}", decision.feedback));
        }
        paper.row(&[
            row.marked.clone(),
            asks(own.outcome, row).to_owned(),
            if links.is_empty() { "no evidence listed".to_owned() } else { links.join(" ") },
            word(row).to_owned(),
            if said.trim().is_empty() { "none given".to_owned() } else { said },
            format!("{} {} {}", day(decision.on).short, decision.initials, own.since()),
        ]);
    }
    let vacsr = "Valid, authentic, current, sufficient and reliable";
    paper.says(&match (&unit.withdrawn, &unit.signed) {
        (Some(on), _) => format!("The unit was withdrawn on {}.", day(*on).short),
        (None, None) => {
            format!("{vacsr}: confirmed once for the unit, when it is signed off. It is not signed off yet.")
        }
        (None, Some(_)) => format!("{vacsr}: confirmed for the unit at sign-off. Status: {}.", status(unit)),
    });
}

fn needed(paper: &mut Printed, judged: &[(&Unit, Vec<Judged<'_>>)]) {
    // Whoever has left a unit needs nothing more for it.
    let open = judged.iter().filter(|(unit, _)| unit.withdrawn.is_none());
    let open = open.flat_map(|(unit, own)| own.iter().map(move |own| (unit, own)));
    let open: Vec<_> = open.filter(|(_, own)| own.last && !own.row.met()).collect();
    if open.is_empty() {
        return;
    }
    paper.says("Still needed");
    paper.table(&["AC", "Unit", "Assessment criterion", "Decision", "What is needed", "By when"]);
    for (unit, own) in open {
        let decision = own.decision();
        let needed = if decision.needed.is_empty() { &decision.said } else { &decision.needed };
        paper.row(&[
            own.row.marked.clone(),
            unit_name(unit),
            asks(own.outcome, &own.row).to_owned(),
            word(&own.row).to_owned(),
            fact(needed).to_owned(),
            decision.due.map_or(NOT_RECORDED.to_owned(), |due| day(due).short),
        ]);
    }
}
