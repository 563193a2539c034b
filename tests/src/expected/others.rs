//! The papers beside the coverage matrix, and what the parts of a whole portfolio say.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Edition, NOT_RECORDED, again, annex_head, board, counts, fact, header, mark_notes, notes, notice,
    outcome_code, signs, sorted, status, thousands, to_be_judged_again, used_methods, word,
};
use crate::invented::{Invented, Item, METHODS, Outcome, Row, Unit, Witness, day};
use crate::printed::{Printed, cut, one_line, shown};

/// Title, word, when it was printed; then the learner's facts, each label with its value.
pub(super) fn front(paper: &mut Printed, all: &Invented, title: &str, word: &str, facts: &[(&str, &str)]) {
    paper.says(title);
    paper.says(word);
    paper.says(&format!("Printed on {}, 09:30", day(all.today).long));
    for (label, value) in facts {
        paper.says(label);
        paper.begins(fact(value));
    }
}

/// The six facts that nearly every paper has.
pub(super) fn own_facts(all: &Invented) -> Vec<(&str, &str)> {
    vec![
        (learner(all), all.learner.as_str()),
        ("ULN", &all.facts[0]),
        ("Registration number", &all.facts[1]),
        ("Assessor", &all.assessor.name),
        ("Centre", &all.centre),
        ("Centre number", &all.centre_number),
    ]
}

pub(super) fn learner(all: &Invented) -> &'static str {
    // What the boards of the units share; where they differ, the general word.
    let mut units: Vec<&Unit> = open(all).collect();
    if units.is_empty() {
        units = all.units.iter().collect();
    }
    word_of(!units.is_empty() && units.iter().all(|unit| unit.candidate))
}

fn word_of(candidate: bool) -> &'static str {
    if candidate { "Candidate" } else { "Learner" }
}

fn open(all: &Invented) -> impl Iterator<Item = &Unit> {
    all.units.iter().filter(|unit| unit.withdrawn.is_none())
}

pub(super) fn unit_name(unit: &Unit) -> String {
    let [number, urn, ..] = &unit.numbers;
    let number = if number.is_empty() { urn } else { number };
    format!("{number} {}", unit.title).trim().to_owned()
}

pub(super) fn asks<'a>(outcome: &'a Outcome, row: &'a Row) -> &'a str {
    if row.text.trim().is_empty() { &outcome.text } else { &row.text }
}

pub(super) fn rows(unit: &Unit) -> impl Iterator<Item = (&Outcome, &Row)> {
    unit.outcomes.iter().flat_map(|outcome| outcome.rows.iter().map(move |row| (outcome, row)))
}

pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// For each item the units and criteria that it is put forward for.
fn uses(all: &Invented) -> BTreeMap<&str, Vec<String>> {
    let mut used: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for unit in &all.units {
        let left = if unit.withdrawn.is_some() { " (withdrawn)" } else { "" };
        let mut own: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in unit.rows() {
            for link in &row.links {
                let codes = own.entry(&link.reference).or_default();
                if !codes.contains(&row.marked.as_str()) {
                    codes.push(&row.marked);
                }
            }
        }
        for (reference, codes) in own {
            used.entry(reference).or_default().push(format!(
                "{}{left}: {}",
                unit_name(unit),
                codes.join(", ")
            ));
        }
    }
    used
}

