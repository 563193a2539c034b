//! What each paper must say of an invented portfolio, word by word and in order. It is written down from the form (what an
//! awarding organisation asks for), not from the program's own words: where the two part, one of them is wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::invented::{Invented, Item, Link, METHODS, Row, Unit, day};
use crate::printed::{Printed, cut, one_line, shown};

mod decisions;
mod others;
mod sampling;
pub use decisions::{days, decisions};
pub use others::{claim, contents, cover, evidence_index, gap_list, grid, witnesses};
pub use sampling::sampling;

/// Words for a unit whose text is not the board's own.
const NOT_RECORDED: &str = "not recorded";

/// Which edition of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Drawn today.
    Current,
    /// As it was signed.
    Original,
}

/// The coverage matrix of a unit. `number` is the number of the signed original that a current record names.
pub fn matrix(paper: &mut Printed, all: &Invented, unit: &Unit, edition: Edition, number: &str) {
    head(paper, all, unit, edition, number);
    paper.table(&[
        "AC",
        "Assessment criterion",
        "Evidence: reference, title, place, method",
        "Decision",
        "Decided",
        "Assessor",
        "IV",
    ]);
    for outcome in &unit.outcomes {
        let code = outcome_code(&outcome.code);
        let met = outcome.rows.iter().filter(|row| row.met()).count();
        paper.band(
            &format!("{code} {}", cut(&one_line(&shown(&outcome.text)), 1_500)),
            &format!("{met} of {}", outcome.rows.len()),
        );
        for row in &outcome.rows {
            paper.row(&cells(all, row, edition));
        }
    }
    declarations(paper, all, unit, edition);
    evidence(paper, all, unit);
}

fn head(paper: &mut Printed, all: &Invented, unit: &Unit, edition: Edition, number: &str) {
    paper.says(title(unit));
    paper.says(&header(unit));
    let signed = unit.signed.as_ref().map(|signed| day(signed.0).long);
    let today = day(all.today).long;
    paper.line(&match (edition, signed) {
        (Edition::Original, Some(on)) => format!("Signed original, signed on {on}"),
        (_, Some(on)) => {
            format!("Current record, printed on {today}, 09:30 · signed original {number} of {on}")
        }
        (_, None) => format!("Current record, printed on {today}, 09:30 · no signed original"),
    });
    facts(paper, all, unit);
    paper.line(&format!("{} · {}", counts(unit), status(unit)));
    paper.line(&notes(all, unit, edition));
    signs(paper);
    paper.says(&methods(unit));
    paper.says(&initials(all, unit, edition));
    paper.says(&marks(unit));
}

/// The signs of judgements with their words.
pub(super) fn signs(paper: &mut Printed) {
    for word in [
        "met",
        "met by RPL",
        "met by credit transfer",
        "partially met",
        "not yet met",
        "gap",
        "mapped, not yet decided",
        "in dispute",
    ] {
        paper.says(word);
    }
}

/// Whose initials stand in the rows: those who decided, by name, then the IV where a mark of theirs stands.
fn initials(all: &Invented, unit: &Unit, edition: Edition) -> String {
    let decided = unit.rows().filter_map(|row| row.decision.as_ref());
    let decided: BTreeSet<(&str, &str)> =
        decided.map(|own| (own.by.as_str(), own.initials.as_str())).collect();
    let mut said: Vec<String> = decided.iter().map(|(name, initials)| format!("{initials} {name}")).collect();
    if edition == Edition::Current && unit.rows().any(|row| !row.mark.is_empty()) {
        said.push(format!("{} {} (IV)", all.iv.initials, all.iv.name));
    }
    said.join(" · ")
}

