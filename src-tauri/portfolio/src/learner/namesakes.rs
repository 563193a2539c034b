//! Learners of one name, and what tells each of them from the others in every list: the ULN, else the registration number, else
//! the folder on this computer, else the beginning of the id. Records nothing; refuses to know which of them is meant.

use std::collections::{BTreeMap, BTreeSet};

use super::disputed;
use crate::disk;
use crate::error::{Refusal, Result};
use crate::evidence::name::neutral;
use crate::journal::act::LearnerFacts;
use crate::journal::id::Id;
use crate::portfolio::{Deed, Workspace};
use crate::store::across::{self, Called};
use crate::store::local;

/// What a learner is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Name.
    pub name: String,
    /// "ULN 1234567890"; none = nobody else is called so.
    pub apart: Option<String>,
}

impl Named {
    /// In a sentence: "Rowan Hartley (ULN 1234567890)".
    #[must_use]
    pub fn said(&self) -> String {
        match &self.apart {
            Some(apart) => format!("{} ({apart})", self.name),
            None => self.name.clone(),
        }
    }
}

/// Every learner by book; a list of many asks once. A book is read only where the statements of the learner's facts that stand
/// name them differently, or number differently somebody of whose name there is another: one of them may say what holds no more.
pub fn all(workspace: &mut Workspace) -> Result<BTreeMap<Id, Named>> {
    let (mut known, mut several) = (BTreeMap::new(), BTreeSet::new());
    let mut renamed = BTreeSet::new();
    for (book, called) in across::called(&workspace.db)? {
        let name = called.name.clone();
        if let Some(Called { name: other, .. }) = known.insert(book, called) {
            several.insert(book);
            if name != other {
                renamed.insert(book);
            }
        }
    }
    for book in renamed {
        known.insert(book, merged(workspace, book)?);
        several.remove(&book);
    }
    let mut by_name: BTreeMap<String, Vec<Id>> = BTreeMap::new();
    for (book, called) in &known {
        by_name.entry(called.name.to_lowercase()).or_default().push(*book);
    }
    let mut apart = BTreeMap::new();
    for books in by_name.values().filter(|books| books.len() > 1) {
        for book in books.iter().filter(|book| several.contains(*book)) {
            known.insert(*book, merged(workspace, *book)?);
        }
        let marks: Vec<Marks> =
            books.iter().map(|book| marks(workspace, *book, &known[book])).collect::<Result<_>>()?;
        for (place, book) in books.iter().enumerate() {
            apart.insert(*book, tells_apart(&marks, place).unwrap_or_else(|| beginning(*book)));
        }
    }
    let named =
        |(book, called): (Id, Called)| (book, Named { name: called.name, apart: apart.remove(&book) });
    Ok(known.into_iter().map(named).collect())
}

/// What all statements together call a learner.
fn merged(workspace: &mut Workspace, book: Id) -> Result<Called> {
    let LearnerFacts { name, uln, registration_number, .. } = super::facts(workspace.book(book)?);
    Ok(Called { name, uln, registration_number })
}

/// One learner.
pub fn of(workspace: &mut Workspace, book: Id) -> Result<Named> {
    Ok(all(workspace)?.remove(&book).unwrap_or_default())
}

/// What may tell a learner from others of the name, the best first; empty = not recorded.
type Marks = [String; 4];

fn marks(workspace: &Workspace, book: Id, called: &Called) -> Result<Marks> {
    let after =
        |word: &str, text: &str| if text.is_empty() { String::new() } else { format!("{word} {text}") };
    let folder = local::folder(&workspace.local, book)?.map(|folder| disk::plain(&folder).to_path_buf());
    let last = folder.as_ref().and_then(|folder| folder.file_name());
    let last = last.map(|name| neutral(&name.to_string_lossy())).unwrap_or_default();
    let whole = folder.as_ref().map(|folder| neutral(&folder.to_string_lossy())).unwrap_or_default();
    Ok([
        after("ULN", &called.uln),
        after("registration", &called.registration_number),
        after("folder", &last),
        after("folder", &whole),
    ])
}

/// The first that no other has.
fn tells_apart(all: &[Marks], place: usize) -> Option<String> {
    let alone = |kind: &usize| {
        let own = &all[place][*kind];
        !own.is_empty() && all.iter().filter(|marks| marks[*kind] == *own).count() == 1
    };
    (0..4).find(alone).map(|kind| all[place][kind].clone())
}

fn beginning(book: Id) -> String {
    format!("id {}", book.to_string().chars().take(8).collect::<String>())
}

/// Refuses a name that another learner has, where nothing would tell the two apart: it would be the same learner a second time.
///
/// # Errors
/// [`Refusal::NamesakeUntold`].
pub fn refuse_untold(
    deed: &mut Deed<'_>,
    book: Option<Id>,
    facts: &LearnerFacts,
    folder: bool,
) -> Result<()> {
    let name = facts.name.to_lowercase();
    let so = |called: &str| called.to_lowercase() == name;
    let mut stated: BTreeMap<Id, Vec<Called>> = BTreeMap::new();
    for (other, called) in across::called(&deed.workspace().db)? {
        stated.entry(other).or_default().push(called);
    }
    let mut others = Vec::new();
    for (other, all) in stated.into_iter().filter(|(other, _)| Some(*other) != book) {
        // Where only some of the statements say this name, another desk may have changed it since.
        let says = all.iter().filter(|called| so(&called.name)).count();
        if says == all.len() || says > 0 && disputed::names(deed.state(other)?).into_iter().any(so) {
            others.extend(all);
        }
    }
    let own = |text: &String, of: fn(&Called) -> &String| {
        !text.is_empty() && others.iter().all(|called| of(called) != text)
    };
    let told = own(&facts.uln, |called| &called.uln)
        || own(&facts.registration_number, |called| &called.registration_number);
    if others.is_empty() || folder || told {
        return Ok(());
    }
    Err(Refusal::NamesakeUntold { learner: facts.name.clone() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(uln: &str, number: &str, folder: &str, whole: &str) -> Marks {
        [uln, number, folder, whole].map(str::to_owned)
    }

    #[test]
    fn each_is_told_apart_by_the_first_thing_that_no_other_has() {
        let all = [
            marks("ULN 1", "registration R-1", "folder Hartley", "folder 2026/Hartley"),
            marks("ULN 1", "registration R-2", "folder Hartley", "folder 2027/Hartley"),
            marks("ULN 2", "", "", ""),
            marks("", "", "folder Hartley", "folder 2028/Hartley"),
            marks("", "", "", ""),
        ];
        let told: Vec<Option<String>> = (0..all.len()).map(|place| tells_apart(&all, place)).collect();
        let want = ["registration R-1", "registration R-2", "ULN 2", "folder 2028/Hartley"];
        let want: Vec<Option<String>> =
            want.map(|text| Some(text.to_owned())).into_iter().chain([None]).collect();
        assert_eq!(told, want);
    }
}