/// The evidence index.
pub fn evidence_index(paper: &mut Printed, all: &Invented) {
    front(paper, all, "Evidence index", "", &own_facts(all));
    let used = uses(all);
    let size: usize = all.items.iter().filter_map(|item| item.file.as_ref()).map(|file| file.1).sum();
    let mut said = vec![count(all.items.len(), "item", "items"), bytes(size)];
    let surplus = all.items.iter().filter(|item| !used.contains_key(item.reference.as_str())).count();
    if surplus > 0 {
        said.push(format!("{surplus} not used for any criterion"));
    }
    paper.says(&said.join(" · "));
    if all.items.is_empty() {
        paper.says("No evidence has a number yet. A file gets one when it is accepted or mapped.");
    } else {
        if !all.declared.is_empty() {
            let (by, on) = (&all.assessor.name, day(all.declared_on).short);
            paper.says(&format!(
                "As for the whole portfolio: declared by a signed declaration on {on}, recorded by {by}."
            ));
        }
        paper.table(&[
            "Number",
            "Title and type",
            "Where it is kept",
            "Produced, added",
            "Author, authenticity",
            "Used for",
            "Sampled",
        ]);
    }
    for item in &all.items {
        paper.row(&item_row(all, item, used.get(item.reference.as_str())));
    }
    if !all.aside.is_empty() {
        paper.says("Looked at and not taken as evidence");
        paper.table(&["Title", "File", "Why"]);
        // In no order that a person chose: each must be there once.
        let mut aside = all.aside.clone();
        while !aside.is_empty() {
            paper.goes_on();
            let fitting = (0..aside.len()).filter(|at| paper.would_say(&aside[*at].0));
            // A title may begin like another.
            let next = fitting.max_by_key(|at| aside[*at].0.chars().count()).unwrap_or(0);
            paper.row(&<[String; 3]>::from(aside.remove(next)));
        }
    }
    let files: Vec<(&str, &(String, usize, String))> =
        all.items.iter().filter_map(|item| Some((item.reference.as_str(), item.file.as_ref()?))).collect();
    if files.is_empty() {
        return;
    }
    annex_head(paper);
    paper.table(&["Number", "File name", "Bytes", "SHA-256"]);
    for (reference, (name, size, sha256)) in files {
        paper.row(&[reference.to_owned(), one_line(name), thousands(*size), sha256.clone()]);
    }
}

/// What an item is put forward as: short and long names.
fn kinds(all: &Invented, item: &Item) -> Vec<(&'static str, &'static str)> {
    let linked: BTreeSet<&str> = all
        .units
        .iter()
        .flat_map(Unit::rows)
        .flat_map(|row| &row.links)
        .filter(|link| link.reference == item.reference)
        .map(|link| link.method)
        .collect();
    let own = |short: &str| if linked.is_empty() { item.method == short } else { linked.contains(short) };
    METHODS.iter().filter(|(short, _)| own(short)).copied().collect()
}

fn item_row(all: &Invented, item: &Item, used: Option<&Vec<String>>) -> [String; 7] {
    let kinds: Vec<&str> = kinds(all, item).into_iter().map(|(_, long)| long).collect();
    let kept = item
        .file
        .as_ref()
        .map_or_else(|| item.kept.clone(), |(name, size, _)| format!("{name} · {}", bytes(*size)));
    let produced =
        item.produced.map_or("produced: not recorded".to_owned(), |on| format!("produced {}", day(on).short));
    let witness = item
        .witness
        .as_ref()
        .map(|(name, role)| if role.is_empty() { name.clone() } else { format!("{name}, {role}") });
    let by = &all.assessor.name;
    let route = match (item.route, all.declared.as_str()) {
        ("", "") => String::new(),
        ("", _) => "as for the whole portfolio".to_owned(),
        (route, _) => format!("{route}, stated by {by} on {}", day(item.route_on).short),
    };
    let vouched: Vec<String> =
        [route, witness.unwrap_or_default()].into_iter().filter(|said| !said.is_empty()).collect();
    let mut whose = Vec::new();
    if !item.author.is_empty() {
        whose.push(format!("by {}", item.author));
    }
    whose.extend((!vouched.is_empty()).then(|| vouched.join("; ")));
    let or = |said: Vec<String>, none: &str| if said.is_empty() { none.to_owned() } else { said.join(" ") };
    [
        item.reference.clone(),
        format!("{} {} {}", item.title, kinds.join(", "), item_notes(item)),
        kept,
        format!("{produced} added {}", day(item.added).short),
        or(whose, NOT_RECORDED),
        or(used.cloned().unwrap_or_default(), "not used"),
        or(item.sampled.clone(), "no"),
    ]
}

