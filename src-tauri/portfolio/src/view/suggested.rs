//! What an item may speak to and what may fill a gap, worked out from the texts of the learner's evidence and the criteria of
//! the units that are open. What is mapped already or was put away on this machine is left out. Records nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::coverage::{self, Under};
use crate::error::{Error, Result};
use crate::evidence::detail::{Detail, Field};
use crate::evidence::item::{self, Item};
use crate::evidence::locator::{Place, Reading};
use crate::evidence::method::Method;
use crate::evidence::text::{self, FileText};
use crate::journal::id::Id;
use crate::journal::state::BookState;
use crate::learner;
use crate::mapping;
use crate::portfolio::Workspace;
use crate::store::local;
use crate::suggest::form::Form;
use crate::suggest::{self, ItemKey, Kept, MOST, Passage, Ranked};
use crate::unit::codes;
use crate::unit::spec::{Shelf, SpecRow, UnitSpec};
use crate::view::portfolio::EvidenceStanding;
use crate::view::suggestions::{
    GapSuggestionsView, ItemSuggestionsView, SharedIdeaView, SuggestionView, SuggestionsStanding,
};

/// Setting of this machine by which suggestions are turned off.
const SWITCH: &str = "suggestions";
const OFF: &str = "off";

/// Whether suggestions are made on this machine.
pub fn on(workspace: &Workspace) -> Result<bool> {
    Ok(local::setting(&workspace.local, SWITCH)?.as_deref() != Some(OFF))
}

/// Turns suggestions on or off on this machine.
pub fn switch(workspace: &Workspace, on: bool) -> Result<()> {
    local::set(&workspace.local, SWITCH, (!on).then_some(OFF))
}

/// Pairs of item and row that were put away for a learner.
type PutAway = BTreeSet<(String, String)>;

fn put_away_name(book: Id) -> String {
    format!("suggestions put away {book}")
}

