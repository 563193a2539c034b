//! Bringing a unit in from what a person has: text, documents, tables, other programs' files. Bytes become a
//! [`document::Document`] (readers) or a [`proposal::Reading`] at once (structured formats); a document is recognised into
//! proposals. Nothing here changes anything: a person accepts. Pure; refuses to know learners, the journal and the disk.

pub mod case;
pub mod checks;
pub mod delimited;
pub mod document;
pub mod json;
pub mod markup;
pub mod matrix;
pub mod moodle;
pub mod ofqual;
pub mod open;
pub mod proposal;
pub mod read;
pub mod recognise;
pub mod score;
pub mod sheet;
pub mod tree;

pub use open::read_file;