/// Everything else that is recorded of an item.
fn item_notes(item: &Item) -> String {
    let said =
        |label: &str, what: &str| if what.is_empty() { String::new() } else { format!("{label}{what}") };
    let pages = if item.pages == 0 { String::new() } else { item.pages.to_string() };
    [
        said("takes the place of ", &item.replaces.join(", ")),
        said("replaced by ", &item.replaced_by),
        said("pages: ", &pages),
        said("duration: ", item.duration),
        said("holds personal data of others", if item.third_party { " " } else { "" }),
        said("redacted copy: ", &item.redacted),
        said("use of AI: ", &item.ai_use),
    ]
    .join(" ")
}

fn bytes(size: usize) -> String {
    if size < 1_000 { format!("{size} bytes") } else { format!("{}.{} kB", size / 1_000, size % 1_000 / 100) }
}

/// The evidence grid of a unit. Sheets of items beside each other: all criteria on the first, on the others those that have a
/// link to one of their items.
pub fn grid(paper: &mut Printed, all: &Invented, unit: &Unit) {
    let facts = [
        (word_of(unit.candidate), all.learner.as_str()),
        ("Unit", &unit_name(unit)),
        ("Assessor", &all.assessor.name),
        ("Awarding organisation", &board(unit)),
    ];
    front(paper, all, "Evidence grid", &header(unit), &facts);
    let said = [counts(unit), notes(all, unit, Edition::Current), status(unit)];
    paper.says(&said.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" · "));
    signs(paper);
    let mut key = vec![used_methods(unit).join(" · "), "° no place in it is given".to_owned()];
    key.push(mark_notes(unit).join(" · "));
    paper.says(&key.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join(" · "));
    let used: BTreeSet<&str> =
        unit.rows().flat_map(|row| &row.links).map(|link| link.reference.as_str()).collect();
    let items: Vec<&Item> = all.items.iter().filter(|item| used.contains(item.reference.as_str())).collect();
    // As many items stand beside each other as a page is wide.
    let mut sheets: Vec<&[&Item]> = items.chunks(BESIDE).collect();
    if sheets.is_empty() {
        sheets.push(&items);
    }
    for (at, own) in sheets.iter().enumerate() {
        if let (true, Some(first), Some(last)) = (sheets.len() > 1, own.first(), own.last()) {
            let (from, to, which, of) = (&first.reference, &last.reference, at + 1, sheets.len());
            let rows = if at == 0 { "all criteria" } else { "the criteria that these items are mapped to" };
            paper.says(&format!("Evidence {from} to {to} · sheet {which} of {of} · {rows}"));
            paper.repeats(&format!("Evidence {from} to {to} · sheet {which} of {of} · {rows}"));
        }
        sheet(paper, all, (unit, own), at);
    }
    paper.repeats("");
}

/// How many items stand beside each other.
const BESIDE: usize = 18;

/// The criteria crossed with some of the items: on the first sheet all, on others those that have a link to one of the items.
fn sheet(paper: &mut Printed, all: &Invented, (unit, items): (&Unit, &[&Item]), which: usize) {
    let mut labels = vec!["AC".to_owned(), "Assessment criterion".to_owned()];
    labels.extend(items.iter().map(|item| format!("{} {}", item.reference, one_line(&item.title))));
    labels.push("Decision".to_owned());
    paper.upright_table(&labels);
    for outcome in &unit.outcomes {
        let met = outcome.rows.iter().filter(|row| row.met()).count();
        let text = one_line(&format!("{} {}", outcome_code(&outcome.code), outcome.text));
        let crossed = |row: &&Row| {
            row.links.iter().any(|link| items.iter().any(|item| item.reference == link.reference))
        };
        let rows: Vec<&Row> = outcome.rows.iter().filter(|row| which == 0 || crossed(row)).collect();
        if rows.is_empty() && which > 0 {
            continue;
        }
        paper.band(&text, &format!("{met} of {}", outcome.rows.len()));
        for row in rows {
            let mut cells = vec![row.marked.clone(), cut(&one_line(&shown(asks(outcome, row))), 110)];
            cells.extend(items.iter().map(|item| crossing(row, item)));
            let gap = if row.gap() { "GAP: no evidence " } else { "" };
            let again = if again(all, row).is_some() { "to be judged again: " } else { "" };
            cells.push(format!("{gap}{again}{}", word(row)));
            paper.row_cut(&cells, 1);
        }
    }
}

