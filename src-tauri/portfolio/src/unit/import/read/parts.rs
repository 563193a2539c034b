//! The parts of a zip container, unpacked against limits on what really comes out. Refuses to know what a part holds.

use std::io::{Cursor, Read};

use super::ReadError;

/// Most bytes that one part may unpack to.
pub const MOST_OF_A_PART: u64 = 64 << 20;
/// Most bytes that all parts together may unpack to.
pub const MOST_OF_ALL: u64 = 200 << 20;
/// Most parts of a container.
const MOST_PARTS: usize = 20_000;

/// A container with its names.
pub struct Parts<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Parts<'a> {
    /// Opens the container.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e.to_string()))?;
        if archive.len() > MOST_PARTS {
            return Err(damaged("it has more parts than any document"));
        }
        Ok(Self { archive, left: MOST_OF_ALL })
    }

    /// Whether there is a part of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The bytes of a part; none where there is no such part.
    pub fn get(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        if !self.has(name) {
            return Ok(None);
        }
        let limit = MOST_OF_A_PART.min(self.left);
        let file = self
            .archive
            .by_name(name)
            .map_err(|e| damaged(&format!("its part {name} cannot be opened: {e}")))?;
        let mut bytes = Vec::new();
        let mut limited = file.take(limit + 1);
        limited
            .read_to_end(&mut bytes)
            .map_err(|e| damaged(&format!("its part {name} cannot be unpacked: {e}")))?;
        let length = bytes.len() as u64;
        if length > limit {
            return Err(ReadError::new(
                format!("part {name}"),
                format!("it unpacks to more than {} MB", limit >> 20),
                "No unit text is so large. Save only the unit's pages, or copy the text and paste it.",
            ));
        }
        self.left -= length;
        Ok(Some(bytes))
    }

    /// The bytes of a part that must be there.
    pub fn need(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        self.get(name)?.ok_or_else(|| damaged(&format!("its part {name} is missing")))
    }
}

fn damaged(what: &str) -> ReadError {
    ReadError::new(
        String::new(),
        format!("the file is damaged or was cut short: {what}"),
        "Open it in the program that made it and save it again, or fetch it once more.",
    )
}
