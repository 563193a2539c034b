//! The unit library in words for a terminal. Refuses to know any rule: the core has said everything already.

use serde_json::Value;

use crate::say::{list, text, who};

/// What should be known of a unit in a list: several texts, a dispute, an end date.
pub fn standing(unit: &Value) -> String {
    let mut out = String::new();
    if unit["revisions"].as_u64().is_some_and(|n| n > 1) {
        out.push_str(&format!(", {}", text(&unit["revision"])));
    }
    if unit["inDispute"] == true {
        out.push_str(", IN DISPUTE");
    }
    if unit["statusWarning"].is_string() {
        out.push_str(&format!("\n    {}", text(&unit["statusWarning"])));
    }
    out
}

/// What a file was read as.
pub fn reading(data: &Value) -> Vec<String> {
    let reading = &data["reading"];
    let mut lines = vec![format!("{}: {}", text(&data["name"]), text(&reading["format"]))];
    lines.extend(list(&reading["defects"], defect));
    for (at, unit) in reading["units"].as_array().into_iter().flatten().enumerate() {
        lines.extend(proposal(unit));
        if data["known"][at].is_object() {
            let (title, handle) = (text(&data["known"][at]["title"]), text(&data["known"][at]["handle"]));
            lines.push(format!("  seems to be {title} of the library: --as-reissue-of {handle}"));
        }
    }
    lines.extend(list(&reading["qualifications"], |q| {
        let status = text(&q["status"]);
        format!("qualification {} {} ({status})", text(&q["number"]), text(&q["title"]))
    }));
    lines
}

fn proposal(unit: &Value) -> Vec<String> {
    let board = text(&unit["awardingOrganisation"]["name"]);
    let board = if board.is_empty() { "no board stated".into() } else { board };
    let mut lines = vec![format!("{} [{board}]", text(&unit["unit"]["title"]))];
    for outcome in unit["outcomes"].as_array().into_iter().flatten() {
        lines.push(format!("{}  {}{}", text(&outcome["code"]), text(&outcome["text"]), doubt(outcome)));
        lines.extend(list(&outcome["criteria"], |c| {
            format!("    {}  {}{}", text(&c["code"]), text(&c["text"]), doubt(c))
        }));
    }
    lines.extend(list(&unit["unassignedCriteria"], |c| {
        let place = text(&c["proposedCode"]);
        let place = if place.is_empty() { "no place proposed".into() } else { format!("proposed: {place}") };
        format!("    –  {} ({place})", text(&c["text"]))
    }));
    lines.extend(list(&unit["defects"], defect));
    lines.extend(list(&unit["leftOver"], |l| format!("  left over: {} {}", text(&l["text"]), place(l))));
    lines
}

/// How sure the reading is, where it is not sure.
fn doubt(row: &Value) -> String {
    match row["confidence"].as_f64() {
        Some(sure) if sure < 0.9 => format!("  ({:.0} % sure)", sure * 100.0),
        Some(_) | None => String::new(),
    }
}

fn defect(d: &Value) -> String {
    format!("  note: {}{}", text(&d["message"]), place(d))
}

fn place(value: &Value) -> String {
    let place = text(&value["where"]);
    if place.is_empty() { place } else { format!(" ({place})") }
}

/// What another text changes.
pub fn diff(data: &Value) -> Vec<String> {
    let mut lines = vec![
        format!("{}: {} → {}", text(&data["title"]), text(&data["fromLabel"]), text(&data["toLabel"])),
        text(&data["summary"]),
    ];
    for row in data["rows"].as_array().into_iter().flatten().filter(|r| r["change"] != "unchanged") {
        let code = |side: &str| if row[side].is_null() { "–".into() } else { text(&row[side]) };
        let (from, to) = (code("fromCode"), code("toCode"));
        let codes = if from == to { from } else { format!("{from} → {to}") };
        let change = match row["change"].as_str().unwrap_or_default() {
            "movedAndReworded" => "moved and reworded",
            other => other,
        };
        let words = list(&row["words"], |w| match w["change"].as_str() {
            Some("added") => format!("+[{}]", text(&w["text"])),
            Some("removed") => format!("-[{}]", text(&w["text"])),
            Some(_) | None => text(&w["text"]),
        });
        lines.push(format!("  {codes:12} {change}: {}", words.join(" ")));
    }
    for learner in data["learners"].as_array().into_iter().flatten() {
        lines.push(effect(learner));
    }
    lines
}

fn effect(learner: &Value) -> String {
    if learner["refused"].is_string() {
        return format!(
            "  {:30} stays: {}",
            who(&learner["name"], &learner["apart"]),
            text(&learner["refused"])
        );
    }
    format!(
        "  {:30} links: {} as they are, {} to look at again; decisions: {} on the same words, {} to make again",
        who(&learner["name"], &learner["apart"]),
        learner["linksKept"],
        learner["linksToConfirm"],
        learner["decisionsKept"],
        learner["decisionsAgain"]
    )
}

/// What moving learners gave.
pub fn reissue(data: &Value) -> Vec<String> {
    let count = data["done"].as_array().map_or(0, Vec::len);
    let mut lines =
        vec![if count == 1 { "1 learner moved".into() } else { format!("{count} learners moved") }];
    lines.extend(list(&data["done"], effect));
    lines.extend(list(&data["refused"], |r| {
        format!("  {:30} not moved: {}", text(&r["name"]), text(&r["why"]))
    }));
    lines
}

/// A qualification.
pub fn qualification(q: &Value) -> Vec<String> {
    let says = &q["says"];
    let mut lines = vec![format!(
        "{:12} {}  level {}",
        text(&says["number"]),
        text(&says["title"]),
        text(&says["level"])
    )];
    for group in q["groups"].as_array().into_iter().flatten() {
        let rule = text(&group["rule"]);
        lines.push(format!(
            "  {}{}",
            text(&group["name"]),
            if rule.is_empty() { rule } else { format!(": {rule}") }
        ));
        lines.extend(list(&group["units"], |u| {
            format!("    {:38} {}", text(&u["handle"]), text(&u["title"]))
        }));
    }
    lines.extend(list(&q["warnings"], |w| format!("  note: {}", text(w))));
    lines
}

/// A choice of units against the rules.
pub fn combination(data: &Value) -> Vec<String> {
    let mut lines = list(&data["lines"], |l| {
        let met = if l["met"] == true { "kept" } else { "NOT KEPT" };
        format!("{:9} {}: needs {}, has {}", met, text(&l["rule"]), text(&l["need"]), text(&l["have"]))
    });
    lines.extend(list(&data["remarks"], |r| format!("note: {}", text(r))));
    lines
}

/// A saved set of units.
pub fn set(set: &Value) -> String {
    let units =
        list(&set["units"], |u| if u["missing"] == true { text(&u["title"]) } else { text(&u["handle"]) });
    let disputed = if set["disputed"] == true { "  IN DISPUTE" } else { "" };
    format!("{:30} {}{disputed}", text(&set["name"]), units.join(", "))
}