/// The facts of the head, each label with its value.
fn facts(paper: &mut Printed, all: &Invented, unit: &Unit) {
    let [uln, registration, registered, start] = &all.facts;
    let [ao_number, urn, level, credit, glh] = &unit.numbers;
    let [title, qn, qlevel] = &unit.qualification;
    let decided = || unit.rows().filter_map(|row| row.decision.as_ref()).map(|decision| decision.on);
    // Nobody here is a trainee: the assessor who is named is qualified, where they decided anything.
    let mut by = unit.rows().filter_map(|row| row.decision.as_ref()).map(|decision| &decision.by);
    let standing = if by.any(|by| *by == all.assessor.name) { "qualified" } else { "" };
    // A unit is decided when all of it is met.
    let last = if unit.rows().all(Row::met) { "Decided on" } else { "Last decision" };
    let short = |iso: &str| iso.split('-').rev().collect::<Vec<_>>().join("/");
    let started = if start.is_empty() { decided().min().map(|on| day(on).short) } else { Some(short(start)) };
    let learner = if unit.candidate { "Candidate" } else { "Learner" };
    for (label, value) in [
        (learner, all.learner.as_str()),
        ("Unit", &unit.title),
        ("Qualification", title),
        ("Assessor", &all.assessor.name),
        ("ULN", uln),
        ("AO unit number", ao_number),
        ("URN", urn),
        ("Qualification number", qn),
        ("Level", qlevel),
        ("Assessor's standing", standing),
        ("Registration number", registration),
        ("Registered on", &short(registered)),
        ("Level", level),
        ("Credit", credit),
        ("GLH", glh),
        ("Awarding organisation", &board(unit)),
        ("Internal verifier", &all.iv.name),
        ("Centre", &all.centre),
        ("Centre number", &all.centre_number),
        ("Issue of the unit text", &unit.issue),
        ("Where the unit text came from", &unit.source),
        ("Started on", &started.unwrap_or_default()),
        (last, &decided().max().map(|on| day(on).short).unwrap_or_default()),
    ] {
        paper.says(label);
        paper.begins(fact(value));
    }
}

/// A fact, or that it is not recorded.
fn fact(value: &str) -> &str {
    if value.trim().is_empty() { NOT_RECORDED } else { value }
}

fn board(unit: &Unit) -> String {
    if unit.indicative { format!("{} (unconfirmed)", unit.board) } else { unit.board.clone() }
}

/// What every page of a text says that is not the board's own, or not confirmed as that.
pub(super) fn notice(unit: &Unit) -> &'static str {
    if unit.unconfirmed {
        "Said to be the board's own text, not confirmed. Not for certification claim."
    } else {
        "Indicative criteria from a third party. Not for certification claim."
    }
}

fn header(unit: &Unit) -> String {
    let draft = if unit.signed.is_none() && unit.withdrawn.is_none() { "DRAFT" } else { "" };
    let indicative = if unit.indicative { "INDICATIVE" } else { "" };
    [draft, indicative].iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

fn counts(unit: &Unit) -> String {
    let (all, met) = (unit.rows().count(), unit.rows().filter(|row| row.met()).count());
    let outcomes = unit.outcomes.len();
    let whole = unit.outcomes.iter().filter(|outcome| outcome.rows.iter().all(Row::met)).count();
    let (criteria, noun) =
        (if all == 1 { "criterion" } else { "criteria" }, if outcomes == 1 { "outcome" } else { "outcomes" });
    format!("{met} of {all} {criteria} met · {whole} of {outcomes} {noun}")
}

fn notes(all: &Invented, unit: &Unit, edition: Edition) -> String {
    let decided = |wanted: &str| {
        unit.rows().filter(|row| row.decision.as_ref().is_some_and(|d| d.outcome == wanted)).count()
    };
    let gaps = unit.rows().filter(|row| row.gap()).count();
    let again = if edition == Edition::Current { to_be_judged_again(all, unit) } else { 0 };
    let said = [
        (decided("rpl"), "by RPL"),
        (decided("creditTransfer"), "by credit transfer"),
        (gaps, if gaps == 1 { "gap" } else { "gaps" }),
        (again, "to be judged again"),
    ];
    said.iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect::<Vec<_>>()
        .join(" · ")
}

/// How many decisions of a unit no longer rest on what they rested on.
fn to_be_judged_again(all: &Invented, unit: &Unit) -> usize {
    unit.rows().filter(|row| again(all, row).is_some()).count()
}

fn status(unit: &Unit) -> String {
    let signed = if unit.indicative { "Signed as INDICATIVE" } else { "Signed" };
    match (&unit.withdrawn, &unit.signed) {
        (Some(on), _) => format!("Withdrawn {}", day(*on).short),
        (None, Some((on, ..))) => format!("{signed} {}", day(*on).short),
        (None, None) => "Not signed".to_owned(),
    }
}

fn used_methods(unit: &Unit) -> Vec<String> {
    let used: BTreeSet<&str> = unit.rows().flat_map(|row| &row.links).map(|link| link.method).collect();
    METHODS
        .iter()
        .filter(|(short, _)| used.contains(short))
        .map(|(short, long)| format!("{short} {long}"))
        .collect()
}

fn methods(unit: &Unit) -> String {
    used_methods(unit).join(" · ")
}

fn mark_notes(unit: &Unit) -> Vec<&'static str> {
    let marked = |mark: char| unit.rows().any(|row| row.marked.contains(mark));
    let star = marked('*').then_some("* number given by this program, not by the awarding organisation");
    star.into_iter().chain(marked('†').then_some("† place under its outcome proposed")).collect()
}

