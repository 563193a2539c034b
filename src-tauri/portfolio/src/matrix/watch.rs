//! Watching a paper being made: how far it is, and whether somebody wants it stopped. Refuses to know who watches.

use super::PaperError;

/// Told how many hundredths are done; answers whether to go on.
pub struct Watch<'a>(&'a dyn Fn(u8) -> bool);

impl<'a> Watch<'a> {
    /// Nobody watches; it is never stopped.
    pub const NOBODY: Watch<'static> = Watch(&|_| true);

    /// A watch that is told how many hundredths are done and says whether to go on.
    #[must_use]
    pub fn new(told: &'a dyn Fn(u8) -> bool) -> Self {
        Self(told)
    }

    /// So many hundredths are done.
    pub(super) fn share(&self, hundredths: u8) -> Result<(), PaperError> {
        if (self.0)(hundredths) { Ok(()) } else { Err(PaperError::Stopped) }
    }

    /// A page is about to be painted: from 30 to 60 hundredths.
    pub(super) fn page(&self, at: usize, of: usize) -> Result<(), PaperError> {
        self.share(30 + part(at, of, 30))
    }

    /// A part is about to be set: up to 30 hundredths. False where it is to stop.
    pub(super) fn part(&self, at: usize, of: usize) -> bool {
        (self.0)(part(at, of, 30))
    }
}

fn part(at: usize, of: usize, whole: usize) -> u8 {
    u8::try_from(at.saturating_mul(whole) / of.max(1)).unwrap_or(u8::MAX).min(100)
}