/// What stands where a row and an item cross: the methods, and a ring where no place is given.
fn crossing(row: &Row, item: &Item) -> String {
    let own: Vec<_> = sorted(row).into_iter().filter(|link| link.reference == item.reference).collect();
    let mut methods: Vec<&str> = Vec::new();
    for link in &own {
        if !methods.contains(&link.method) {
            methods.push(link.method);
        }
    }
    let placed = own.iter().any(|link| !link.place.is_empty());
    let ring = if own.is_empty() || placed { "" } else { "°" };
    format!("{}{ring}", methods.join(" "))
}

/// What the learner brings next.
pub fn gap_list(paper: &mut Printed, all: &Invented) {
    let facts =
        [(learner(all), all.learner.as_str()), ("Assessor", &all.assessor.name), ("Centre", &all.centre)];
    front(paper, all, "What to bring next", "", &facts);
    let of = |turn: Turn| open(all).flat_map(Unit::rows).filter(|row| turn_of(all, row) == turn).count();
    let (missing, waiting, done) = (of(Turn::Learner), of(Turn::Assessor), of(Turn::Done));
    let with = if waiting == 0 { String::new() } else { format!(" · {waiting} with your assessor") };
    paper.says(&if missing == 0 {
        format!("Nothing to bring · {done} done{with}")
    } else {
        format!("{missing} to do{with} · {done} done")
    });
    if missing > 0 {
        paper.says(&format!(
            "Bring what is listed here to your assessor, {}, by the day that stands with it. Where there is no day, ask by when. \
             One piece of evidence may do for several points: say which ones, and where in it to look (page, minute, paragraph).",
            all.assessor.name
        ));
    }
    if open(all).next().is_none() {
        paper.says("No unit is being assessed at the moment.");
    }
    for unit in open(all) {
        to_bring(paper, all, unit);
    }
    paper.says(&format!("Notes of the {} and the assessor", learner(all).to_lowercase()));
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Learner,
    Assessor,
    Done,
}

fn turn_of(all: &Invented, row: &Row) -> Turn {
    match (&row.decision, row.links.is_empty()) {
        // What it rested on is not there any more.
        (Some(decision), _) if decision.met() && again(all, row).is_some() => Turn::Assessor,
        (Some(decision), _) if decision.met() => Turn::Done,
        // What came since the judgement lies with the assessor.
        (Some(_), _) if row.links.iter().any(|link| link.came) => Turn::Assessor,
        (Some(_), _) | (None, true) => Turn::Learner,
        (None, false) => Turn::Assessor,
    }
}

fn to_bring(paper: &mut Printed, all: &Invented, unit: &Unit) {
    paper.begins(&unit_name(unit));
    if unit.indicative {
        let ask = if unit.unconfirmed {
            "ask your assessor whether it can be confirmed."
        } else {
            "ask your assessor for the board's own text."
        };
        paper.says(&format!("{} Your certificate cannot rest on this text yet: {ask}", notice(unit)));
    }
    let of = |turn: Turn| rows(unit).filter(move |(_, row)| turn_of(all, row) == turn).collect::<Vec<_>>();
    let (missing, waiting, done) = (of(Turn::Learner), of(Turn::Assessor), of(Turn::Done));
    if missing.is_empty() {
        let all_done = waiting.is_empty() && !done.is_empty();
        paper.says(if all_done {
            "Everything in this unit is done."
        } else {
            "There is nothing to bring for this unit now."
        });
    } else {
        paper.table(&["Point", "What it asks", "What to bring"]);
        paper.rows_are_of(&one_line(&unit_name(unit)));
    }
    for (outcome, row) in missing {
        paper.row(&[row.code.clone(), asks(outcome, row).to_owned(), bring(all, row)]);
    }
    if !waiting.is_empty() {
        paper.says("With your assessor now");
        paper.table(&["Point", "What it asks", "What you handed in"]);
        paper.rows_are_of(&one_line(&unit_name(unit)));
        for (outcome, row) in waiting {
            // What asks to be looked at once more is shown with all that is put forward for it.
            let more = row.met() || row.decision.is_none();
            let come = row.links.iter().filter(|link| more || link.came).cloned();
            let mut said = handed_in(&Row { links: come.collect(), ..row.clone() });
            if again(all, row).is_some() {
                said.push(
                    "Your assessor looks at this once more, since the evidence is not the same as before."
                        .to_owned(),
                );
            }
            paper.row(&[row.code.clone(), asks(outcome, row).to_owned(), said.join(" ")]);
        }
    }
    if !done.is_empty() {
        let codes: Vec<&str> = done.iter().map(|(_, row)| row.code.as_str()).collect();
        paper.says(&format!("{} done: {}", count(done.len(), "point is", "points are"), codes.join(", ")));
    }
}