fn marks(unit: &Unit) -> String {
    mark_notes(unit).join(" ")
}

fn outcome_code(code: &str) -> String {
    format!("LO{code}")
}

/// The seven cells of a row.
fn cells(all: &Invented, row: &Row, edition: Edition) -> [String; 7] {
    let mut text = row.text.clone();
    if row.whole {
        text.push_str(" no criterion published; judged at outcome level");
    }
    let decision = row.decision.as_ref();
    if let Some(decision) = decision {
        text.push_str(&decision.said);
    }
    if let (Edition::Current, Some(decision)) = (edition, decision) {
        if !decision.feedback.is_empty() {
            text.push_str(&format!(" Feedback: {}", decision.feedback));
        }
        if let Some(why) = again(all, row) {
            text.push_str(&format!(" To be judged again: {why}."));
        }
    }
    let on = decision.map(|decision| {
        let (on, recorded) = (day(decision.on), day(decision.recorded));
        match (decision.on == decision.recorded, on.iso[..4] == recorded.iso[..4]) {
            (true, _) => on.short,
            (false, true) => format!("{} (recorded {})", on.short, recorded.month),
            (false, false) => format!("{} (recorded {})", on.short, recorded.short),
        }
    });
    [
        row.marked.clone(),
        text,
        put_forward(row),
        word(row).to_owned(),
        on.unwrap_or_default(),
        decision.map(|decision| decision.initials.clone()).unwrap_or_default(),
        if edition == Edition::Current { row.mark.clone() } else { String::new() },
    ]
}

/// Why what was decided no longer rests on what it rested on: a link that it relied on is put forward no more.
pub(super) fn again(all: &Invented, row: &Row) -> Option<String> {
    row.decision.as_ref()?;
    let gone = &row.gone.iter().find(|link| link.relied)?.reference;
    let later = all.items.iter().find(|item| item.reference == *gone).map(|item| &item.replaced_by);
    let new = all.items.iter().filter(|item| later.is_some_and(|later| *later == item.named()));
    let new =
        new.map(|item| &item.reference).find(|new| row.links.iter().any(|link| link.reference == **new));
    Some(match new {
        Some(new) => format!("{gone} was resubmitted as {new}"),
        None => format!("it relied on a link to {gone} that was withdrawn"),
    })
}

/// What is put forward for a row, or that nothing is.
fn put_forward(row: &Row) -> String {
    if row.gap() {
        return "GAP: no evidence".to_owned();
    }
    if row.links.is_empty() {
        return "no evidence listed".to_owned();
    }
    let title = |link: &Link| cut(&one_line(&shown(&link.title)), 40);
    sorted(row).into_iter().map(|link| reference(row, link, &title(link))).collect()
}

fn sorted(row: &Row) -> Vec<&Link> {
    let mut links: Vec<&Link> = row.links.iter().collect();
    links.sort_by(|one, other| (&one.reference, &one.place).cmp(&(&other.reference, &other.place)));
    links
}

