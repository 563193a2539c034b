//! Details of an item of evidence, all of them optional: when it was produced, by whom, how it is known to be genuine, who
//! saw it, where it is kept. Each is a value of its own, so that two desks which say different things of one item meet in
//! one detail and not in all. Pure; refuses to know who said what when.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::evidence::route::Route;
use crate::journal::id::Id;
use crate::matrix::dates;

/// Which detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// Date produced.
    Produced,
    /// Author and contributors.
    Author,
    /// How it is known to be the learner's own, where it differs from the portfolio's default.
    Route,
    /// Witness.
    Witness,
    /// Kept where it is.
    InSitu,
    /// Personal data of others are in it.
    ThirdParty,
    /// The copy of it that shows no personal data of others.
    Redacted,
    /// What was said about the use of AI.
    AiUse,
    /// Pages.
    Pages,
    /// Duration.
    Duration,
}

impl Field {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Produced => "date produced",
            Self::Author => "author",
            Self::Route => "how it is known to be genuine",
            Self::Witness => "witness",
            Self::InSitu => "where it is kept",
            Self::ThirdParty => "personal data of others",
            Self::Redacted => "redacted copy",
            Self::AiUse => "use of AI",
            Self::Pages => "pages",
            Self::Duration => "duration",
        }
    }

    /// Stands on the coverage matrix, so that it is fixed once that is signed.
    #[must_use]
    pub const fn printed(self) -> bool {
        match self {
            Self::Produced | Self::Author | Self::InSitu => true,
            Self::Route
            | Self::Witness
            | Self::ThirdParty
            | Self::Redacted
            | Self::AiUse
            | Self::Pages
            | Self::Duration => false,
        }
    }
}

/// A witness as an item names them: what a reader of the learner's portfolio needs, without the centre's list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WitnessNamed {
    /// Id in the centre's list.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Job.
    pub role: String,
}

/// Something that stays where it is: nothing of it is in the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InSitu {
    /// Where it is.
    pub place: String,
    /// Who saw it there.
    pub seen_by: String,
    /// ISO date on which it was seen; empty = not recorded.
    pub seen_on: String,
}

/// One detail and what is said of it. Empty text and none = not recorded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "field", content = "says", deny_unknown_fields)]
pub enum Detail {
    /// ISO date on which it was produced.
    Produced(String),
    /// Author and contributors.
    Author(String),
    /// Route; none = the portfolio's default.
    Route(Option<Route>),
    /// Witness.
    Witness(Option<WitnessNamed>),
    /// Kept where it is.
    InSitu(Option<InSitu>),
    /// Personal data of others are in it.
    ThirdParty(bool),
    /// Id of the item that is its redacted copy.
    Redacted(Option<String>),
    /// Statement about the use of AI.
    AiUse(String),
    /// Pages.
    Pages(Option<i64>),
    /// Duration in seconds.
    Duration(Option<i64>),
}

impl Detail {
    /// Which detail it is.
    #[must_use]
    pub const fn field(&self) -> Field {
        match self {
            Self::Produced(_) => Field::Produced,
            Self::Author(_) => Field::Author,
            Self::Route(_) => Field::Route,
            Self::Witness(_) => Field::Witness,
            Self::InSitu(_) => Field::InSitu,
            Self::ThirdParty(_) => Field::ThirdParty,
            Self::Redacted(_) => Field::Redacted,
            Self::AiUse(_) => Field::AiUse,
            Self::Pages(_) => Field::Pages,
            Self::Duration(_) => Field::Duration,
        }
    }

    /// That nothing is recorded.
    #[must_use]
    pub const fn nothing(field: Field) -> Self {
        match field {
            Field::Produced => Self::Produced(String::new()),
            Field::Author => Self::Author(String::new()),
            Field::Route => Self::Route(None),
            Field::Witness => Self::Witness(None),
            Field::InSitu => Self::InSitu(None),
            Field::ThirdParty => Self::ThirdParty(false),
            Field::Redacted => Self::Redacted(None),
            Field::AiUse => Self::AiUse(String::new()),
            Field::Pages => Self::Pages(None),
            Field::Duration => Self::Duration(None),
        }
    }

