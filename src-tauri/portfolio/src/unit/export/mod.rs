//! Handing unit texts and links between boards to other programs and people. Pure: bytes out, nothing kept.
//! Refuses to know learners, the journal and the disk.

pub mod csv;
pub mod links;