fn reference(row: &Row, link: &Link, title: &str) -> String {
    let place = if link.place.is_empty() { "no place given" } else { &link.place };
    // Where a decision rests on nothing, it left nothing out.
    let note = match (link.withdrawn, link.relied || !row.rests()) {
        (false, true) => "",
        (false, false) => " · not relied on",
        (true, true) => " · withdrawn since",
        (true, false) => " · withdrawn since; not relied on",
    };
    format!("{} {title} · {place} · {}{note}", link.reference, link.method)
}

fn word(row: &Row) -> &'static str {
    match row.decision.as_ref().map(|decision| decision.outcome) {
        None => "not yet decided",
        Some("met") => "Met",
        Some("partiallyMet") => "Partially met",
        Some("notYetMet") => "Not yet met",
        Some("rpl") => "RPL",
        Some("creditTransfer") => "Credit transfer",
        Some(other) => panic!("{other} is no outcome"),
    }
}

/// What the board of a unit calls its record.
pub(super) fn title(unit: &Unit) -> &'static str {
    if unit.candidate { "Cumulative assessment record" } else { "Unit coverage matrix" }
}

fn declarations(paper: &mut Printed, all: &Invented, unit: &Unit, edition: Edition) {
    let learner = if unit.candidate { "candidate" } else { "learner" };
    paper.says("Declarations and signatures");
    paper.says(&format!("Assessor's feedback to the {learner}"));
    let feedback = unit.signed.as_ref().map_or("", |signed| signed.1.as_str());
    paper.says(if feedback.is_empty() { "none recorded" } else { feedback });
    let whole = &all.assessor;
    if let Some((on, feedback, _)) = &unit.signed
        && !feedback.is_empty()
    {
        block(paper, "", [&whole.name, "Assessor", &whole.initials, &day(*on).short]);
    }
    let role = if unit.candidate { "Candidate" } else { "Learner" };
    paper.says(role);
    if all.declared.is_empty() {
        let (as_whom, knows) = match unit.board.as_str() {
            ocr if ocr.contains("OCR") => (", as the candidate,", ""),
            pearson if pearson.contains("Pearson") => {
                ("", " I know that a false declaration is malpractice.")
            }
            _other => ("", ""),
        };
        paper.says(&format!(
            "I declare{as_whom} that the evidence listed for this unit is my own work. Where I had help, used the work of \
             others or used artificial intelligence tools, I have said so and named the source.{knows}"
        ));
        block(paper, "Signature", [&all.learner, role, "", ""]);
    } else {
        paper.says(&all.declared);
        paper.says("Signature");
        paper.begins(&format!(
            "declared for the whole portfolio by a signed declaration; recorded by {}",
            all.assessor.name
        ));
        let on = day(all.declared_on).short;
        block(paper, "", [&all.learner, role, &initials_of(&all.learner), &on]);
    }
    assessor(paper, all, unit);
    paper.says("Internal verifier (sampled work only)");
    paper.says(
        "I have looked at the sampled decisions and their evidence. My comments stand in the sampling record; every action \
         is closed. Signed for sampled work only.",
    );
    // Whoever samples signs the original: nobody stands in its box before.
    let named = if edition == Edition::Original { "" } else { &all.iv.name };
    block(paper, "Signature", [named, "Internal verifier", "", ""]);
    paper.says("External quality assurer (initials)");
    paper.says("Seen at an external quality assurance visit.");
    block(paper, "Initials", ["", "External quality assurer", "", ""]);
    if let (Edition::Original, Some((on, ..))) = (edition, &unit.signed) {
        // What a digital signature shows in its box stands behind everything else.
        paper.begins(&all.assessor.name);
        paper.says(&format!("Signed digitally {}, 09:30", day(*on).short));
        paper.says("Check with Portfolio Mapper Certificate");
        paper.digits(16);
    }
}

