//! Saved phrases, as they are offered where somebody writes.

use serde::Serialize;
use ts_rs::TS;

use crate::error::Result;
use crate::phrases;
use crate::portfolio::Workspace;

/// One phrase.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PhraseView {
    /// Id.
    pub phrase: String,
    /// Its words; two versions with " / " between them where two desks changed it at once.
    pub text: String,
    /// In how many pieces of writing it stands: decisions made in one go, sign-offs, IV comments.
    pub uses: u32,
}

/// Every phrase, the most used first.
pub fn phrases(workspace: &mut Workspace) -> Result<Vec<PhraseView>> {
    let view = |p: phrases::Phrase| PhraseView {
        phrase: p.phrase.to_string(),
        text: p.texts.join(" / "),
        uses: p.uses,
    };
    Ok(phrases::all(workspace)?.into_iter().map(view).collect())
}