    /// What is said, in words; empty where nothing is recorded. Dates are ISO.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Produced(text) | Self::Author(text) | Self::AiUse(text) => text.clone(),
            Self::Route(route) => route.map_or_else(String::new, |r| r.word().to_owned()),
            Self::Witness(witness) => witness.as_ref().map_or_else(String::new, |w| {
                if w.role.is_empty() { w.name.clone() } else { format!("{}, {}", w.name, w.role) }
            }),
            Self::InSitu(kept) => kept.as_ref().map_or_else(String::new, InSitu::words),
            Self::ThirdParty(there) => if *there { "personal data of others" } else { "" }.to_owned(),
            Self::Redacted(item) => item.clone().unwrap_or_default(),
            Self::Pages(pages) => pages.map_or_else(String::new, |n| n.to_string()),
            Self::Duration(seconds) => seconds.map_or_else(String::new, clock),
        }
    }
}

impl InSitu {
    /// "the notice board in the workshop, seen by Ada Okafor on 14/09/2026".
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = self.place.clone();
        if !self.seen_by.is_empty() {
            words.push_str(", seen by ");
            words.push_str(&self.seen_by);
        }
        if !self.seen_on.is_empty() {
            words.push_str(if self.seen_by.is_empty() { ", seen on " } else { " on " });
            words.push_str(&dates::short(&self.seen_on));
        }
        words
    }
}

/// `1:02:03` from seconds.
#[must_use]
pub fn clock(seconds: i64) -> String {
    let (hours, rest) = (seconds / 3600, seconds % 3600);
    format!("{hours}:{:02}:{:02}", rest / 60, rest % 60)
}

/// Seconds from `1:02:03`, `12:30` (minutes and seconds) or `45` (seconds).
#[must_use]
pub fn seconds(text: &str) -> Option<i64> {
    let parts: Vec<i64> =
        text.trim().split(':').map(|p| p.parse::<u32>().ok().map(i64::from)).collect::<Option<_>>()?;
    match parts.as_slice() {
        [seconds] => Some(*seconds),
        [minutes, seconds] if *seconds < 60 => Some(minutes * 60 + seconds),
        [hours, minutes, seconds] if *minutes < 60 && *seconds < 60 => {
            Some(hours * 3600 + minutes * 60 + seconds)
        }
        _other => None,
    }
}

/// What stands of one item. Different words of two desks are all kept, until somebody says that detail again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details(BTreeMap<Field, Vec<Detail>>);

impl Details {
    /// Takes one statement that stands.
    pub fn put(&mut self, detail: &Detail) {
        let said = self.0.entry(detail.field()).or_default();
        if !said.contains(detail) {
            said.push(detail.clone());
            said.sort();
        }
    }

    /// What is said of a detail where everybody says the same, and something is recorded.
    #[must_use]
    pub fn one(&self, field: Field) -> Option<&Detail> {
        match self.0.get(&field)?.as_slice() {
            [only] if !only.words().is_empty() => Some(only),
            _nothing_or_disputed => None,
        }
    }

    /// What is said of a detail, in words; where desks differ all of it: "2026-09-01 / 2026-09-02".
    #[must_use]
    pub fn words(&self, field: Field) -> String {
        let said = self.said(field);
        let words = said.iter().map(Detail::words);
        match said {
            [_one] => words.collect(),
            several => {
                let named = words.map(|w| if w.is_empty() { "not recorded".to_owned() } else { w });
                if several.is_empty() { String::new() } else { named.collect::<Vec<_>>().join(" / ") }
            }
        }
    }

    /// Details of which desks say different things.
    pub fn disputed(&self) -> impl Iterator<Item = Field> {
        self.0.iter().filter(|(_, said)| said.len() > 1).map(|(field, _)| *field)
    }

    /// Where it is kept, as a form edits it; none where desks differ or nothing is recorded.
    #[must_use]
    pub fn in_situ(&self) -> Option<&InSitu> {
        if let Detail::InSitu(kept) = self.one(Field::InSitu)? { kept.as_ref() } else { None }
    }

    /// Where it is kept, as printed: "kept at: the stock room, seen by Ada Okafor"; where desks differ all of it.
    #[must_use]
    pub fn kept(&self) -> Option<String> {
        let words = self.words(Field::InSitu);
        (!words.is_empty()).then(|| format!("kept at: {words}"))
    }

