//! Evidence: files of a learner's folder, known by content, read and never written.

pub mod compare;
pub mod describe;
pub mod detail;
pub mod events;
pub mod folder;
pub mod hash;
pub mod ignore;
pub mod intake;
pub mod item;
pub mod judged;
pub mod locator;
pub mod method;
pub mod name;
pub mod parted;
pub mod preview;
pub mod reconcile;
pub mod route;
pub mod settle;
pub mod task;
pub mod text;
pub mod verbs;
pub mod versions;
pub mod walk;
pub mod watch;
pub mod whereabouts;
