//! Unit texts: one unit as published or as a centre wrote it down. Parsing is pure.
//! Refuses to know learners, evidence and where texts are kept.

pub mod codes;
pub mod combination;
pub mod diff;
pub mod draft;
pub mod export;
pub mod format;
pub mod import;
pub mod link;
pub mod matching;
pub mod propose;
pub mod qualification;
pub mod revisions;
pub mod spec;
pub mod standard;
pub mod starter;
pub mod words;