/// The first letters of the first and the last part of a name; of a single one its first two.
fn initials_of(name: &str) -> String {
    let parts = || name.split([' ', '-']).filter(|part| !part.is_empty());
    let letters = |part: &str| part.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    let taken: Vec<char> = match (parts().next(), parts().count()) {
        (Some(one), 1) => letters(one).into_iter().take(2).collect(),
        _several => {
            let ends = parts().next().into_iter().chain(parts().next_back());
            ends.filter_map(|part| letters(part).first().copied()).collect()
        }
    };
    taken.into_iter().flat_map(char::to_uppercase).collect()
}

/// What the assessor signed, or would sign.
fn assessor(paper: &mut Printed, all: &Invented, unit: &Unit) {
    paper.says("Assessor");
    match &unit.signed {
        Some((on, _, words)) => {
            paper.says(words);
            paper.says("Signature");
            paper.says("signed in the record with a signing password");
            block(paper, "", [&all.assessor.name, "Assessor", &all.assessor.initials, &day(*on).short]);
        }
        None => {
            let whose = if unit.candidate { "the candidate's evidence" } else { "the evidence" };
            let indicative = if unit.indicative {
                " The unit text is indicative, not confirmed as the awarding organisation's own: this is no claim for certification."
            } else {
                ""
            };
            paper.says(&format!(
                "I have judged {whose} against every criterion of this unit. The evidence for this unit is valid, authentic, \
                 current, sufficient and reliable. Every criterion is met, by RPL or by credit transfer.{indicative}"
            ));
            block(paper, "Signature", [&all.assessor.name, "Assessor", "", ""]);
        }
    }
}

/// A block for a signature: name, role, initials, date; empty = a line to write on.
fn block(paper: &mut Printed, label: &str, values: [&str; 4]) {
    paper.says(label);
    for (label, value) in ["Name", "Role", "Initials", "Date"].into_iter().zip(values) {
        paper.says(label);
        paper.begins(value);
    }
}

/// The list of evidence used in this unit, the key, and the annex of file checks.
fn evidence(paper: &mut Printed, all: &Invented, unit: &Unit) {
    paper.says("Evidence used in this unit");
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for link in unit.rows().flat_map(|row| &row.links) {
        used.entry(&link.reference).or_default().insert(link.method);
    }
    let items: Vec<&Item> =
        all.items.iter().filter(|item| used.contains_key(item.reference.as_str())).collect();
    if items.is_empty() {
        paper.says("No evidence is used in this unit.");
    } else {
        paper.table(&["Number", "Title", "Type", "Produced", "Added", "Author", "Where kept"]);
    }
    for item in &items {
        let own = &used[item.reference.as_str()];
        let kinds: Vec<&str> =
            METHODS.iter().filter(|(short, _)| own.contains(short)).map(|(_, long)| *long).collect();
        let kept = item.file.as_ref().map_or_else(|| item.kept.clone(), |file| file.0.clone());
        let produced = item.produced.map(|on| day(on).short).unwrap_or_default();
        let texts = [&item.title, &kinds.join(", "), &produced, &day(item.added).short, &item.author, &kept];
        let mut cells = vec![item.reference.clone()];
        cells.extend(texts.map(|text| one_line(fact(text))));
        paper.row(&cells);
    }
    let every: Vec<String> = METHODS.iter().map(|(short, long)| format!("{short} {long}")).collect();
    paper.says(&format!("Methods: {}", every.join(" · ")));
    let files: Vec<(&str, &(String, usize, String))> =
        items.iter().filter_map(|item| Some((item.reference.as_str(), item.file.as_ref()?))).collect();
    if files.is_empty() {
        return;
    }
    annex_head(paper);
    paper.table(&["Number", "File name", "Bytes", "SHA-256"]);
    for (reference, (name, size, sha256)) in files {
        paper.row(&[reference.to_owned(), one_line(name), thousands(*size), sha256.clone()]);
    }
}

fn annex_head(paper: &mut Printed) {
    paper.says("Annex: file checks");
    paper.says(
        "A file's SHA-256 value changes when anything in the file changes. Equal values mean the same file.",
    );
}

fn thousands(size: usize) -> String {
    let digits = size.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
