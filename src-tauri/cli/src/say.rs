//! Answers in words for a terminal, or as JSON for a program.

use crate::words as words_of_library;
use portfolio::error::{Failure, Sort};
use portfolio::matrix::dates;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{assess, centre, crosswalk, inked, items, nos, out, people, search, standing, suggest};

/// Says an answer.
pub fn answer(json: bool, name: &str, answer: &impl Serialize) -> Result<(), Failure> {
    answer_with(json, name, answer, 0)
}

/// Says an answer after which the program ends with this exit code, whether anybody reads the answer or not.
pub fn answer_with(json: bool, name: &str, answer: &impl Serialize, code: u8) -> Result<(), Failure> {
    let data = serde_json::to_value(answer).map_err(|e| Failure {
        code: "broken".into(),
        message: e.to_string(),
        hint: None,
        sort: Sort::Failed,
    })?;
    if json {
        out::line(json!({"ok": true, "data": data}), code);
    } else {
        words(name, &data).iter().for_each(|line| out::line(line, code));
    }
    Ok(())
}

/// Says one line while something goes on.
pub fn line(json: bool, data: &Value, words: &str) {
    if json {
        tell!("{}", json!({"ok": true, "data": data}));
    } else {
        tell!("{words}");
    }
}

/// Says a failure.
pub fn failure(json: bool, failure: &Failure) {
    if json {
        json_failure(failure);
        return;
    }
    out::aside(&failure.message);
    if let Some(hint) = &failure.hint {
        out::aside(&format!("→ {hint}"));
    }
}

/// Says a failure as JSON.
pub fn json_failure(failure: &Failure) {
    let said = json!({"ok": false, "error": failure});
    out::line(said, failure.sort as u8);
}

/// An answer in lines of words.
#[allow(clippy::too_many_lines, reason = "a table: a line for each command")]
pub fn words(name: &str, data: &Value) -> Vec<String> {
    match name {
        "centre.init" | "workspace.show" | "desk.sit" => {
            vec![format!("Centre file of {}", text(&data["centre"]["name"]))]
        }
        "centre.look"
        | "centre.profile"
        | "centre.partiallyMet"
        | "centre.logo"
        | "centre.logoRemove"
        | "centre.undo"
        | "centre.redo" => centre::words(data),
        "person.specimen" | "person.specimenSave" => people::specimen(data),
        name if name.starts_with("person.") => people::words(name, data),
        "root.issue" => people::words(name, data),
        "root.list" | "root.make" => people::roots(data),
        "root.save" => vec![text(&data["label"])],
        "countersign" | "status.show" | "claim.list" => standing::words(name, data),
        "unit.list" => list(data, unit),
        name if name.starts_with("suggest.") => suggest::words(name, data),
        name if assess::tells(name) => assess::words(name, data),
        "unit.export" | "matrix.export" => exported(data),
        "unit.revisions" => list(data, revision),
        "unit.diff" => words_of_library::diff(data),
        "unit.reissue" => words_of_library::reissue(data),
        "unit.read" => words_of_library::reading(data),
        "qualification.list" => {
            data.as_array().into_iter().flatten().flat_map(words_of_library::qualification).collect()
        }
        "qualification.save" | "qualification.show" => words_of_library::qualification(data),
        "qualification.check" => words_of_library::combination(data),
        "unitSet.list" | "unitSet.drop" => list(data, words_of_library::set),
        "unitSet.save" => vec![words_of_library::set(data)],
        "unit.show" | "unit.confirm" | "unit.unconfirm" => unit_text(data),
        "learner.add" | "learner.change" => {
            vec![format!("{}  {}", who(&data["name"], &data["apart"]), text(&data["id"]))]
        }
        "learner.list" => list(&data["learners"], caseload),
        "learner.show" => portfolio(data),
        "learner.erasure" => people::erasure(data),
        "learner.erased" => list(data, people::erased),
        "learner.folder" => vec![format!("folder: {}", text(&data["label"]))],
        "scan" => scan(data),
        "evidence.list" => list(data, evidence),
        "evidence.replacement" => items::replacement(data),
        "evidence.versions" => items::versions(data),
        "evidence.compare" => items::compare(data),
        "evidence.same" => list(data, |one| text(&one["line"])),
        "criterion.attempts" => items::attempts(data),
        "witness.list" | "centre.currency" => items::witnesses(data),
        "witness.save" => vec![items::witness(data)],
        "signOff.sign" => signed(data),
        "inkedPage.list" => inked::words(data),
        "inkedPage.save" => vec![format!("{}, {} bytes", text(&data["label"]), data["bytes"])],
        "paper.sign" => vec![format!("the paper is signed; SHA-256 {}", text(&data["signed"]["paper"]))],
        "sample.make" => vec![format!("{}  {}", text(&data["number"]), text(&data["sample"]))],
        "sample.verify" => vec![format!("signed by {} at {}", text(&data["by"]), text(&data["at"]))],
        "sampling.show" => samples(data),
        "history.show" => {
            list(data, |h| format!("{}  {}  {}", text(&h["at"]), text(&h["by"]), text(&h["what"])))
        }
        "matrix.paper" | "paper.print" => {
            vec![format!("{} pages, SHA-256 {}", data["pages"], text(&data["sha256"]))]
        }
        "journal.export" | "journal.admit" => {
            let mut lines = vec![format!(
                "{} books, {} entries, {} known before",
                data["books"], data["entries"], data["known"]
            )];
            if let Some(n) = data["erased"].as_u64().filter(|n| *n > 0) {
                lines.push(format!("{n} left out: erased here"));
            }
            let names: Vec<String> = data["newKeys"].as_array().into_iter().flatten().map(text).collect();
            if !names.is_empty() {
                lines.push(format!("new signing passwords: {}", names.join(", ")));
            }
            lines
        }
        "search" => search::hits(data),
        "text.status" | "text.read" => search::status(data),
        "text.show" => search::shown(data),
        "check" => check(data),
        "verify" => verify(data),
        "sample-story" => list(data, text),
        "links.list" => crosswalk::links(data),
        "links.propose" => crosswalk::proposals(data),
        "links.save" => crosswalk::links(&json!([data])),
        "links.drop" => vec![format!("given up: {}", text(&data["link"]))],
        "links.import" => crosswalk::taken(data),
        "links.export" => crosswalk::written(data),
        "links.sideBySide" => crosswalk::side_by_side(data),
        "standard.list" => nos::standards(data),
        "standard.import" => nos::taken(data),
        "standard.coverage" => nos::coverage(data),
        _deed => deed(data),
    }
}

