//! Rules of combination: whether a choice of units makes a qualification, and what its dates say today. Pure: today is an
//! argument. Refuses to know learners.

use std::collections::{BTreeMap, BTreeSet};

use super::qualification::{Qualification, UnitGroup};
use crate::clock;
use crate::matrix::dates;

/// What the rules need to know of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Title, for messages.
    pub title: String,
    /// Credit; none = not recorded.
    pub credit: Option<i64>,
    /// Level, "3", "Entry 1".
    pub level: String,
}

/// One rule and how the choice stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The rule in words.
    pub rule: String,
    /// What it needs, in words.
    pub need: String,
    /// What there is, in words.
    pub have: String,
    /// It is kept.
    pub met: bool,
}

/// A choice of units against the rules of a qualification. `known` holds every unit of the library by id.
/// Returns the rules, and remarks that are no rules.
#[must_use]
pub fn check(
    qualification: &Qualification,
    chosen: &[String],
    known: &BTreeMap<String, Figures>,
) -> (Vec<Line>, Vec<String>) {
    let chosen: BTreeSet<&str> = chosen.iter().map(String::as_str).collect();
    let title =
        |unit: &str| known.get(unit).map_or_else(|| "a unit not in the library".into(), |f| f.title.clone());
    let mut lines = Vec::new();
    let mut counted: BTreeSet<&str> = BTreeSet::new();
    let mut total = 0;
    for group in &qualification.groups {
        let of_group: Vec<&str> = group
            .units
            .iter()
            .map(String::as_str)
            .filter(|u| chosen.contains(u) && !counted.contains(u))
            .collect();
        counted.extend(&of_group);
        let credits = sum(&of_group, known);
        total += group.maximum_credits.map_or(credits, |most| credits.min(most));
        group_lines(&mut lines, group, &of_group, credits, &title);
    }
    let counted: Vec<&str> = counted.into_iter().collect();
    if let Some(need) = qualification.minimum_credits {
        lines.push(line("Credits in all".into(), credit(need), credit(total), total >= need));
    }
    for rule in &qualification.level_rules {
        let high: Vec<&str> = counted
            .iter()
            .copied()
            .filter(|u| {
                known.get(*u).is_some_and(|f| rank(&f.level) >= rank(&rule.level) && rank(&f.level).is_some())
            })
            .collect();
        let have = sum(&high, known);
        let (name, need) = (format!("Credits at level {} or above", rule.level), rule.minimum_credits);
        lines.push(line(name, credit(need), credit(have), have >= need));
    }
    (lines, remarks(&chosen, &counted, known, &title))
}

fn group_lines(
    lines: &mut Vec<Line>,
    group: &UnitGroup,
    chosen: &[&str],
    credits: i64,
    title: &impl Fn(&str) -> String,
) {
    let name = if group.name.trim().is_empty() { "the group" } else { group.name.trim() };
    if group.mandatory {
        let missing: Vec<String> =
            group.units.iter().filter(|u| !chosen.contains(&u.as_str())).map(|u| title(u)).collect();
        let have =
            if missing.is_empty() { "all of them".into() } else { format!("without {}", missing.join(", ")) };
        lines.push(line(format!("Every unit of {name}"), units(group.units.len()), have, missing.is_empty()));
    }
    if let Some(need) = group.minimum_credits {
        lines.push(line(format!("Credits from {name}"), credit(need), credit(credits), credits >= need));
    }
    if let Some(need) = group.minimum_units {
        let have = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
        let need_words = units(usize::try_from(need).unwrap_or(0));
        lines.push(line(format!("Units from {name}"), need_words, units(chosen.len()), have >= need));
    }
}

fn remarks(
    chosen: &BTreeSet<&str>,
    counted: &[&str],
    known: &BTreeMap<String, Figures>,
    title: &impl Fn(&str) -> String,
) -> Vec<String> {
    let mut remarks = Vec::new();
    let outside: Vec<String> = chosen.iter().filter(|u| !counted.contains(u)).map(|u| title(u)).collect();
    if !outside.is_empty() {
        remarks.push(format!("In no group of this qualification, so not counted: {}.", outside.join(", ")));
    }
    let bare: Vec<String> = counted
        .iter()
        .filter(|u| known.get(**u).is_none_or(|f| f.credit.is_none()))
        .map(|u| title(u))
        .collect();
    if !bare.is_empty() {
        remarks.push(format!("No credit is recorded, so none is counted: {}.", bare.join(", ")));
    }
    remarks
}

fn line(rule: String, need: String, have: String, met: bool) -> Line {
    Line { rule, need, have, met }
}

fn sum(units: &[&str], known: &BTreeMap<String, Figures>) -> i64 {
    units.iter().filter_map(|u| known.get(*u)?.credit).sum()
}

fn credit(n: i64) -> String {
    if n == 1 { "1 credit".into() } else { format!("{n} credits") }
}

fn units(n: usize) -> String {
    if n == 1 { "1 unit".into() } else { format!("{n} units") }
}

/// Order of levels: Entry 1, Entry 2, Entry 3, 1, 2 … 8. None = not a level.
fn rank(level: &str) -> Option<i64> {
    let level = level.trim().to_lowercase();
    let level = level.trim_start_matches("level").trim();
    match level.strip_prefix("entry") {
        Some(rest) => rest.trim().parse::<i64>().ok().map(|n| n - 4),
        None => level.parse().ok(),
    }
}

/// Days ahead of an end date from which it is said.
const AHEAD: i64 = 90;

