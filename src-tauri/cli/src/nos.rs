//! National Occupational Standards in a terminal: bringing them in, linking criteria to their points, coverage. Links to
//! points are links like those between boards: `crosswalk propose`, `accept` and `drop` take a standard for a unit too.

use portfolio::error::Failure;
use serde_json::{Value, json};

use crate::args::{LinkPoint, Nos};
use crate::crosswalk;
use crate::run::absolute;
use crate::say::{list, text};

/// The command that a verb about standards stands for.
pub fn command(verb: &Nos) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        Nos::List => ("standard.list", json!({})),
        Nos::Import { file } => ("standard.import", json!({"file": absolute(file)})),
        Nos::Show { standard } => ("unit.show", json!({"unit": standard})),
        Nos::Links { standard, unit } => ("links.list", json!({"unit": standard, "other": unit})),
        Nos::Link(wanted) => ("links.save", stated(wanted)?),
        Nos::Unlink { link, reason } => ("links.drop", json!({"link": link, "reason": reason})),
        Nos::Coverage { learner, standard } => {
            ("standard.coverage", json!({"learner": learner, "standard": standard}))
        }
    })
}

fn stated(wanted: &LinkPoint) -> Result<Value, Failure> {
    let relation = crosswalk::relation_of(&wanted.relation)?;
    Ok(json!({
        "link": wanted.link, "from": crosswalk::end(&wanted.criterion)?, "to": crosswalk::end(&wanted.point)?,
        "relation": relation, "beyondFrom": wanted.beyond, "beyondTo": wanted.beyond_point,
        "source": wanted.source,
    }))
}

fn plural(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn standard(s: &Value) -> String {
    let points = s["points"].as_array().map_or(0, Vec::len);
    let dispute = if s["inDispute"] == true { "  IN DISPUTE: bring it in again" } else { "" };
    format!(
        "{}  {}  [{}; {}; {}]{dispute}",
        text(&s["code"]),
        text(&s["title"]),
        text(&s["issue"]),
        plural(points, "point"),
        plural(usize::try_from(s["links"].as_u64().unwrap_or(0)).unwrap_or(0), "link"),
    )
}

fn names(data: &Value) -> String {
    list(data, text).join("; ")
}

/// Every standard, and the codes that units name without one.
pub fn standards(data: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for one in data["standards"].as_array().into_iter().flatten() {
        lines.push(standard(one));
        if !names(&one["namedBy"]).is_empty() {
            lines.push(format!("    named by: {}", names(&one["namedBy"])));
        }
    }
    for one in data["lacking"].as_array().into_iter().flatten() {
        lines.push(format!("{}  not brought in; named by: {}", text(&one["code"]), names(&one["namedBy"])));
    }
    if lines.is_empty() {
        lines.push("no standard yet: bring one in with nos import FILE".into());
    }
    lines
}

/// What a file brought in.
pub fn taken(data: &Value) -> Vec<String> {
    let kinds = [("new", "new"), ("next", "next issue"), ("known", "here already")];
    kinds.iter().flat_map(|(key, words)| list(&data[key], |s| format!("{words}: {}", standard(s)))).collect()
}

/// The points of a standard for a learner, each with what speaks to it.
pub fn coverage(data: &Value) -> Vec<String> {
    let mut lines = vec![standard(&data["standard"]), text(&data["summary"])];
    for point in data["points"].as_array().into_iter().flatten() {
        lines.push(format!(
            "  {:5} {:9} {}",
            text(&point["point"]["code"]),
            state(&point["state"]),
            text(&point["point"]["text"])
        ));
        lines.extend(list(&point["criteria"], criterion));
    }
    lines
}

fn state(state: &Value) -> String {
    match text(state).as_str() {
        "unlinked" => "no link".into(),
        "empty" => "no evid.".into(),
        other => other.to_owned(),
    }
}

fn criterion(c: &Value) -> String {
    let evidence = list(&c["links"], |l| {
        format!("{} {}", text(&l["reference"]), text(&l["place"])).trim_end().to_owned()
    });
    let evidence = if evidence.is_empty() { "no evidence".into() } else { evidence.join(", ") };
    let not = text(&c["notCounted"]);
    let not = if not.is_empty() { String::new() } else { format!("  (not counted: {not})") };
    format!(
        "          {} {} ({}), {}: {evidence}{not}",
        text(&c["board"]),
        text(&c["code"]),
        text(&c["relation"]),
        text(&c["state"]),
    )
}