/// The verdict, then each signature with its certificate, then what became of the facts.
fn verify(data: &Value) -> Vec<String> {
    let mut lines = vec![text(&data["line"])];
    for signature in data["signatures"].as_array().into_iter().flatten() {
        lines.push(text(&signature["line"]));
        if !signature["certificate"].is_null() {
            lines.push(format!("  Certificate (SHA-256): {}", text(&signature["certificate"])));
        }
    }
    lines.extend(list(&data["inked"], text));
    lines.push(text(&data["record"]["line"]));
    lines.push(text(&data["facts"]));
    lines.retain(|line| !line.is_empty());
    lines
}

/// A value as text; nothing for null.
pub fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

/// A learner of a list, with what tells them from others of the name: "Rowan Hartley (ULN 1234567890)".
pub fn who(name: &Value, apart: &Value) -> String {
    let name = text(name);
    apart.as_str().map_or_else(|| name.clone(), |apart| format!("{name} ({apart})"))
}

/// A day as people write it: 14/11/2026. What else stands there stays.
pub fn day(value: &Value) -> String {
    dates::short(&text(value))
}

/// Each of a list in words.
pub fn list(data: &Value, line: impl Fn(&Value) -> String) -> Vec<String> {
    data.as_array().map(|items| items.iter().map(line).collect()).unwrap_or_default()
}

fn deed(data: &Value) -> Vec<String> {
    let mut lines = vec![text(&data["label"])];
    lines.extend(list(&data["warnings"], |w| format!("note: {}", text(w))));
    lines
}

fn signed(data: &Value) -> Vec<String> {
    let (by, at, digest) = (text(&data["by"]), text(&data["at"]), text(&data["digest"]));
    let mut lines = vec![format!("signed by {by} at {at}; file check {digest}")];
    if data["paper"].is_null() {
        lines.push("note: the paper could not be written and is not yet signed: portfolio sign-paper".into());
    }
    lines
}

fn unit(u: &Value) -> String {
    let confirmed = if u["boardConfirmed"] == true { "" } else { ", unconfirmed" };
    let board = text(&u["board"]);
    format!(
        "{:38} {} [{board}{confirmed}; {}] {} outcomes, {} criteria",
        text(&u["handle"]),
        text(&u["title"]),
        text(&u["source"]),
        u["outcomes"],
        u["criteria"]
    ) + &words_of_library::standing(u)
}

fn revision(r: &Value) -> String {
    let force = match (r["inForce"] == true, r["inDispute"] == true) {
        (true, _) => "  in force",
        (false, true) => "  IN DISPUTE",
        (false, false) => "",
    };
    let issue = text(&r["issue"]);
    let issue = if issue.is_empty() { issue } else { format!(" ({issue})") };
    format!(
        "{}  revision {}{issue}  {}  by {}, {}  {} learners, {} signed{force}",
        text(&r["sha256"]).chars().take(12).collect::<String>(),
        text(&r["revision"]),
        text(&r["addedAt"]).chars().take(10).collect::<String>(),
        text(&r["by"]),
        text(&r["source"]),
        r["learners"],
        r["signedOff"]
    )
}

fn exported(data: &Value) -> Vec<String> {
    let mut lines = vec![format!("{}, {} bytes", text(&data["label"]), data["bytes"])];
    lines.extend(list(&data["losses"], |l| format!("not kept: {}", text(l))));
    lines.extend(list(&data["notes"], text));
    lines
}

