//! The IV's sampling record: what was looked at and the IV's word on it.

use std::collections::{BTreeMap, BTreeSet};

use super::others::{asks, count, front, own_facts, rows, unit_name};
use super::{notice, reference, sorted, word};
use crate::invented::{Invented, Link, METHODS, Row, Sample, day};
use crate::printed::{Printed, cut, one_line, shown};

/// The sampling record.
pub fn sampling(paper: &mut Printed, all: &Invented) {
    let mut facts = own_facts(all);
    facts.push(("Internal verifier", &all.iv.name));
    front(paper, all, "IV sampling record", "", &facts);
    if all.samples.is_empty() {
        let learner = super::others::learner(all).to_lowercase();
        paper.says(&format!("Nobody has sampled the work of this {learner} yet."));
        return;
    }
    let looked = || all.samples.iter().flat_map(|sample| &sample.rows);
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    for (said, _) in looked().filter_map(|(_, said)| said.as_ref()) {
        *words.entry(said).or_default() += 1;
    }
    let open: usize = words.iter().filter(|(word, _)| **word != "agreed").map(|(_, count)| count).sum();
    let silent = looked().filter(|(_, said)| said.is_none()).count();
    let mut said = vec![
        count(all.samples.len(), "sample", "samples"),
        format!("{} looked at", count(looked().count(), "decision", "decisions")),
    ];
    said.extend(words.iter().map(|(word, count)| format!("{count} {word}")));
    said.extend((silent > 0).then(|| format!("{silent} without a comment")));
    said.extend((open > 0).then(|| count(open, "action open", "actions open")));
    paper.says(&said.join(" · "));
    for sample in &all.samples {
        one(paper, all, sample);
    }
    paper.says("Assessor's response");
    paper.says("Signatures");
    // Nobody has signed any of them.
    let numbers: Vec<&str> = all.samples.iter().map(|sample| sample.number.as_str()).collect();
    let verifier = format!("Internal verifier ({})", numbers.join(", "));
    for (role, name) in
        [(verifier.as_str(), &all.iv.name), ("Assessor (has seen the comments)", &all.assessor.name)]
    {
        paper.says(role);
        paper.begins(name);
        paper.says("Signature");
        paper.says("Date");
    }
}

fn one(paper: &mut Printed, all: &Invented, sample: &Sample) {
    let unit = &all.units[sample.unit];
    let heading = format!("{} · {}", sample.number, unit_name(unit));
    paper.begins(&heading);
    if unit.indicative {
        paper.says(notice(unit));
    }
    let own: Vec<_> = rows(unit)
        .filter_map(|(outcome, row)| {
            let (_, said) = sample.rows.iter().find(|(code, _)| *code == row.code)?;
            Some((outcome, row, said))
        })
        .collect();
    let by: BTreeSet<&str> =
        own.iter().filter_map(|(_, row, _)| row.decision.as_ref()).map(|own| own.by.as_str()).collect();
    let methods: BTreeSet<&str> =
        own.iter().flat_map(|(_, row, _)| relied(row).links).map(|link| link.method).collect();
    let methods: Vec<&str> =
        METHODS.iter().map(|(short, _)| *short).filter(|short| methods.contains(short)).collect();
    let stage =
        if sample.summative { "Summative, after the sign-off" } else { "Interim, before the sign-off" };
    let mut said = vec![format!("{stage}. Sampled on {} by {}.", day(sample.on).short, all.iv.name)];
    said.push(format!("Decided by {}.", by.into_iter().collect::<Vec<_>>().join(", ")));
    said.extend((!methods.is_empty()).then(|| format!("Methods looked at: {}.", methods.join(", "))));
    paper.says(&said.join(" "));
    paper.table(&[
        "AC",
        "Assessment criterion",
        "Decision looked at",
        "Evidence it rests on",
        "IV",
        "Comment, action, answer and closing",
    ]);
    paper.rows_are_of(&one_line(&heading));
    for (outcome, row, said) in own {
        let decision = row.decision.as_ref().expect("a decision was sampled");
        let (iv, comment) = match said {
            None => ("no comment yet".to_owned(), "none".to_owned()),
            Some((word, reason)) => {
                let open = if *word == "agreed" { "" } else { " The action is open." };
                let comment = format!("{reason}{open}");
                let comment = if comment.is_empty() { "none".to_owned() } else { comment };
                (format!("{word} {}, {}", day(sample.on).short, all.iv.name), comment)
            }
        };
        paper.row(&[
            row.code.clone(),
            asks(outcome, row).to_owned(),
            format!("{} {}, {}", word(row), day(decision.on).short, decision.by),
            rests_on(&relied(row)),
            iv,
            comment,
        ]);
    }
    paper.says(&format!("{} is not signed yet.", sample.number));
}

/// What a decision rests on: what came after it was not looked at; what is put forward no more was.
fn relied(row: &Row) -> Row {
    let links = row.then().into_iter().filter(|link| link.relied).collect();
    Row { links, gone: Vec::new(), ..row.clone() }
}

/// Each of these links in words, or that there is none.
fn rests_on(relied: &Row) -> String {
    let title = |link: &Link| cut(&one_line(&shown(&link.title)), 40);
    let links: Vec<String> =
        sorted(relied).into_iter().map(|link| reference(relied, link, &title(link))).collect();
    if links.is_empty() { "no evidence listed".to_owned() } else { links.join(" ") }
}