/// What the dates and the status of a qualification say today.
#[must_use]
pub fn warnings(qualification: &Qualification, today: &str) -> Vec<String> {
    let q = qualification;
    let mut out = Vec::new();
    let end = |date: &str, passed: &str, coming: &str| {
        let left = clock::days_between(today, date)?;
        if left < 0 {
            Some(format!("{passed} {}.", dates::short(date)))
        } else if left <= AHEAD {
            let days = if left == 1 { "1 day".into() } else { format!("{left} days") };
            Some(format!("{coming} {}: {days} left.", dates::short(date)))
        } else {
            None
        }
    };
    out.extend(end(
        &q.certification_end_date,
        "Nothing is certificated any more: certification ended on",
        "Certification ends on",
    ));
    out.extend(end(
        &q.operational_end_date,
        "No new learners may start: registration ended on",
        "The last day on which learners may start is",
    ));
    if clock::days_between(today, &q.operational_start_date).is_some_and(|left| left > 0) {
        out.push(format!("Learners may start from {}.", dates::short(&q.operational_start_date)));
    }
    let status = q.status.to_lowercase();
    if ["closed", "withdrawn", "no longer", "ended", "expired"].iter().any(|word| status.contains(word)) {
        out.push(format!("The register says: {}.", q.status.trim().trim_end_matches('.')));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::qualification::LevelRule;

    fn known() -> BTreeMap<String, Figures> {
        let unit = |title: &str, credit: Option<i64>, level: &str| {
            (title.to_lowercase(), Figures { title: title.into(), credit, level: level.into() })
        };
        BTreeMap::from([
            unit("A", Some(4), "2"),
            unit("B", Some(6), "3"),
            unit("C", Some(5), "Entry 3"),
            unit("D", None, "3"),
            unit("E", Some(9), "4"),
        ])
    }

    fn diploma() -> Qualification {
        let group = |name: &str, units: &[&str]| UnitGroup {
            name: name.into(),
            units: units.iter().map(|u| (*u).into()).collect(),
            ..UnitGroup::default()
        };
        Qualification {
            groups: vec![
                UnitGroup { mandatory: true, ..group("Mandatory", &["a", "b"]) },
                UnitGroup {
                    minimum_credits: Some(5),
                    maximum_credits: Some(8),
                    minimum_units: Some(1),
                    ..group("Optional", &["c", "d", "e"])
                },
            ],
            level_rules: vec![LevelRule { level: "3".into(), minimum_credits: 6 }],
            minimum_credits: Some(18),
            ..Qualification::default()
        }
    }

    #[test]
    fn a_choice_of_units_is_held_against_every_rule() {
        let cases: [(&[&str], &str); 4] = [
            (&["a", "b", "e"], "Mandatory ok; Credits 9 ok; Units 1 ok; all 18 ok; level 15 ok"),
            (&["a", "c"], "Mandatory NO; Credits 5 ok; Units 1 ok; all 9 NO; level 0 NO"),
            (&["a", "b", "c", "e"], "Mandatory ok; Credits 14 ok; Units 2 ok; all 18 ok; level 15 ok"),
            (&[], "Mandatory NO; Credits 0 NO; Units 0 NO; all 0 NO; level 0 NO"),
        ];
        for (chosen, want) in cases {
            let chosen: Vec<String> = chosen.iter().map(|u| (*u).to_owned()).collect();
            let (lines, _) = check(&diploma(), &chosen, &known());
            let names = ["Mandatory", "Credits", "Units", "all", "level"];
            let shown: Vec<String> = lines
                .iter()
                .zip(names)
                .map(|(l, name)| {
                    let number = l.have.split(' ').next().filter(|n| n.parse::<i64>().is_ok());
                    let number = number.map_or_else(String::new, |n| format!(" {n}"));
                    format!("{name}{number} {}", if l.met { "ok" } else { "NO" })
                })
                .collect();
            assert_eq!(shown.join("; "), want, "{chosen:?}");
        }
    }

    #[test]
    fn what_does_not_count_is_said() {
        let chosen = ["d", "z"].map(String::from);
        let (_, remarks) = check(&diploma(), &chosen, &known());
        assert_eq!(
            remarks,
            [
                "In no group of this qualification, so not counted: a unit not in the library.",
                "No credit is recorded, so none is counted: D."
            ]
        );
    }

    #[test]
    fn end_dates_warn_before_they_come_and_after() {
        let ends =
            |date: &str| Qualification { certification_end_date: date.into(), ..Qualification::default() };
        let cases = [
            ("2026-09-13", "Nothing is certificated any more: certification ended on 13/09/2026."),
            ("2026-09-14", "Certification ends on 14/09/2026: 0 days left."),
            ("2026-12-13", "Certification ends on 13/12/2026: 90 days left."),
            ("2026-12-14", ""),
            ("", ""),
        ];
        for (date, want) in cases {
            assert_eq!(warnings(&ends(date), "2026-09-14").join(" "), want, "{date}");
        }
        let closed = Qualification { status: "Awarding closed".into(), ..Qualification::default() };
        assert_eq!(warnings(&closed, "2026-09-14"), ["The register says: Awarding closed."]);
    }

    #[test]
    fn levels_have_an_order() {
        let order = ["Entry 1", "Entry 3", "1", "Level 2", "8"].map(|l| rank(l).unwrap());
        assert!(order.is_sorted(), "{order:?}");
        assert_eq!(rank("honours"), None);
    }
}