fn put_away_of(workspace: &Workspace, book: Id) -> Result<PutAway> {
    let kept = local::setting(&workspace.local, &put_away_name(book))?;
    // A list that cannot be read is as good as none: all of it was a matter of taste.
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

fn keep_put_away(workspace: &Workspace, book: Id, pairs: &PutAway) -> Result<()> {
    let json = serde_json::to_string(pairs)?;
    local::set(&workspace.local, &put_away_name(book), (!pairs.is_empty()).then_some(&json))
}

/// Forgets what was put away of a learner.
pub fn forget(workspace: &Workspace, book: Id) -> Result<()> {
    keep_put_away(workspace, book, &PutAway::new())
}

/// Puts a suggestion away on this machine.
pub fn put_away(workspace: &mut Workspace, book: Id, evidence: &str, row: &str) -> Result<()> {
    let (item, open) = (one_item(workspace, book, evidence)?, Open::of(workspace, book)?);
    let row = open.row(row).ok_or_else(|| Error::NotFound { what: "criterion", name: row.to_owned() })?.1;
    let pair = (item.id, row.id.clone());
    let mut pairs = put_away_of(workspace, book)?;
    pairs.insert(pair);
    keep_put_away(workspace, book, &pairs)
}

/// Brings back what was put away of an item, of a row, or of the learner where neither is named.
pub fn bring_back(
    workspace: &mut Workspace,
    book: Id,
    evidence: Option<&str>,
    row: Option<&str>,
) -> Result<()> {
    let item = evidence.map(|e| one_item(workspace, book, e)).transpose()?;
    let mut pairs = put_away_of(workspace, book)?;
    pairs.retain(|(e, r)| item.as_ref().is_some_and(|i| i.id != *e) || row.is_some_and(|row| row != r));
    keep_put_away(workspace, book, &pairs)
}

/// The learner's units that can be mapped to, with their texts, in order.
struct Open {
    specs: Vec<Arc<UnitSpec>>,
    /// For each of the ranker's targets its unit and row.
    rows: Vec<(usize, usize)>,
}

impl Open {
    fn of(workspace: &mut Workspace, book: Id) -> Result<Self> {
        let shelf = workspace.shelf().clone();
        let state = workspace.book(book)?;
        let open = |unit: &&crate::journal::rows::UnitRow| {
            let spec = shelf.get(unit.spec)?;
            mapping::open_for_change(state, unit, spec).ok().map(|()| Arc::clone(spec))
        };
        let specs: Vec<Arc<UnitSpec>> = coverage::units(state).iter().filter_map(open).collect();
        let rows = specs
            .iter()
            .enumerate()
            .flat_map(|(u, spec)| (0..spec.rows.len()).map(move |r| (u, r)))
            .collect();
        Ok(Self { specs, rows })
    }

    fn target(&self, target: usize) -> Option<(&UnitSpec, &SpecRow)> {
        let (unit, row) = self.rows.get(target)?;
        let spec = self.specs.get(*unit)?;
        Some((spec, spec.rows.get(*row)?))
    }

    fn row(&self, id: &str) -> Option<(&UnitSpec, &SpecRow)> {
        (0..self.rows.len()).filter_map(|t| self.target(t)).find(|(_, row)| row.id == id)
    }
}

fn one_item(workspace: &mut Workspace, book: Id, evidence: &str) -> Result<Item> {
    let state = workspace.book(book)?;
    let items = item::items(state);
    Ok(item::find(state, &items, evidence)?.clone())
}

/// Criteria that an item may speak to.
pub fn for_item(
    workspace: &mut Workspace,
    kept: &mut Kept,
    book: Id,
    evidence: &str,
) -> Result<ItemSuggestionsView> {
    let item = one_item(workspace, book, evidence)?;
    let mut view = ItemSuggestionsView {
        standing: SuggestionsStanding::Off,
        why: None,
        suggestions: Vec::new(),
        put_away: 0,
    };
    if !on(workspace)? {
        return Ok(view);
    }
    if let Some(why) = replaced(workspace, book, &item)? {
        (view.standing, view.why) = (SuggestionsStanding::Replaced, Some(why));
        return Ok(view);
    }
    let open = Open::of(workspace, book)?;
    if open.rows.is_empty() {
        view.standing = SuggestionsStanding::NoCriteria;
        return Ok(view);
    }
    let texts = text::passages(workspace, book, &item.id)?;
    (view.standing, view.why) = standing(&texts);
    if item.standing() == EvidenceStanding::SetAside || !texts.iter().any(|t| !t.passages().is_empty()) {
        return Ok(view);
    }
    let away = put_away_of(workspace, book)?;
    let ranked = ranking(kept, book, &open, &item, &texts);
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    for one in ranked.iter().filter(|one| suggest::worth_showing(one, &ranked)) {
        let Some((spec, row)) = open.target(one.target) else { continue };
        if mapped(state, &item, &row.id) {
            continue;
        }
        if away.contains(&(item.id.clone(), row.id.clone())) {
            view.put_away += 1;
        } else if view.suggestions.len() < MOST {
            view.suggestions.push(shown(state, &shelf, &item, spec, row, one));
        }
    }
    Ok(view)
}

/// Whether an item can be put forward: it was neither set aside nor replaced. Where desks differ about that it still can.
fn is_open(item: &Item) -> bool {
    let replaced = !item.replaced_by.is_empty() && !item.replacement_disputed;
    item.standing() != EvidenceStanding::SetAside && !replaced
}

/// Items that are looked through for a gap. Of one that has a redacted copy with text, the copy alone: that is the one that can be
/// shown to others.
fn offered(workspace: &mut Workspace, book: Id) -> Result<Vec<Item>> {
    let items = item::items(workspace.book(book)?);
    let mut out = Vec::new();
    for item in items.values().filter(|item| is_open(item)) {
        let mut is_shielded = false;
        for detail in item.details.said(Field::Redacted) {
            let Detail::Redacted(Some(twin)) = detail else { continue };
            if items.get(twin).is_some_and(is_open) {
                let texts = text::passages(workspace, book, twin)?;
                is_shielded |= texts.iter().any(|text| !text.passages().is_empty());
            }
        }
        if !is_shielded {
            out.push(item.clone());
        }
    }
    Ok(out)
}

/// What took the place of an item, in words; none where nothing did.
fn replaced(workspace: &mut Workspace, book: Id, item: &Item) -> Result<Option<String>> {
    if is_open(item) || item.replaced_by.is_empty() {
        return Ok(None);
    }
    let items = item::items(workspace.book(book)?);
    let by: Vec<String> = item.replaced_by.iter().filter_map(|id| items.get(id)).map(Item::named).collect();
    Ok(Some(format!("{} takes its place: look there.", by.join(" / "))))
}

/// Items that may fill a gap.
pub fn for_gap(
    workspace: &mut Workspace,
    kept: &mut Kept,
    book: Id,
    unit: &str,
    code: &str,
) -> Result<GapSuggestionsView> {
    let (_, spec) = learner::unit_of(workspace, book, unit)?;
    let wanted = codes::rows(&spec, code)?;
    let mut view = GapSuggestionsView {
        standing: SuggestionsStanding::Off,
        suggestions: Vec::new(),
        put_away: 0,
        looked_through: 0,
        without_text: 0,
        not_read: 0,
    };
    if !on(workspace)? {
        return Ok(view);
    }
    let open = Open::of(workspace, book)?;
    if !wanted.iter().any(|row| open.row(row).is_some()) {
        view.standing = SuggestionsStanding::NoCriteria;
        return Ok(view);
    }
    let away = put_away_of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let items = offered(workspace, book)?;
    let mut found: Vec<(f32, SuggestionView)> = Vec::new();
    for item in &items {
        let texts = text::passages(workspace, book, &item.id)?;
        view.looked_through += 1;
        match standing(&texts).0 {
            SuggestionsStanding::NotRead => view.not_read += 1,
            SuggestionsStanding::NoText => view.without_text += 1,
            SuggestionsStanding::Ready
            | SuggestionsStanding::Off
            | SuggestionsStanding::Replaced
            | SuggestionsStanding::NoCriteria => {}
        }
        let ranked = ranking(kept, book, &open, item, &texts);
        let state = workspace.book(book)?;
        for one in ranked.iter().filter(|one| suggest::worth_showing(one, &ranked)) {
            let Some((spec, row)) = open.target(one.target).filter(|(_, row)| wanted.contains(&row.id))
            else {
                continue;
            };
            if mapped(state, item, &row.id) {
                continue;
            }
            if away.contains(&(item.id.clone(), row.id.clone())) {
                view.put_away += 1;
            } else {
                found.push((one.score, shown(state, &shelf, item, spec, row, one)));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.evidence.cmp(&b.1.evidence)));
    view.suggestions = found.into_iter().take(MOST).map(|(_, s)| s).collect();
    view.standing = match (view.looked_through, view.without_text, view.not_read) {
        (_, _, not_read) if not_read > 0 => SuggestionsStanding::NotRead,
        (all, without, _) if all == without => SuggestionsStanding::NoText,
        _some => SuggestionsStanding::Ready,
    };
    Ok(view)
}

fn ranking(kept: &mut Kept, book: Id, open: &Open, item: &Item, texts: &[FileText]) -> Arc<Vec<Ranked>> {
    let ranker = kept.ranker(book, &open.specs);
    let files = texts.iter().filter(|t| !t.passages().is_empty()).map(|t| t.file).collect::<Vec<_>>();
    if files.is_empty() {
        return Arc::default();
    }
    // What a file is taken for by its name alone says nothing of how it was written.
    let guessed = item.standing() == EvidenceStanding::New && item.method == Method::Wp;
    let form = Form::of((!guessed).then_some(item.method));
    kept.ranking(&ranker, ItemKey { files, title: item.title.clone(), form }, || passages(texts))
}

/// Passages as the ranker reads them: those of one page, slide or sheet may be read together.
fn passages(texts: &[FileText]) -> Vec<Passage> {
    let (mut all, mut group, mut last) = (Vec::new(), 0, None);
    for text in texts {
        for passage in text.passages() {
            let sheet = (text.part, passage.place.as_ref().map(leaf));
            if last.as_ref() != Some(&sheet) {
                (group, last) = (group + 1, Some(sheet));
            }
            all.push(Passage {
                text: passage.text.clone(),
                place: passage.place.as_ref().map(|p| p.text().to_owned()),
                group,
                part: text.part,
            });
        }
    }
    all
}

/// What a person sees at once: the page, the slide, the sheet; empty where places are finer than that.
fn leaf(place: &Place) -> String {
    match place.reading() {
        Reading::Page(_) | Reading::Slide(_) => place.text().to_owned(),
        Reading::Sheet { sheet, .. } => sheet.clone(),
        Reading::Paragraph(_)
        | Reading::Time { .. }
        | Reading::Area { .. }
        | Reading::Whole
        | Reading::Other => String::new(),
    }
}

fn standing(texts: &[FileText]) -> (SuggestionsStanding, Option<String>) {
    if texts.iter().any(|t| t.outcome.is_none()) {
        return (SuggestionsStanding::NotRead, None);
    }
    if texts.iter().any(|t| !t.passages().is_empty()) {
        return (SuggestionsStanding::Ready, None);
    }
    let reason =
        |t: &FileText| t.outcome.as_ref().and_then(|o| o.as_ref().err()).map(|none| none.reason.clone());
    (SuggestionsStanding::NoText, texts.iter().find_map(reason))
}

fn mapped(state: &BookState, item: &Item, row: &str) -> bool {
    let links = state.links_of_row.get(row).into_iter().flatten();
    links.filter_map(|l| state.mappings.get(l)).any(|m| m.evidence == item.id)
}

fn shown(
    state: &BookState,
    shelf: &Shelf,
    item: &Item,
    spec: &UnitSpec,
    row: &SpecRow,
    ranked: &Ranked,
) -> SuggestionView {
    let reason = &ranked.reason;
    let idea =
        |(idea, words): &(String, Vec<String>)| SharedIdeaView { idea: idea.clone(), words: words.clone() };
    SuggestionView {
        evidence: item.id.clone(),
        reference: item.reference.clone(),
        evidence_title: item.title.clone(),
        part: u32::try_from(reason.part).unwrap_or(u32::MAX),
        unit: spec.text.id.clone(),
        unit_title: spec.text.unit.title.clone(),
        row: row.id.clone(),
        code: row.code.clone(),
        text: row.text.clone(),
        state: Under { state, shelf, spec }.row_state(&row.id),
        place: Place::words_in(reason.part, item.files.len(), reason.place.as_deref()),
        quote: reason.quote.clone(),
        words: reason.words.clone(),
        ideas: reason.ideas.iter().map(idea).collect(),
        third_party: item.details.third_party(),
    }
}
