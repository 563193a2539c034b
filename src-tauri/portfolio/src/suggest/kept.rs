//! What was worked out for a learner, kept while the window is open: the criteria made ready, and the ranking of each item. All of it
//! can be worked out again. Refuses to know what is mapped and put away.

use std::collections::HashMap;
use std::sync::Arc;

use super::form::Form;
use super::{Passage, Ranked, Ranker, targets};
use crate::journal::id::{Hash, Id};
use crate::unit::spec::UnitSpec;

/// Criteria ranked for an item, of which the best are shown.
const RANKED: usize = 12;

/// Rankings of one learner at a time.
#[derive(Default)]
pub struct Kept {
    of: Option<(Id, Vec<Hash>)>,
    ranker: Option<Arc<Ranker>>,
    items: HashMap<ItemKey, Arc<Vec<Ranked>>>,
}

/// What a ranking depends on, besides the criteria.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ItemKey {
    /// Files whose text was read, in order.
    pub files: Vec<Hash>,
    /// Title.
    pub title: String,
    /// Kind of document.
    pub form: Form,
}

impl Kept {
    /// The ranker of these units of this learner; what was kept for others is let go.
    pub fn ranker(&mut self, book: Id, specs: &[Arc<UnitSpec>]) -> Arc<Ranker> {
        let of = (book, specs.iter().map(|s| s.sha256).collect());
        if self.of.as_ref() != Some(&of) {
            *self = Self { of: Some(of), ..Self::default() };
        }
        let made = || {
            let all: Vec<_> = specs.iter().flat_map(|s| targets(s)).collect();
            Arc::new(Ranker::new(&all))
        };
        Arc::clone(self.ranker.get_or_insert_with(made))
    }

    /// The ranking of an item, worked out once.
    pub fn ranking(
        &mut self,
        ranker: &Ranker,
        key: ItemKey,
        passages: impl FnOnce() -> Vec<Passage>,
    ) -> Arc<Vec<Ranked>> {
        if let Some(known) = self.items.get(&key) {
            return Arc::clone(known);
        }
        let ranked = Arc::new(ranker.rank(&key.title, &passages(), key.form, RANKED));
        self.items.insert(key, Arc::clone(&ranked));
        ranked
    }
}
