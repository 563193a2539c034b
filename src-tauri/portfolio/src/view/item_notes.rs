//! What the evidence index says of an item beside its name and its files: how it is known to be genuine and who says so, which
//! version it is, what it replaces, what is in it. Other items are named as people name them. Refuses to know what a paper
//! looks like.

use std::collections::BTreeMap;

use crate::declared;
use crate::evidence::detail::{Detail, Field};
use crate::evidence::item::Item;
use crate::evidence::versions::{self, Version};
use crate::journal::act::Act;
use crate::journal::entry::Moment;
use crate::journal::id::Id;
use crate::journal::rows::{DeclarationRow, FileRow};
use crate::journal::state::BookState;
use crate::matrix::dates;

/// How an item is known to be genuine of which nothing else is said than of the whole portfolio.
const AS_THE_WHOLE: &str = "as for the whole portfolio";

/// All items of a learner, and what is read of the journal once for all of them.
pub struct AllItems<'a> {
    /// The learner's book.
    pub state: &'a BookState,
    items: &'a BTreeMap<String, Item>,
    /// By item, how it is known to be genuine, by whom and when that was said.
    routes: BTreeMap<&'a str, Vec<(&'a Detail, Id, Moment)>>,
    /// Items that had more than one version.
    versions: BTreeMap<&'a str, usize>,
    /// The learner's declaration for the whole portfolio.
    declared: Option<&'a DeclarationRow>,
}

impl<'a> AllItems<'a> {
    /// Reads it.
    #[must_use]
    pub fn of(state: &'a BookState, items: &'a BTreeMap<String, Item>) -> Self {
        let mut routes: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for logged in &state.log {
            let Act::DetailStated(act) = &logged.act else { continue };
            let Some(row) = state.details.get(&logged.hash) else { continue };
            if row.standing && act.detail.field() == Field::Route {
                routes.entry(&row.evidence).or_default().push((&row.detail, row.chain, logged.moment));
            }
        }
        let (versions, declared) = (versions::counts(state), declared::for_portfolio(state));
        Self { state, items, routes, versions, declared }
    }

    /// How an item is known to be the learner's own, and who vouches for it.
    #[must_use]
    pub fn authenticity(&self, item: &Item) -> Option<String> {
        let route = self.routes.get(item.id.as_str()).map_or_else(String::new, |said| {
            let several = said.len() > 1;
            let words = said.iter().map(|(detail, chain, when)| match (detail.words(), several) {
                (words, _) if !words.is_empty() => {
                    format!("{words}, stated by {} on {}", self.name(*chain), short(*when))
                }
                (_, true) => AS_THE_WHOLE.to_owned(),
                (_, false) => String::new(),
            });
            words.collect::<Vec<_>>().join(" / ")
        });
        let route = if route.is_empty() && self.declared.is_some() { AS_THE_WHOLE.to_owned() } else { route };
        let said = [route, item.details.words(Field::Witness)];
        let said = said.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ");
        Some(said).filter(|said| !said.is_empty())
    }

    /// What holds for every item of which nothing else is said: "declared by a signed declaration on 14/09/2026, recorded by Ada
    /// Okafor".
    #[must_use]
    pub fn declared(&self) -> Option<String> {
        let row = self.declared?;
        let (how, by) = (row.route.words(), self.name(row.chain));
        Some(format!("declared {how} on {}, recorded by {by}", dates::short(&row.date)))
    }

    fn name(&self, chain: Id) -> String {
        self.state.person_of(chain).map_or_else(|| "somebody".into(), |person| person.name)
    }

    /// Everything else that is recorded of an item.
    #[must_use]
    pub fn notes(&self, item: &Item) -> Vec<String> {
        let mut notes = self.version(item);
        let named = |ids: &[String]| {
            // By their numbers, as a person looks for them; ids are hashes.
            let mut named: Vec<&Item> = ids.iter().filter_map(|id| self.items.get(id)).collect();
            named.sort_by_key(|item| (item.number, &item.id));
            named.into_iter().map(Item::named).collect::<Vec<_>>().join(", ")
        };
        for (what, ids) in [("takes the place of", &item.replaces), ("replaced by", &item.replaced_by)] {
            if !ids.is_empty() {
                notes.push(format!("{what} {}", named(ids)));
            }
        }
        if item.replacement_disputed {
            notes.push("in dispute: whether and by what it is replaced".to_owned());
        }
        for field in [Field::Pages, Field::Duration] {
            notes.extend(said(field, &item.details.words(field)));
        }
        if item.details.third_party() {
            notes.push("holds personal data of others".to_owned());
        }
        notes.extend(said(Field::Redacted, &self.redacted(item)));
        notes.extend(said(Field::AiUse, &item.details.words(Field::AiUse)));
        notes
    }

    /// The copy without the personal data of others, by name; where desks differ all that they say.
    fn redacted(&self, item: &Item) -> String {
        let all = item.details.said(Field::Redacted);
        let name = |detail: &Detail| {
            let id = if let Detail::Redacted(id) = detail { id.as_ref() } else { None };
            match id {
                Some(id) => {
                    self.items.get(id).map_or_else(|| "an item that is not on record".to_owned(), Item::named)
                }
                None if all.len() > 1 => "not recorded".to_owned(),
                None => String::new(),
            }
        };
        all.iter().map(name).collect::<Vec<_>>().join(" / ")
    }

    /// Which version it is and what that took the place of.
    fn version(&self, item: &Item) -> Vec<String> {
        if let Some(disputed) = versions::in_dispute(self.state, item) {
            return vec![format!("in dispute: version {disputed}")];
        }
        if self.versions.contains_key(item.id.as_str()) {
            return version_words(&versions::of(self.state, &item.id), item).into_iter().collect();
        }
        // A file that lay in another's place before anybody accepted either.
        let before = item.files.iter().filter_map(|file| self.state.files.get(file)?.replaces);
        let before = before.filter_map(|file| self.state.files.get(&file));
        let seen =
            |row: &FileRow| format!("takes the place of {}, seen on {}", row.path.shown(), short(row.seen()));
        before.map(seen).collect()
    }
}

/// "version 2 of 20/11/2026, in the place of version 1 of 14/11/2026".
fn version_words(all: &[Version], item: &Item) -> Option<String> {
    let at = all.iter().position(|version| version.files == item.files)?;
    let name = |at: usize| {
        let on = all.get(at).map(|version| short(version.at));
        format!("version {} of {}", at + 1, on.unwrap_or_default())
    };
    Some(match at.checked_sub(1) {
        Some(before) => format!("{}, in the place of {}", name(at), name(before)),
        None => format!("{}, chosen again over {}", name(at), name(all.len() - 1)),
    })
}

fn said(field: Field, words: &str) -> Option<String> {
    (!words.is_empty()).then(|| format!("{}: {words}", field.word()))
}

fn short(moment: Moment) -> String {
    dates::short(&moment.date())
}