fn unit_text(data: &Value) -> Vec<String> {
    let mut lines = vec![unit(&data["summary"])];
    let said = &data["confirmation"];
    if said.is_object() {
        let (by, date, source) = (text(&said["by"]), day(&said["date"]), text(&said["source"]));
        lines.push(format!("  the board's own text: confirmed by {by} on {date} against {source}"));
    } else if data["confirmable"] == true {
        let handle = text(&data["summary"]["handle"]);
        lines.push(format!(
            "  not confirmed: counts as indicative until somebody checks it against the board's document (portfolio unit \
             confirm {handle} --source DOCUMENT)"
        ));
    }
    lines.extend(data["doubt"].as_str().map(|doubt| format!("  {doubt}")));
    lines.extend(list(&data["remarks"], |r| format!("  note: {}", text(r))));
    for outcome in data["outcomes"].as_array().into_iter().flatten() {
        lines.push(format!("{}  {}", text(&outcome["code"]), text(&outcome["text"])));
        lines.extend(list(&outcome["criteria"], |c| {
            format!("    {}  {}", text(&c["code"]), text(&c["text"]))
        }));
    }
    lines
}

fn caseload(row: &Value) -> String {
    let days = match (row["overdue"].as_u64(), row["due"].as_u64()) {
        (Some(0) | None, Some(0) | None) => String::new(),
        (Some(0) | None, _) => format!("  {} due from {}", row["due"], text(&row["nextDue"])),
        (Some(_), Some(0) | None) => format!("  {} overdue since {}", row["overdue"], text(&row["nextDue"])),
        (Some(_), Some(_)) => {
            format!("  {} overdue since {}, {} due", row["overdue"], text(&row["nextDue"]), row["due"])
        }
    };
    let (name, next) = (who(&row["name"], &row["apart"]), text(&row["nextAction"]));
    format!("{name:30} {}/{} met  {next}{days}", row["met"], row["criteria"])
}

fn portfolio(data: &Value) -> Vec<String> {
    let mut lines = vec![who(&data["learner"]["name"], &data["learner"]["apart"])];
    for unit in data["units"].as_array().into_iter().flatten() {
        let counts = &unit["counts"];
        lines.push(format!(
            "{}  {}: {} of {} met",
            text(&unit["handle"]),
            text(&unit["title"]),
            counts["met"],
            counts["rows"]
        ));
        for row in unit["outcomes"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|o| o["rows"].as_array().into_iter().flatten())
        {
            let links = list(&row["links"], |l| format!("{} {}", text(&l["reference"]), text(&l["place"])));
            lines.push(format!(
                "    {:5} {:14} {}",
                text(&row["code"]),
                text(&row["state"]),
                links.join(", ")
            ));
        }
    }
    lines
}

fn scan(data: &Value) -> Vec<String> {
    let mut lines = vec![format!(
        "{} new, {} moved, {} changed, {} missing, {} unchanged, {} numbered",
        data["new"], data["moved"], data["changed"], data["missing"], data["unchanged"], data["numbered"]
    )];
    if data["stopped"] == true {
        lines.push("stopped: what was read by then is on record; scan again to go on".into());
    }
    lines.extend(list(&data["lines"], |l| format!("  {}", text(l))));
    lines
}

fn evidence(item: &Value) -> String {
    let reference =
        if item["reference"].is_null() { text(&item["standing"]) } else { text(&item["reference"]) };
    let file = if item["file"] == "present" { String::new() } else { format!("  ({})", text(&item["file"])) };
    let names = list(&item["parts"], |p| text(&p["fileName"])).join(", ");
    let mut line =
        format!("{reference:10} {}  [{names}]  {} criteria{file}", text(&item["title"]), item["mapped"]);
    line.extend(items::of(item));
    line
}

fn samples(data: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for sample in data["samples"].as_array().into_iter().flatten() {
        lines.push(format!(
            "{}  {}  {}  by {}",
            text(&sample["number"]),
            text(&sample["stage"]),
            text(&sample["unitTitle"]),
            text(&sample["by"])
        ));
        for row in sample["rows"].as_array().into_iter().flatten() {
            let finding = &row["finding"];
            let word =
                if finding.is_null() { "not judged yet".to_owned() } else { text(&finding["judgement"]) };
            lines.push(format!(
                "    {:5} {word}  {}  {}",
                text(&row["code"]),
                text(&finding["reason"]),
                text(&finding["finding"])
            ));
        }
    }
    for action in data["actions"].as_array().into_iter().flatten() {
        let due = action["due"].as_str().map_or_else(String::new, |day| format!("  due {day}"));
        let answered = if action["answer"].is_object() { "  answered" } else { "" };
        lines.push(format!(
            "open  {}  {}  {} by {}: {}{due}{answered}  {}",
            text(&action["sample"]),
            text(&action["code"]),
            text(&action["judgement"]),
            text(&action["by"]),
            text(&action["reason"]),
            text(&action["action"])
        ));
    }
    lines
}

fn check(data: &Value) -> Vec<String> {
    let mut lines = vec![format!(
        "all is well: {} books, {} entries, {} kept files; tables equal a replay",
        data["books"], data["entries"], data["files"]
    )];
    lines.extend(list(&data["evidence"], |e| format!("note: {}", text(e))));
    lines
}
