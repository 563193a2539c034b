//! What journeys and window tests share. No rule of assessment is repeated here: tests ask the program.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

pub mod apart;
#[cfg(unix)]
pub mod churn;
#[cfg(target_os = "linux")]
pub mod desk;
pub mod expected;
pub mod files;
#[cfg(unix)]
pub mod floods;
pub mod fuzz;
#[cfg(target_os = "linux")]
pub mod hands;
#[cfg(unix)]
pub mod hostile;
pub mod invented;
#[cfg(target_os = "linux")]
pub mod openings;
pub mod people;
pub mod printed;
pub mod regions;
#[cfg(target_os = "linux")]
pub mod sample;
pub mod source;
pub mod story;
#[cfg(target_os = "linux")]
pub mod window;
