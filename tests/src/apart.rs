//! What two machines show, compared: without what belongs to one of them. Knows no rule.

use serde_json::Value;

/// What is shown, without what belongs to one machine: its folder, the files it holds, and what can be undone on it.
#[must_use]
pub fn without_this_machine(value: &Value) -> Value {
    const OF_THIS_MACHINE: [&str; 8] =
        ["folder", "file", "modified", "undo", "redo", "scannedAt", "paper", "kept"];
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| !OF_THIS_MACHINE.contains(&name.as_str()));
            kept.map(|(name, value)| (name.clone(), without_this_machine(value))).collect()
        }
        Value::Array(all) => all.iter().map(without_this_machine).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Where two values differ, a line each.
#[must_use]
pub fn differences(here: &Value, there: &Value, path: &str) -> Vec<String> {
    match (here, there) {
        (Value::Object(mine), Value::Object(theirs)) if mine.keys().eq(theirs.keys()) => mine
            .iter()
            .flat_map(|(name, value)| differences(value, &theirs[name], &format!("{path}.{name}")))
            .collect(),
        (Value::Array(mine), Value::Array(theirs)) if mine.len() == theirs.len() => {
            let pairs = mine.iter().zip(theirs).enumerate();
            pairs.flat_map(|(i, (mine, theirs))| differences(mine, theirs, &format!("{path}[{i}]"))).collect()
        }
        _ if here == there => Vec::new(),
        _ => vec![format!("{path}: {here} | {there}")],
    }
}
