//! Searching the texts of evidence: in a learner's portfolio, or across the caseload. The answer is items, each with the
//! passage that answers best, its place, and the words that were found. Refuses to record anything.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::error::Result;
use crate::evidence::item::{self, Item};
use crate::evidence::text::query::Query;
use crate::evidence::text::snippet::{self, Found, Spellings};
use crate::journal::id::{Hash, Id};
use crate::learner;
use crate::portfolio::Workspace;
use crate::store::words::Kept;

/// An item that answers.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Learner's book.
    pub book: Id,
    /// Learner's name.
    pub learner: String,
    /// The item.
    pub item: Item,
    /// Which of its files, from 0.
    pub part: usize,
    /// The passage; none where the words stand in different passages only in forms that cannot be shown.
    pub found: Option<Found>,
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The query as understood.
    pub query: Query,
    /// The best, after those that were to be passed over.
    pub hits: Vec<Hit>,
    /// Files that answer, over all.
    pub files: usize,
}

/// Searches. `from` items are passed over, at most `most` are answered.
pub fn search(
    workspace: &mut Workspace,
    book: Option<Id>,
    typed: &str,
    from: usize,
    most: usize,
) -> Result<Answer> {
    let query = Query::parse(typed);
    let Some(expression) = query.expression() else { return Ok(Answer { query, ..Answer::default() }) };
    let ids = workspace.texts()?.ranked(&expression, book)?;
    let mut wanted: Vec<(Kept, Hit)> = Vec::new();
    let mut met: BTreeSet<(Id, String)> = BTreeSet::new();
    let mut learners: HashMap<Id, Learner> = HashMap::new();
    let mut passed = 0;
    for id in &ids {
        if wanted.len() >= most {
            break;
        }
        let Some(mut kept) = workspace.texts()?.kept(*id)? else { continue };
        let mut hits = Vec::new();
        for owner in kept.books.iter().copied().filter(|owner| book.is_none_or(|only| only == *owner)) {
            if let Entry::Vacant(unknown) = learners.entry(owner) {
                unknown.insert(Learner::of(workspace, owner)?);
            }
            hits.extend(learners.get(&owner).into_iter().flat_map(|learner| learner.hits(owner, kept.file)));
        }
        hits.retain(|hit| met.insert((hit.book, hit.item.id.clone())));
        for hit in hits {
            passed += 1;
            if passed > from && wanted.len() < most {
                let body = std::mem::take(&mut kept.body);
                // The same text under a further learner is looked at again; that is rare.
                let body = if body.is_empty() { again(&wanted, kept.file) } else { body };
                wanted.push((Kept { file: kept.file, books: Vec::new(), body }, hit));
            }
        }
    }
    let hits = with_passages(workspace, &query, wanted)?;
    Ok(Answer { query, hits, files: ids.len() })
}

fn again(wanted: &[(Kept, Hit)], file: Hash) -> String {
    wanted
        .iter()
        .rev()
        .find(|(kept, _)| kept.file == file)
        .map(|(kept, _)| kept.body.clone())
        .unwrap_or_default()
}

/// Looks up the passages. The index is asked once which spellings its words stand for.
fn with_passages(workspace: &mut Workspace, query: &Query, wanted: Vec<(Kept, Hit)>) -> Result<Vec<Hit>> {
    let mut spellings = BTreeSet::new();
    wanted.iter().for_each(|(kept, _)| snippet::candidates(&kept.body, query, &mut spellings));
    let texts = workspace.texts()?;
    texts.spell(&spellings)?;
    let all: Vec<&String> = spellings.iter().collect();
    let made = Spellings::new(query, &spellings, |word, begins| texts.alike(word, begins, &all))?;
    let shown = |(kept, hit): (Kept, Hit)| Hit { found: snippet::best(&kept.body, &made), ..hit };
    Ok(wanted.into_iter().map(shown).collect())
}

/// What is needed of a learner: their name and items.
struct Learner {
    name: String,
    items: Arc<BTreeMap<String, Item>>,
}

impl Learner {
    fn of(workspace: &mut Workspace, book: Id) -> Result<Self> {
        let state = workspace.book(book)?;
        Ok(Self { name: learner::facts(state).name, items: item::items(state) })
    }

    /// The items that a file belongs to. They are gone through for each file: a search shows a few files of many items.
    fn hits(&self, book: Id, file: Hash) -> Vec<Hit> {
        let parts =
            self.items.values().flat_map(|item| item.files.iter().enumerate().map(move |p| (item, p)));
        let hit = |(item, (part, _)): (&Item, (usize, &Hash))| Hit {
            book,
            learner: self.name.clone(),
            item: item.clone(),
            part,
            found: None,
        };
        parts.filter(|(_, (_, own))| **own == file).map(hit).collect()
    }
}