fn bring(all: &Invented, row: &Row) -> String {
    let Some(decision) = &row.decision else {
        return "Nothing yet. Bring something that shows this.".to_owned();
    };
    let mut said = match decision.outcome {
        "partiallyMet" => "Partly there. Bring what is still missing.".to_owned(),
        _not_yet => "Not there yet. Bring something else, or the same made better.".to_owned(),
    };
    if !decision.needed.is_empty() {
        said.push_str(&format!(" What is missing: {}", decision.needed));
    }
    if let Some(due) = decision.due {
        let passed = if due < all.today { " That day has passed: ask your assessor." } else { "" };
        said.push_str(&format!(" Bring it by {}.{passed}", day(due).long));
    }
    let wrote = [&decision.reason, &decision.feedback].into_iter().filter(|wrote| !wrote.is_empty());
    for (at, wrote) in wrote.enumerate() {
        said.push_str(if at == 0 { " Your assessor wrote: " } else { " " });
        said.push_str(wrote);
    }
    let looked_at = row.links.iter().filter(|link| link.relied).cloned().collect();
    let looked_at = handed_in(&Row { links: looked_at, ..row.clone() });
    if !looked_at.is_empty() {
        said.push_str(&format!(" Your assessor has looked at: {}", looked_at.join("; ")));
    }
    said
}

fn handed_in(row: &Row) -> Vec<String> {
    let place = |place: &str| if place.is_empty() { String::new() } else { format!(" ({place})") };
    sorted(row)
        .into_iter()
        .map(|link| format!("{} {}{}", link.reference, link.title, place(&link.place)))
        .collect()
}

/// The claim sheet of the learner.
pub fn claim(paper: &mut Printed, all: &Invented) {
    let registered = slashed(&all.facts[2]);
    let mut facts = own_facts(all);
    facts.insert(3, ("Registered on", &registered));
    front(paper, all, "Claim sheet", "", &facts);
    figures(paper, all);
    if all.units.is_empty() {
        paper.says("The learner takes no unit yet.");
        return;
    }
    let mut names: Vec<String> = Vec::new();
    for name in all.units.iter().map(qualification) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let [uln, number, ..] = &all.facts;
    let on = if registered.is_empty() { String::new() } else { format!(" of {registered}") };
    let named = format!("{} · ULN {} · registration {}{on}", all.learner, fact(uln), fact(number));
    for name in names {
        paper.begins(&name);
        paper.says("Direct claim status: not recorded.");
        paper.table(&[
            "Unit",
            "URN",
            "Level, credit",
            "Verified",
            "Claimed",
            "Certificate",
            "What stands in the way",
        ]);
        paper.band(&one_line(&named), "0 credits ready");
        for unit in all.units.iter().filter(|unit| qualification(unit) == name) {
            paper.row(&claim_row(unit));
        }
    }
    paper.says(
        "Ready to claim means: nothing that these records hold stands in the way. The awarding organisation's own rules decide \
         whether a claim can be made.",
    );
    paper.says("Claimed by");
    let mut declared: Vec<&str> = Vec::new();
    for unit in open(all) {
        let whom = if unit.candidate { "candidate" } else { "learner" };
        if !declared.contains(&whom) {
            declared.push(whom);
            paper.says(&format!(
                "The centre claims the units named here for the {whom}. They were assessed and internally verified as the \
                 records of this centre say, and the records are kept for the awarding organisation to see."
            ));
        }
    }
    for (role, name) in [("Internal verifier", all.iv.name.as_str()), ("For the centre", "name:")] {
        paper.says(role);
        paper.begins(name);
        paper.says("Signature");
        paper.says("Date");
    }
}

