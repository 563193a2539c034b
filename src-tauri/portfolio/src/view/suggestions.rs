//! What may belong together, as screens show it. A suggestion is no record: nothing maps itself.

use serde::Serialize;
use ts_rs::TS;

use crate::view::portfolio::RowState;

/// A criterion that an item may speak to, or an item that may fill a gap.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView {
    /// Item.
    pub evidence: String,
    /// "E007"; null where nobody has dealt with it.
    pub reference: Option<String>,
    /// Its title.
    pub evidence_title: String,
    /// File of the item in which the passage stands, from 0.
    pub part: u32,
    /// Unit id.
    pub unit: String,
    /// Its title.
    pub unit_title: String,
    /// Row id.
    pub row: String,
    /// Code.
    pub code: String,
    /// Text of the criterion.
    pub text: String,
    /// How the criterion stands.
    pub state: RowState,
    /// Where the passage stands: the place of a mapping that is made from it; of an item of several files it says which. Null
    /// where the one file has no places.
    pub place: Option<String>,
    /// The passage, word for word, shortened.
    pub quote: String,
    /// Words that both have, as the evidence writes them.
    pub words: Vec<String>,
    /// Ideas that both have.
    pub ideas: Vec<SharedIdeaView>,
    /// Personal data of others are in the item: whoever puts it forward looks first whether it can be shown.
    pub third_party: bool,
}

/// An idea that a criterion asks for and the evidence speaks of.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SharedIdeaView {
    /// In plain words: "forecasting".
    pub idea: String,
    /// The evidence's words for it.
    pub words: Vec<String>,
}

/// Why there is nothing, or not everything, to be suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SuggestionsStanding {
    /// The texts are read.
    Ready,
    /// Suggestions are turned off on this machine.
    Off,
    /// The text of the file, or of some files, has not been read yet.
    NotRead,
    /// There is no text in it.
    NoText,
    /// Another item takes its place.
    Replaced,
    /// There is no unit whose criteria can be mapped to.
    NoCriteria,
}

/// What an item may speak to, the likeliest first.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ItemSuggestionsView {
    /// Whether there is anything to go by.
    pub standing: SuggestionsStanding,
    /// Why there is no text, or what takes the item's place, in words.
    pub why: Option<String>,
    /// Suggestions; criteria that the item is mapped to are not among them.
    pub suggestions: Vec<SuggestionView>,
    /// How many were put away on this machine.
    pub put_away: u32,
}

/// What may fill a gap, the likeliest first.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GapSuggestionsView {
    /// Whether there is anything to go by.
    pub standing: SuggestionsStanding,
    /// Suggestions; items that are mapped to the criterion are not among them.
    pub suggestions: Vec<SuggestionView>,
    /// How many were put away on this machine.
    pub put_away: u32,
    /// Items looked through.
    pub looked_through: u32,
    /// Items without any text: pictures, recordings, scans.
    pub without_text: u32,
    /// Items whose text has not been read yet.
    pub not_read: u32,
}

/// Whether suggestions are made on this machine.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionsSwitchView {
    /// They are.
    pub on: bool,
}
