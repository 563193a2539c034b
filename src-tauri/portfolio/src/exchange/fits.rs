//! Whether records and unit texts fit together: a criterion belongs to one unit, and an act names a row of the very text
//! that it names. Everything here finds a row by its id alone, so what does not fit could count where nobody put it.
//! Pure; refuses to know where records came from.

use std::collections::BTreeMap;

use super::belongs::{self, Text};
use crate::error::Refusal;
use crate::journal::act::Act;
use crate::picture::Picture;
use crate::unit::link::Side;
use crate::unit::spec::{Shelf, UnitSpec};

/// A criterion or outcome that texts of two units share.
#[must_use]
pub fn shared_row(shelf: &Shelf) -> Option<Refusal> {
    let mut homes: BTreeMap<&str, &UnitSpec> = BTreeMap::new();
    for spec in shelf.iter() {
        for (id, code) in ids(spec) {
            match homes.insert(id, spec) {
                Some(other) if other.text.id != spec.text.id => {
                    return Some(Refusal::SharedRows {
                        code: code.to_owned(),
                        unit: named(spec),
                        other: named(other),
                    });
                }
                Some(_) | None => {}
            }
        }
    }
    None
}

fn named(spec: &UnitSpec) -> String {
    format!("{} ({}, {})", spec.text.unit.title, spec.board(), spec.text.handle)
}

/// Ids of outcomes and criteria with their codes.
fn ids(spec: &UnitSpec) -> impl Iterator<Item = (&str, &str)> {
    spec.text.outcomes.iter().flat_map(|o| {
        let own = std::iter::once((o.id.as_str(), o.code.as_str()));
        own.chain(o.criteria.iter().map(|c| (c.id.as_str(), c.code.as_str())))
    })
}

/// A picture that cannot be drawn would keep every later paper from being printed.
fn picture(what: &str, picture: Option<&Picture>) -> Option<String> {
    let why = picture?.pixels().err()?;
    Some(format!("{what} cannot be drawn: {why}"))
}

/// What does not fit between an act and the unit text that it names, in words. A text that is not here says nothing.
#[must_use]
#[allow(clippy::wildcard_enum_match_arm, reason = "`belongs::of` names every kind")]
pub fn misfit(shelf: &Shelf, act: &Act) -> Option<String> {
    match act {
        Act::LogoStated(a) => picture("the logo", a.picture.as_ref()),
        Act::SpecimenStated(a) => picture("a specimen signature", a.picture.as_ref()),
        Act::LinkStated(a) => {
            let side =
                |side: &Side| text(shelf, &Text { unit: &side.unit, spec: side.spec, rows: vec![&side.row] });
            side(&a.from).or_else(|| side(&a.to))
        }
        other => text(shelf, &belongs::of(other).1?),
    }
}

fn text(shelf: &Shelf, named_text: &Text<'_>) -> Option<String> {
    let spec = shelf.get(named_text.spec)?;
    if spec.text.id != named_text.unit {
        let unit = named_text.unit;
        return Some(format!("an entry gives the text of {} to another unit ({unit})", named(spec)));
    }
    let stray = named_text.rows.iter().find(|row| !ids(spec).any(|(id, _)| id == **row))?;
    Some(format!("an entry names the criterion {stray}, which is not in the text of {}", named(spec)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::act::{Judged, SignedOff, UnitTaken};
    use crate::journal::id::Hash;
    use crate::person::Role;
    use crate::unit::starter;

    fn spec(n: usize) -> UnitSpec {
        UnitSpec::parse(starter::UNITS[n]).unwrap()
    }

    #[test]
    fn the_starter_library_shares_nothing_and_a_copy_under_another_id_does() {
        let shelf: Shelf = (0..starter::UNITS.len()).map(spec).collect();
        assert_eq!(shared_row(&shelf), None);
        let twin = starter::UNITS[4].replace(&spec(4).text.id, "0b0f1c1e-5f3e-4c1a-9a55-5d1f1f0c7a11");
        let shelf: Shelf = [spec(4), UnitSpec::parse(&twin).unwrap()].into_iter().collect();
        assert!(shared_row(&shelf).is_some_and(|r| r.to_string().contains("one and the same")));
        // Two texts of one unit share what they have in common.
        let next = starter::UNITS[4].replacen("\"revision\": \"1\"", "\"revision\": \"2\"", 1);
        let next = UnitSpec::parse(&next).unwrap();
        assert_ne!(next.sha256, spec(4).sha256);
        assert_eq!(shared_row(&[spec(4), next].into_iter().collect()), None);
    }

    #[test]
    fn an_act_names_a_row_of_its_own_text() {
        let shelf: Shelf = [spec(0), spec(4)].into_iter().collect();
        let taken = |unit: usize, text: usize| -> Act {
            UnitTaken { unit: spec(unit).text.id, spec: spec(text).sha256, supersedes: Vec::new() }.into()
        };
        assert_eq!(misfit(&shelf, &taken(4, 4)), None);
        assert!(misfit(&shelf, &taken(0, 4)).is_some_and(|why| why.contains("to another unit")));
        assert_eq!(misfit(&shelf, &taken(0, 1)), None, "a text that is not here says nothing");
        let signed = |row: &str| -> Act {
            SignedOff {
                unit: spec(4).text.id,
                spec: spec(4).sha256,
                rows: vec![Judged { row: row.into(), decision: Hash::of(b"d") }],
                files: Vec::new(),
                matrix: Hash::of(b"m"),
                form: None,
                declaration: String::new(),
                feedback: String::new(),
                indicative: true,
                role: Role::Assessor,
                centre: None,
            }
            .into()
        };
        assert_eq!(misfit(&shelf, &signed(&spec(4).rows[0].id)), None);
        let why = misfit(&shelf, &signed(&spec(0).rows[0].id)).unwrap();
        assert!(why.contains("which is not in the text of"), "{why}");
    }
}
