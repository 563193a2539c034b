//! Details of an item as shown and as a form edits them. Pure but for looking the limit of currency up.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::error::Result;
use crate::evidence::detail::{self, Detail, Details, Field};
use crate::evidence::item::Item;
use crate::evidence::route::Route;
use crate::journal::state::BookState;
use crate::portfolio::Workspace;
use crate::view::portfolio::ItemRef;
use crate::witness;

/// Details of an item. Empty text and null = not recorded. Where desks say different things, the words hold all of them.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DetailsView {
    /// ISO date on which it was produced.
    pub produced: String,
    /// How it stands against the centre's limit, where it is older.
    pub not_current: Option<String>,
    /// How old it is, where it is within the limit.
    pub still_current: Option<String>,
    /// Author and contributors.
    pub author: String,
    /// How it is known to be genuine; null = the portfolio's default.
    pub route: Option<Route>,
    /// The same in words.
    pub route_words: String,
    /// Id of the witness in the centre's list.
    pub witness: Option<String>,
    /// Name and job of the witness.
    pub witness_words: String,
    /// Where it is, for something that is kept where it is.
    pub in_situ: Option<InSituView>,
    /// Personal data of others are in it.
    pub third_party: bool,
    /// Its redacted copy.
    pub redacted: Option<ItemRef>,
    /// Statement about the use of AI.
    pub ai_use: String,
    /// Pages.
    pub pages: Option<i64>,
    /// Duration, `h:mm:ss`.
    pub duration: String,
    /// What desks say different things about.
    pub disputed: Vec<DisputedDetail>,
}

/// A detail of which two desks say different things. What is chosen is said again, and settles it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DisputedDetail {
    /// Which.
    pub field: Field,
    /// In words: "author: Rowan / Rowan and Sam".
    pub line: String,
    /// Everything that is said.
    pub choices: Vec<DetailChoice>,
}

/// One of the things that are said of a detail.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DetailChoice {
    /// In words; empty = nothing is recorded.
    pub words: String,
    /// As a form edits it and a command takes it: an id, a number, a date, words. Empty for something kept where it is.
    pub value: String,
    /// Where it is kept, for that detail.
    pub in_situ: Option<InSituView>,
}

/// Something that stays where it is.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InSituView {
    /// Where.
    pub place: String,
    /// Who saw it.
    pub seen_by: String,
    /// ISO date on which it was seen; empty = not recorded.
    pub seen_on: String,
}

impl InSituView {
    fn of(kept: &detail::InSitu) -> Self {
        Self { place: kept.place.clone(), seen_by: kept.seen_by.clone(), seen_on: kept.seen_on.clone() }
    }
}

/// How old evidence may be.
#[derive(Debug, Clone, Default)]
pub struct Currency {
    /// The centre's limit in whole months; none = it has none.
    pub limit: Option<i64>,
    /// The date on the desk, ISO: currency counts up to it until something was decided.
    pub today: String,
}

impl Currency {
    /// As the centre's book says it, on this day.
    pub fn of(workspace: &mut Workspace) -> Result<Self> {
        let today = workspace.clock.now().date();
        Ok(Self { limit: witness::currency_limit(workspace.centre_book()?), today })
    }
}

/// Details of an item as shown.
#[must_use]
pub fn details(
    state: &BookState,
    items: &BTreeMap<String, Item>,
    item: &Item,
    currency: &Currency,
) -> DetailsView {
    let said = &item.details;
    let mut view = DetailsView {
        not_current: not_current(state, item, currency),
        still_current: against(state, item, currency, detail::still_current),
        produced: said.words(Field::Produced),
        author: said.words(Field::Author),
        route_words: said.words(Field::Route),
        witness_words: said.words(Field::Witness),
        in_situ: said.in_situ().map(InSituView::of),
        third_party: said.third_party(),
        ai_use: said.words(Field::AiUse),
        duration: said.words(Field::Duration),
        disputed: said.disputed().map(|field| disputed(items, said, field)).collect(),
        ..DetailsView::default()
    };
    if let Some(Detail::Route(route)) = said.one(Field::Route) {
        view.route = *route;
    }
    if let Some(Detail::Witness(witness)) = said.one(Field::Witness) {
        view.witness = witness.as_ref().map(|w| w.id.to_string());
    }
    if let Some(Detail::Redacted(Some(twin))) = said.one(Field::Redacted) {
        view.redacted = items.get(twin).map(ItemRef::of);
    }
    if let Some(Detail::Pages(pages)) = said.one(Field::Pages) {
        view.pages = *pages;
    }
    view
}

fn disputed(items: &BTreeMap<String, Item>, said: &Details, field: Field) -> DisputedDetail {
    let choices: Vec<DetailChoice> = said.said(field).iter().map(|detail| choice(items, detail)).collect();
    let named = |c: &DetailChoice| if c.words.is_empty() { "not recorded".into() } else { c.words.clone() };
    let words: Vec<String> = choices.iter().map(named).collect();
    DisputedDetail { field, line: format!("{}: {}", field.word(), words.join(" / ")), choices }
}

/// One of the things that desks say; a redacted copy by its name.
fn choice(items: &BTreeMap<String, Item>, detail: &Detail) -> DetailChoice {
    let (mut words, mut in_situ) = (detail.words(), None);
    let value = match detail {
        Detail::Produced(_)
        | Detail::Author(_)
        | Detail::AiUse(_)
        | Detail::Pages(_)
        | Detail::Duration(_) => words.clone(),
        Detail::Route(route) => route.map_or_else(String::new, |r| r.name().to_owned()),
        Detail::Witness(witness) => witness.as_ref().map_or_else(String::new, |w| w.id.to_string()),
        Detail::InSitu(kept) => {
            in_situ = kept.as_ref().map(InSituView::of);
            String::new()
        }
        Detail::ThirdParty(there) => if *there { "true" } else { "" }.to_owned(),
        Detail::Redacted(twin) => {
            let twin = twin.clone().unwrap_or_default();
            words = items.get(&twin).map_or_else(|| twin.clone(), Item::named);
            twin
        }
    };
    DetailChoice { words, value, in_situ }
}

/// How an item stands against the limit, where it is older, in words.
#[must_use]
pub fn not_current(state: &BookState, item: &Item, currency: &Currency) -> Option<String> {
    against(state, item, currency, detail::not_current)
}

/// What is said of an item's date on the day that counts, where there is a limit.
fn against(
    state: &BookState,
    item: &Item,
    currency: &Currency,
    says: fn(&str, &str, Option<i64>) -> Option<String>,
) -> Option<String> {
    let Detail::Produced(produced) = item.details.one(Field::Produced)? else { return None };
    currency.limit?;
    let on = judged(state, item).unwrap_or_else(|| currency.today.clone());
    says(produced, &on, currency.limit)
}

/// The first date on which a decision that stands relied on an item: currency counts up to then.
fn judged(state: &BookState, item: &Item) -> Option<String> {
    let relies = |d: &&crate::journal::rows::DecisionRow| {
        d.standing
            && d.relied_on
                .iter()
                .any(|r| state.mappings.get(&r.mapping).is_some_and(|m| m.evidence == item.id))
    };
    state.decisions.iter().filter(relies).map(|d| d.date.clone()).min()
}
