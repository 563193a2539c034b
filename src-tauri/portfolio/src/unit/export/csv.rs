//! CSV as spreadsheets of every maker read it: UTF-8 with byte order mark, CRLF, RFC 4180.

use crate::error::{Error, Result};

/// Writes rows of cells that are already guarded.
pub fn write<const N: usize>(rows: &[[String; N]]) -> Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    for row in rows {
        writer.write_record(row).map_err(|e| Error::Broken(format!("the CSV could not be written: {e}")))?;
    }
    writer.into_inner().map_err(|e| Error::Broken(format!("the CSV could not be written: {e}")))
}
