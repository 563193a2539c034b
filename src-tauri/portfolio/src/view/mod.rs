//! What each screen shows, as plain structs, ready to draw: no rule is left for the window to apply.
//! Refuses to know: SQL, files, how the window looks.

pub mod attempts;
pub mod board_links;
pub mod caseload;
pub mod details;
pub mod library;
pub mod links;
pub mod marks;
pub mod matrix;
pub mod offers;
pub mod paper;
pub mod people;
pub mod phrases;
pub mod point_coverage;
pub mod portfolio;
pub mod print;
pub mod qualifications;
pub mod resubmission;
pub mod revisions;
pub mod same;
pub mod sampling;
pub mod search;
pub mod shown;
pub mod side_by_side;
pub mod signoff;
pub mod standards;
pub mod status;
pub mod submissions;
pub mod suggested;
pub mod suggestions;
pub mod units;
pub mod verify;
pub mod versions;
pub mod witnesses;
pub mod work;
pub mod workspace;