/// How many units there are and how many are withdrawn; none is ready or claimed.
fn figures(paper: &mut Printed, all: &Invented) {
    let units = count(open(all).count(), "unit", "units");
    let withdrawn = match all.units.len() - open(all).count() {
        0 => String::new(),
        left => format!(" · {left} withdrawn, not counted"),
    };
    paper.says(&format!("0 of {units} ready to claim · 0 claimed · 0 certificated{withdrawn}"));
}

/// 14/09/2026 for `2026-09-14`; nothing for nothing.
fn slashed(iso: &str) -> String {
    iso.split('-').rev().collect::<Vec<_>>().join("/")
}

fn qualification(unit: &Unit) -> String {
    let [title, number, _] = &unit.qualification;
    let named: Vec<&str> =
        [number, title].into_iter().filter(|said| !said.trim().is_empty()).map(String::as_str).collect();
    let named = if named.is_empty() { "qualification not recorded".to_owned() } else { named.join(" ") };
    format!("{} · {named}", board(unit))
}

fn claim_row(unit: &Unit) -> [String; 7] {
    let [number, urn, level, credit, _] = &unit.numbers;
    let stands = match (&unit.withdrawn, &unit.signed) {
        (Some(on), _) => format!("withdrawn on {}", day(*on).short),
        (None, Some(_)) => "assessed".to_owned(),
        (None, None) => "in progress".to_owned(),
    };
    let indicative = if unit.indicative { " INDICATIVE: not for claim" } else { "" };
    let numbers = [("level ", level, ""), ("", credit, " credits")];
    let numbers: Vec<String> = numbers
        .iter()
        .filter(|(_, n, _)| !n.is_empty())
        .map(|(before, n, after)| format!("{before}{n}{after}"))
        .collect();
    let obstacles: Vec<String> = unit.obstacles.iter().map(|why| format!("• {why}")).collect();
    [
        format!("{} {number} {stands}{indicative}", unit.title),
        fact(urn).to_owned(),
        fact(&numbers.join(" ")).to_owned(),
        "not verified".to_owned(),
        "not claimed".to_owned(),
        "none yet".to_owned(),
        if unit.withdrawn.is_some() { "withdrawn".to_owned() } else { obstacles.join(" ") },
    ]
}

/// The witness status list.
pub fn witnesses(paper: &mut Printed, all: &Invented) {
    front(paper, all, "Witness status list", "", &own_facts(all));
    let unknown = |what: &str, fact: fn(&Witness) -> &str| {
        let unknown = all.witnesses.iter().filter(|witness| fact(witness).is_empty()).count();
        if unknown > 0 { format!(" · {what} of {unknown} not recorded") } else { String::new() }
    };
    let more =
        unknown("status", |witness| witness.status) + &unknown("competence", |witness| &witness.competence);
    paper.says(&format!("{}{more}", count(all.witnesses.len(), "witness", "witnesses")));
    if all.witnesses.is_empty() {
        paper.says(&format!("No evidence of this {} names a witness.", learner(all).to_lowercase()));
        return;
    }
    paper.table(&[
        "Witness",
        &format!("How they stand to the {}", learner(all).to_lowercase()),
        "Status",
        "Occupational competence",
        "Evidence that rests on their word",
        "Specimen signature and date",
    ]);
    for witness in &all.witnesses {
        let own = all
            .items
            .iter()
            .filter(|item| item.witness.as_ref().is_some_and(|(name, _)| *name == witness.name));
        let own: Vec<String> = own
            .map(|item| {
                let expert = kinds(all, item).iter().any(|(short, _)| *short == "EW");
                let short = expert && witness.status != "expert witness";
                let more = if short { " put forward as expert witness; not recorded as one" } else { "" };
                format!("{} {}{more}", item.reference, item.title)
            })
            .collect();
        paper.row(&[
            format!("{} {} contact: {}", witness.name, witness.role, fact(&witness.contact)),
            fact(&witness.relation).to_owned(),
            fact(witness.status).to_owned(),
            fact(&witness.competence).to_owned(),
            own.join(" "),
            String::new(),
        ]);
    }
}

