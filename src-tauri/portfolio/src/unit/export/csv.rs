//! CSV as spreadsheets of every maker read it: UTF-8 with byte order mark, CRLF, RFC 4180. A cell that holds any character which
//! somebody takes for a delimiter is quoted, so that no reader has to guess.

/// Writes rows of cells that are already guarded.
#[must_use]
pub fn write<const N: usize>(rows: &[[String; N]]) -> Vec<u8> {
    let mut text = String::from('\u{feff}');
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            if cell.contains([',', ';', '\t', '|', '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}