    /// Everything that desks say of a detail, in order; empty where nobody has said anything.
    #[must_use]
    pub fn said(&self, field: Field) -> &[Detail] {
        self.0.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    /// Personal data of others are in it, or somebody says so.
    #[must_use]
    pub fn third_party(&self) -> bool {
        self.0.get(&Field::ThirdParty).is_some_and(|said| said.contains(&Detail::ThirdParty(true)))
    }
}

/// How an item's date stands against the centre's limit, in words; none where it is within it or nothing is recorded.
/// `produced` and `on` are ISO dates, `limit` whole months.
#[must_use]
pub fn not_current(produced: &str, on: &str, limit: Option<i64>) -> Option<String> {
    let limit = limit?;
    let age = crate::clock::months_between(produced, on)?;
    (age > limit).then(|| format!("{age} months old on {}; the centre's limit is {limit}", dates::short(on)))
}

/// The age of an item that is within the centre's limit, in words; none where it is not, or nothing is recorded or
/// limited. Arguments as in [`not_current`].
#[must_use]
pub fn still_current(produced: &str, on: &str, limit: Option<i64>) -> Option<String> {
    let limit = limit?;
    let age = crate::clock::months_between(produced, on)?;
    let months = if age == 1 { "1 month".to_owned() } else { format!("{age} months") };
    (0..=limit)
        .contains(&age)
        .then(|| format!("{months} old on {}; the centre's limit is {limit}", dates::short(on)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_reads_as_it_was_written() {
        let witness =
            WitnessNamed { id: Id::random().unwrap(), name: "Sam Reed".into(), role: "supervisor".into() };
        let kept = InSitu { place: "the stock room".into(), seen_by: "Ada".into(), seen_on: String::new() };
        for (detail, words) in [
            (Detail::Produced("2026-09-01".into()), "2026-09-01"),
            (Detail::Author(String::new()), ""),
            (Detail::Route(Some(Route::Signed)), "signed declaration"),
            (Detail::Route(None), ""),
            (Detail::Witness(Some(witness)), "Sam Reed, supervisor"),
            (Detail::InSitu(Some(kept)), "the stock room, seen by Ada"),
            (Detail::ThirdParty(true), "personal data of others"),
            (Detail::Redacted(None), ""),
            (Detail::AiUse("none".into()), "none"),
            (Detail::Pages(Some(3)), "3"),
            (Detail::Duration(Some(3723)), "1:02:03"),
        ] {
            let wire = serde_json::to_value(&detail).unwrap();
            assert_eq!(serde_json::from_value::<Detail>(wire.clone()).unwrap(), detail, "{wire}");
            assert_eq!(detail.words(), words);
            assert_eq!(Detail::nothing(detail.field()).words(), "");
        }
        let odd = serde_json::json!({ "field": "author", "says": "x", "more": 1 });
        assert!(serde_json::from_value::<Detail>(odd).is_err());
    }

    #[test]
    fn what_desks_say_differently_is_all_shown() {
        let mut details = Details::default();
        details.put(&Detail::Author("Rowan".into()));
        details.put(&Detail::Author("Rowan".into()));
        assert_eq!((details.words(Field::Author).as_str(), details.disputed().count()), ("Rowan", 0));
        details.put(&Detail::Author(String::new()));
        assert_eq!(details.words(Field::Author), "not recorded / Rowan");
        assert_eq!(details.disputed().collect::<Vec<_>>(), [Field::Author]);
        assert!(details.one(Field::Author).is_none());
        assert_eq!(details.words(Field::Pages), "");
    }

    #[test]
    fn durations_are_typed_the_way_players_show_them() {
        for (text, want) in [
            ("45", Some(45)),
            ("12:30", Some(750)),
            ("1:02:03", Some(3723)),
            ("1:75", None),
            ("", None),
            ("-3", None),
            ("x", None),
        ] {
            assert_eq!(seconds(text), want, "{text}");
        }
    }

    #[test]
    fn an_item_is_not_current_beyond_the_limit() {
        for (produced, on, limit, old) in [
            ("2023-09-14", "2026-09-14", Some(36), false),
            ("2023-09-13", "2026-10-13", Some(36), true),
            ("2023-09-14", "2026-10-13", Some(36), false),
            ("2020-01-01", "2026-09-14", None, false),
            ("", "2026-09-14", Some(12), false),
            ("2026-12-01", "2026-09-14", Some(0), false),
        ] {
            assert_eq!(not_current(produced, on, limit).is_some(), old, "{produced} on {on}, {limit:?}");
            let within = still_current(produced, on, limit);
            assert!(within.is_none() || !old, "{produced} on {on}, {limit:?}: {within:?}");
        }
    }
}