/// The title page of a whole portfolio up to its contents, which name parts and pages.
pub fn cover(paper: &mut Printed, all: &Invented) {
    let units: Vec<&Unit> = open(all).collect();
    let registered = slashed(&all.facts[2]);
    let mut facts = own_facts(all);
    facts.insert(3, ("Registered on", &registered));
    facts.insert(5, ("Internal verifier", &all.iv.name));
    let mut towards: Vec<&[String; 3]> = Vec::new();
    for unit in &units {
        if !towards.contains(&&unit.qualification) {
            towards.push(&unit.qualification);
        }
    }
    if let [[title, number, level]] = towards.as_slice() {
        facts.extend([("Qualification", title.as_str()), ("Qualification number", number), ("Level", level)]);
    }
    front(paper, all, "Portfolio", "", &facts);
    let (met, every) = units.iter().fold((0, 0), |(met, every), unit| {
        (met + unit.rows().filter(|row| row.met()).count(), every + unit.rows().count())
    });
    let again: usize = units.iter().map(|unit| to_be_judged_again(all, unit)).sum();
    paper.says(&format!(
        "{} · {met} of {} met{} · {} of evidence",
        count(units.len(), "unit", "units"),
        count(every, "criterion", "criteria"),
        of_these_again(again),
        count(all.items.len(), "item", "items")
    ));
    if towards.len() > 1 {
        paper.table(&["Qualification", "Qualification number", "Level"]);
        for facts in &towards {
            paper.row(&facts.each_ref().map(|own| one_line(fact(own))));
        }
    }
    if units.is_empty() {
        return;
    }
    paper.table(&["Unit", "Awarding organisation", "Criteria met", "Gaps", "Status"]);
    for unit in units {
        let gaps = unit.rows().filter(|row| row.gap()).count();
        let (met, every) = (unit.rows().filter(|row| row.met()).count(), unit.rows().count());
        paper.row(&[
            unit_name(unit),
            board(unit),
            format!("{met} of {every}{}", of_these_again(to_be_judged_again(all, unit))),
            if gaps == 0 { "none".to_owned() } else { gaps.to_string() },
            status(unit),
        ]);
    }
}

fn of_these_again(count: usize) -> String {
    if count == 0 { String::new() } else { format!(" · {count} to be judged again") }
}

/// The contents of a whole portfolio: each part with its status and the page on which it begins.
pub fn contents(paper: &mut Printed, all: &Invented) {
    paper.says("Contents");
    paper.table(&["Part", "Status", "Page"]);
    let open: Vec<&Unit> = open(all).collect();
    let mut parts = vec![("Evidence index".to_owned(), String::new())];
    for unit in &open {
        parts.push((format!("{}: {}", super::title(unit), unit_name(unit)), status(unit)));
        parts.push((format!("Evidence grid: {}", unit_name(unit)), String::new()));
    }
    for on in super::days(all) {
        parts.push((format!("Assessment decision and feedback record, {}", day(on).short), String::new()));
    }
    if !all.samples.is_empty() {
        parts.push(("IV sampling record".to_owned(), String::new()));
    }
    if open.iter().any(|unit| !unit.rows().all(Row::met)) {
        parts.push(("What to bring next".to_owned(), String::new()));
    }
    if !all.witnesses.is_empty() {
        parts.push(("Witness status list".to_owned(), String::new()));
    }
    parts.push(("Claim sheet".to_owned(), String::new()));
    let pages = paper.beginnings(&[
        "Evidence index",
        "Unit coverage matrix",
        "Cumulative assessment record",
        "Evidence grid",
        "Assessment decision and feedback record",
        "IV sampling record",
        "What to bring next",
        "Witness status list",
        "Claim sheet",
    ]);
    assert_eq!(pages.len(), parts.len(), "each part of the contents begins once: {pages:?}");
    for ((name, says), page) in parts.into_iter().zip(pages) {
        paper.row(&[name, says, page.to_string()]);
    }
}
