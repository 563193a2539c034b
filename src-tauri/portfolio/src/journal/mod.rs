//! The journal: books, chains, entries, their canonical form, merging and replay. The truth of the whole program.
//! Refuses to know SQL, files, screens and clocks.

pub mod act;
mod apply;
pub mod canonical;
pub mod chain;
pub mod closings;
pub mod entry;
pub mod id;
pub mod lines;
pub mod rows;
mod seen;
mod standing;
pub mod state;
pub mod statements;
pub mod table;
