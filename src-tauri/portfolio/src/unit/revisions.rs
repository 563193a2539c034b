//! Which text of a unit is in force: the one that no other text of the unit names as the one before. Where two desks made
//! a next one each, both are heads and the unit text is in dispute until a further one names both. Pure.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::spec::UnitSpec;

/// The texts of one unit in the order in which the library got them.
#[derive(Debug, Clone, Default)]
pub struct Revisions {
    /// All texts.
    pub all: Vec<Arc<UnitSpec>>,
}

impl Revisions {
    /// The texts that no other one follows, in the order in which they came.
    #[must_use]
    pub fn heads(&self) -> Vec<&Arc<UnitSpec>> {
        let followed: BTreeSet<&str> =
            self.all.iter().flat_map(|s| s.text.previous.iter().flatten()).map(String::as_str).collect();
        self.all.iter().filter(|s| !followed.contains(s.sha256.to_string().as_str())).collect()
    }

    /// The text shown for the unit: the only head, else the one of them that came last.
    #[must_use]
    pub fn shown(&self) -> Option<&Arc<UnitSpec>> {
        self.heads().pop().or_else(|| self.all.last())
    }

    /// More than one text says that it is the newest.
    #[must_use]
    pub fn disputed(&self) -> bool {
        self.heads().len() > 1
    }

    /// Label of the next revision.
    #[must_use]
    pub fn next_label(&self) -> String {
        let highest = self.all.iter().filter_map(|s| s.text.revision.trim().parse::<u32>().ok()).max();
        let counted = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        highest.unwrap_or(0).max(counted).saturating_add(1).to_string()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::unit::starter;

    fn text(revision: &str, previous: &[&UnitSpec]) -> Arc<UnitSpec> {
        let mut value: Value = serde_json::from_str(starter::UNITS[4]).unwrap();
        value["revision"] = json!(revision);
        value["previous"] = json!(previous.iter().map(|s| s.sha256.to_string()).collect::<Vec<_>>());
        Arc::new(UnitSpec::parse(&value.to_string()).unwrap())
    }

    #[test]
    fn the_text_that_nothing_follows_is_in_force() {
        let first = text("1", &[]);
        let mine = text("2", &[&first]);
        let theirs = text("2b", &[&first]);
        let both = text("3", &[&mine, &theirs]);
        let labels = |all: &[&Arc<UnitSpec>]| {
            let revisions = Revisions { all: all.iter().map(|s| Arc::clone(s)).collect() };
            let heads: Vec<String> = revisions.heads().iter().map(|s| s.text.revision.clone()).collect();
            (heads.join(" "), revisions.next_label())
        };
        assert_eq!(labels(&[&first]), ("1".into(), "2".into()));
        assert_eq!(labels(&[&mine, &first]), ("2".into(), "3".into()));
        assert_eq!(labels(&[&first, &mine, &theirs]), ("2 2b".into(), "4".into()));
        assert_eq!(labels(&[&first, &mine, &theirs, &both]), ("3".into(), "5".into()));
    }
}
