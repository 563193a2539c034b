//! What a search shows, and how far the reading of texts has come. Plain data, no rules.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::evidence::locator::{Place, Reading};
use crate::evidence::text::search::{Answer, Hit};
use crate::evidence::text::{FileText, Passage, Shape, Why};
use crate::journal::id::Id;
use crate::learner::namesakes::Named;
use crate::store::words::Counts;
use crate::view::portfolio::EvidenceStanding;

/// What a search found.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchView {
    /// Items, the best first.
    pub hits: Vec<HitView>,
    /// Files that answer, over all.
    pub files: u32,
    /// Small words that were not looked for.
    pub left_out: Vec<String>,
    /// Why nothing was looked for; null = something was.
    pub hint: Option<String>,
    /// Files searched.
    pub searched: u32,
    /// Files not read yet: they may answer later.
    pub waiting: u32,
}

/// An item that answers.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HitView {
    /// Learner's id.
    pub learner: String,
    /// Learner's name.
    pub learner_name: String,
    /// What tells them from others of the name; null = nobody else is called so.
    pub learner_apart: Option<String>,
    /// Item's id.
    pub evidence: String,
    /// "E007"; null = no number yet.
    pub reference: Option<String>,
    /// Title.
    pub title: String,
    /// What a person has done with the item.
    pub standing: EvidenceStanding,
    /// Which of its files, from 0.
    pub part: u32,
    /// Place of the passage as shown: "p. 3", "para 12", "Hours!A5:C5"; "part 2, p. 3" in an item of several files; null = the
    /// one file has no places.
    pub place: Option<String>,
    /// The place's first page, where it is one.
    pub page: Option<u32>,
    /// Position of the passage in the file's text, from 0; null = no passage holds the words together.
    pub passage: Option<u32>,
    /// The passage, or the part of it around the hits.
    pub snippet: Vec<PieceView>,
    /// Further passages with hits.
    pub more: u32,
}

/// A piece of a snippet.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PieceView {
    /// Words as they stand in the file. They are text, never markup.
    pub text: String,
    /// Whether they were looked for.
    pub hit: bool,
}

/// How far the reading of texts has come, of one learner or of all.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextStatusView {
    /// Files with text.
    pub read: u32,
    /// Files without, pictures and recordings among them.
    pub without: u32,
    /// Files not read yet.
    pub waiting: u32,
    /// Files that are being read in the background now; 0 = at rest.
    pub left: u32,
    /// A person stopped the reading in the background.
    pub stopped: bool,
    /// Items of the learner with a file that has no text; empty where no learner was asked for.
    pub items: Vec<NoTextView>,
}

/// A file of an item that has no text.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoTextView {
    /// Item's id.
    pub evidence: String,
    /// "E007 Complaint log", or the title of one without a number.
    pub name: String,
    /// Which of its files, from 0.
    pub part: u32,
    /// Sort of reason; null = not read yet.
    pub why: Option<Why>,
    /// The reason and the way out, in words; empty = not read yet.
    pub reason: String,
}

/// The text of one file of an item.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileTextView {
    /// Which of the item's files, from 0.
    pub part: u32,
    /// Kind of file in words, as its bytes tell it; empty where it has no text.
    pub kind: String,
    /// Passages in reading order.
    pub passages: Vec<PassageView>,
    /// What could not be read or had to be guessed.
    pub notes: Vec<String>,
    /// Why there is no text; null = there is.
    pub why: Option<Why>,
    /// The reason and the way out, in words; empty = there is text.
    pub reason: String,
}

/// One passage.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PassageView {
    /// What it is.
    pub shape: Shape,
    /// Place as shown; null = none.
    pub place: Option<String>,
    /// Words. They are text, never markup.
    pub text: String,
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl SearchView {
    /// Of an answer; `names` are what the learners are called.
    #[must_use]
    pub fn of(answer: Answer, counts: Counts, names: &BTreeMap<Id, Named>) -> Self {
        let hint = answer.query.wanted.is_empty().then(|| match answer.query.unwanted.as_slice() {
            [] => "Type a word to look for.".to_owned(),
            _only_unwanted => "Add a word to look for: the others only leave items out.".to_owned(),
        });
        Self {
            hits: answer.hits.into_iter().map(|hit| HitView::of(hit, names)).collect(),
            files: small(answer.files),
            left_out: answer.query.left_out,
            hint,
            searched: counts.read,
            waiting: counts.waiting,
        }
    }
}

impl HitView {
    fn of(hit: Hit, names: &BTreeMap<Id, Named>) -> Self {
        let standing = hit.item.standing();
        let found = hit.found.as_ref().map(|found| found.place.as_str()).filter(|place| !place.is_empty());
        let place = Place::words_in(hit.part, hit.item.files.len(), found);
        let parsed = place.as_deref().and_then(Place::parse);
        let page = parsed.as_ref().and_then(|place| match place.reading() {
            Reading::Page(spans) => spans.first().map(|(first, _)| *first),
            Reading::Paragraph(_)
            | Reading::Slide(_)
            | Reading::Sheet { .. }
            | Reading::Time { .. }
            | Reading::Area { .. }
            | Reading::Whole
            | Reading::Other => None,
        });
        let pieces = hit.found.as_ref().map(|found| found.pieces.as_slice()).unwrap_or_default();
        Self {
            learner: hit.book.to_string(),
            learner_name: hit.learner,
            learner_apart: names.get(&hit.book).and_then(|named| named.apart.clone()),
            evidence: hit.item.id,
            reference: hit.item.reference,
            title: hit.item.title,
            standing,
            part: small(hit.part),
            place,
            page,
            passage: hit.found.as_ref().map(|found| small(found.passage)),
            snippet: pieces.iter().map(|p| PieceView { text: p.text.clone(), hit: p.hit }).collect(),
            more: hit.found.map_or(0, |found| small(found.more)),
        }
    }
}

impl FileTextView {
    /// Of what is known of a file.
    #[must_use]
    pub fn of(file: FileText) -> Self {
        let passage = |p: &Passage| PassageView {
            shape: p.shape,
            place: p.place.as_ref().map(|place| place.text().to_owned()),
            text: p.text.clone(),
        };
        let passages = file.passages().iter().map(passage).collect();
        let part = small(file.part);
        match file.outcome {
            Some(Ok(text)) => {
                Self { part, kind: text.kind, passages, notes: text.notes, why: None, reason: String::new() }
            }
            Some(Err(none)) => {
                let (why, reason) = (Some(none.why), none.reason);
                Self { part, kind: String::new(), passages, notes: Vec::new(), why, reason }
            }
            None => Self {
                part,
                kind: String::new(),
                passages,
                notes: Vec::new(),
                why: None,
                reason: "its text has not been read: the file cannot be reached now, or has changed".into(),
            },
        }
    }
}
