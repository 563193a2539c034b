//! Saved phrases: what assessors and IVs write again and again. They belong to the centre; how often one was used is read
//! from the records themselves and kept nowhere. Refuses to know where a phrase is put.

use crate::error::{Error, Refusal, Result};
use crate::journal::act::PhraseSaved;
use crate::journal::id::{Hash, Id};
use crate::journal::state::BookState;
use crate::portfolio::{Author, Workspace};
use crate::store::phrases;

/// Longest phrase, in characters.
pub const LONGEST: usize = 1_000;

/// One phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Id.
    pub phrase: Id,
    /// Its words; several where desks changed it at once.
    pub texts: Vec<String>,
    /// In how many pieces of writing it stands.
    pub uses: u32,
}

/// Every phrase, the most used first.
pub fn all(workspace: &mut Workspace) -> Result<Vec<Phrase>> {
    let mut found: Vec<Phrase> = Vec::new();
    for row in workspace.centre_book()?.phrases.iter().filter(|p| p.standing && !p.text.is_empty()) {
        match found.iter_mut().find(|p| p.phrase == row.phrase) {
            Some(known) => known.texts.push(row.text.clone()),
            None => found.push(Phrase { phrase: row.phrase, texts: vec![row.text.clone()], uses: 0 }),
        }
    }
    for phrase in &mut found {
        phrase.texts.sort();
        phrase.texts.dedup();
        for text in &phrase.texts {
            phrase.uses = phrase.uses.saturating_add(phrases::uses(&workspace.db, text)?);
        }
    }
    found.sort_by(|a, b| (b.uses, &a.texts, a.phrase).cmp(&(a.uses, &b.texts, b.phrase)));
    Ok(found)
}

/// Saves a phrase, new or in place of an earlier version. The same words twice are refused.
pub fn save(workspace: &mut Workspace, author: &Author, phrase: Option<Id>, text: &str) -> Result<Id> {
    author.person()?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Error::Usage(format!("a phrase has between 1 and {LONGEST} characters")));
    }
    let (centre, id) = (workspace.centre(), phrase.map_or_else(Id::random, Ok)?);
    workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let supersedes = heads(state, id);
        if phrase.is_some() && supersedes.is_empty() {
            return Err(Error::NotFound { what: "phrase", name: id.to_string() });
        }
        let twin = |p: &&crate::journal::rows::PhraseRow| p.standing && p.phrase != id && p.text == text;
        if state.phrases.iter().any(|p| twin(&p)) {
            return Err(Refusal::AlreadyThere { what: format!("the phrase \"{text}\"") }.into());
        }
        deed.record(centre, PhraseSaved { phrase: id, text: text.clone(), supersedes })?;
        Ok(())
    })?;
    Ok(id)
}

/// Gives a phrase up. What was written with it stays.
pub fn drop(workspace: &mut Workspace, author: &Author, phrase: Id) -> Result<()> {
    author.person()?;
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let supersedes = heads(deed.state(centre)?, phrase);
        if supersedes.is_empty() {
            return Err(Error::NotFound { what: "phrase", name: phrase.to_string() });
        }
        deed.record(centre, PhraseSaved { phrase, text: String::new(), supersedes })?;
        Ok(())
    })?;
    Ok(())
}

/// The versions that stand, if any of them is not given up.
fn heads(state: &BookState, phrase: Id) -> Vec<Hash> {
    let standing: Vec<_> = state.phrases.iter().filter(|p| p.standing && p.phrase == phrase).collect();
    if standing.iter().all(|p| p.text.is_empty()) {
        return Vec::new();
    }
    standing.into_iter().map(|p| p.hash).collect()
}
