//! The record of a vocational portfolio: evidence, mappings, decisions, sign-off, sampling, and its paper.
//! Everything that is true without a screen. Never imports a window toolkit. Start reading at `portfolio` and `api`.

pub mod api;
pub mod board;
pub mod certificate;
pub mod check;
pub mod clock;
pub mod coverage;
pub mod decision;
pub mod declared;
pub mod disk;
pub mod error;
pub mod evidence;
pub mod exchange;
pub mod extract;
pub mod history;
pub mod installation;
pub mod journal;
pub mod key;
pub mod learner;
pub mod library;
pub mod links;
pub mod mapping;
pub mod matrix;
pub mod papers;
pub mod people;
pub mod person;
pub mod phrases;
pub mod portfolio;
pub mod qualifications;
pub mod reading;
pub mod reissue;
pub mod sampling;
pub mod signoff;
pub mod stale;
pub mod standards;
pub mod store;
pub mod suggest;
pub mod text_reading;
pub mod undo;
pub mod unit;
pub mod view;
pub mod watching;

pub use api::Session;
