//! A scan of a paper signed in ink, by its bytes: what kind of file it is and whether it is whole; and whose signatures a page
//! carries. Pure. Refuses to know where the file lay and what it is attached to. Nothing of the file is drawn or run here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::matrix::LearnerWord;

/// Whose signature in ink a page carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Hand {
    /// The learner's.
    Learner,
    /// The assessor's.
    Assessor,
    /// The countersigning assessor's.
    Countersigner,
    /// The internal verifier's.
    Verifier,
    /// The countersigning internal verifier's.
    CountersigningVerifier,
    /// The initials of the awarding organisation's visitor.
    Visitor,
}

impl Hand {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 6] = [
        Self::Learner,
        Self::Assessor,
        Self::Countersigner,
        Self::Verifier,
        Self::CountersigningVerifier,
        Self::Visitor,
    ];

    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Assessor => "assessor",
            Self::Countersigner => "countersigning assessor",
            Self::Verifier => "internal verifier",
            Self::CountersigningVerifier => "countersigning internal verifier",
            Self::Visitor => "visitor (EQA)",
        }
    }

    /// From a word, in any spelling: "IV", "candidate", "countersigner".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        match plain.as_str() {
            "learner" | "candidate" => Some(Self::Learner),
            "assessor" => Some(Self::Assessor),
            "countersigner" | "countersigningassessor" => Some(Self::Countersigner),
            "verifier" | "iv" | "iqa" | "internalverifier" => Some(Self::Verifier),
            "countersigningverifier" | "countersigningiv" | "countersigninginternalverifier" => {
                Some(Self::CountersigningVerifier)
            }
            "visitor" | "eqa" | "ev" | "visitoreqa" => Some(Self::Visitor),
            _unknown => None,
        }
    }
}

/// "learner, assessor and internal verifier", in the words of the paper that was signed.
#[must_use]
pub fn hands(all: &[Hand], learner: LearnerWord) -> String {
    let word = |hand: &Hand| if *hand == Hand::Learner { learner.own() } else { hand.word() };
    let words: Vec<&str> = all.iter().map(word).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What kind of file a scan is, told by its bytes and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScanKind {
    /// A PDF.
    Pdf,
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
}

impl ScanKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Png, Self::Jpeg];

    /// How the name of the kept copy ends.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }
}

/// What a file is, or why it is no scan that can be kept, in words that fit behind its name.
///
/// # Errors
/// The words.
pub fn media(bytes: &[u8]) -> Result<ScanKind, &'static str> {
    if bytes.is_empty() {
        return Err("is empty");
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return png(bytes).map(|()| ScanKind::Png);
    }
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return jpeg(bytes).map(|()| ScanKind::Jpeg);
    }
    if find(bytes.get(..1024).unwrap_or(bytes), b"%PDF-").is_some() {
        return pdf(bytes).map(|()| ScanKind::Pdf);
    }
    Err("is not a PDF, PNG or JPEG")
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// A PDF has an end, and opens without a password: a page that nobody can look at proves nothing.
fn pdf(bytes: &[u8]) -> Result<(), &'static str> {
    let tail = bytes.get(bytes.len().saturating_sub(4096)..).unwrap_or(bytes);
    if find(tail, b"%%EOF").is_none() {
        return Err("is cut off: its end is missing");
    }
    // The entry of a trailer, never compressed: the word, then a reference or a dictionary.
    let entry = |at: usize| {
        let rest = bytes.get(at + 8..).unwrap_or_default();
        rest.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|b| b.is_ascii_digit() || *b == b'<')
    };
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| find(rest, b"/Encrypt")).map(|at| from + at) {
        if entry(at) {
            return Err("is locked with a password");
        }
        from = at + 8;
    }
    Ok(())
}

/// The chunks of a PNG follow each other to the last one; the first states a size.
fn png(bytes: &[u8]) -> Result<(), &'static str> {
    let torn = "is cut off or damaged: not all of the picture is there";
    let mut rest = bytes.get(8..).ok_or(torn)?;
    let mut first = true;
    loop {
        let (head, after) = rest.split_first_chunk::<8>().ok_or(torn)?;
        let [a, b, c, d, kind @ ..] = head;
        let length = usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).map_err(|_| torn)?;
        let data = after.get(..length).ok_or(torn)?;
        rest = after.get(length + 4..).ok_or(torn)?;
        if first {
            let size = data.get(..8).filter(|_| kind == b"IHDR").ok_or(torn)?;
            let (width, height) = size.split_at(4);
            if width == [0; 4] || height == [0; 4] {
                return Err(torn);
            }
            first = false;
        }
        if kind == b"IEND" {
            return Ok(());
        }
    }
}

/// The segments of a JPEG follow each other to the scan, one of them states a size, and the scan has an end.
fn jpeg(bytes: &[u8]) -> Result<(), &'static str> {
    let torn = "is cut off or damaged: not all of the picture is there";
    let mut rest = bytes.get(2..).ok_or(torn)?;
    let mut sized = false;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else { return Err(torn) };
        if marker == 0xFF {
            rest = rest.get(1..).ok_or(torn)?;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        let data = rest.get(4..2 + length.max(2)).ok_or(torn)?;
        // A frame: every marker from C0 to CF but the three that are tables.
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            sized = data.get(1..5).is_some_and(|size| size[..2] != [0, 0] && size[2..] != [0, 0]);
        }
        rest = rest.get(2 + length.max(2)..).ok_or(torn)?;
        if marker == 0xDA {
            let ends = rest.windows(2).any(|pair| pair == [0xFF, 0xD9]);
            return if sized && ends { Ok(()) } else { Err(torn) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png_of(width: u8) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        bytes.extend([0, 0, 0, 13]);
        bytes.extend(b"IHDR");
        bytes.extend([0, 0, 0, width, 0, 0, 0, 1, 8, 0, 0, 0, 0, 1, 2, 3, 4]);
        bytes.extend([0, 0, 0, 0]);
        bytes.extend(b"IEND");
        bytes.extend([0xAE, 0x42, 0x60, 0x82]);
        bytes
    }

    fn jpeg_of(height: u8) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8];
        bytes.extend([0xFF, 0xE0, 0, 4, 1, 1]);
        bytes.extend([0xFF, 0xC0, 0, 8, 8, 0, height, 0, 1, 1]);
        bytes.extend([0xFF, 0xDA, 0, 3, 1, 9, 9, 9]);
        bytes.extend([0xFF, 0xD9]);
        bytes
    }

    #[test]
    fn a_scan_is_known_by_its_bytes_and_only_whole() {
        let pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".to_vec();
        let locked = b"%PDF-1.7\ntrailer<</Root 1 0 R /Encrypt 9 0 R>>\n%%EOF\n".to_vec();
        let told_of = b"%PDF-1.7\n(he wrote /Encryption, then /Encrypt it)\n%%EOF\n".to_vec();
        let late = [vec![b' '; 900], pdf.clone()].concat();
        for (bytes, said) in [
            (pdf.clone(), Ok(ScanKind::Pdf)),
            (late, Ok(ScanKind::Pdf)),
            (told_of, Ok(ScanKind::Pdf)),
            (locked, Err("locked with a password")),
            (pdf[..pdf.len() - 8].to_vec(), Err("cut off")),
            (png_of(1), Ok(ScanKind::Png)),
            (png_of(0), Err("cut off or damaged")),
            (png_of(1)[..30].to_vec(), Err("cut off or damaged")),
            (jpeg_of(2), Ok(ScanKind::Jpeg)),
            (jpeg_of(0), Err("cut off or damaged")),
            (jpeg_of(2)[..jpeg_of(2).len() - 2].to_vec(), Err("cut off or damaged")),
            (vec![0xFF, 0xD8, 0xFF], Err("cut off or damaged")),
            (b"\x89PNG\r\n\x1a\n".to_vec(), Err("cut off or damaged")),
            (Vec::new(), Err("is empty")),
            (b"MZ\x90\x00 a program".to_vec(), Err("is not a PDF, PNG or JPEG")),
            (b"<html>%PD".to_vec(), Err("is not a PDF, PNG or JPEG")),
        ] {
            let found = media(&bytes);
            match said {
                Ok(kind) => assert_eq!(found, Ok(kind)),
                Err(why) => assert!(found.is_err_and(|f| f.contains(why)), "{why}: {found:?}"),
            }
        }
    }

    #[test]
    fn no_beginning_of_a_scan_and_no_changed_byte_stops_the_look() {
        for whole in [png_of(3), jpeg_of(3), b"%PDF-1.4 /Encrypt /Encrypt".to_vec()] {
            for cut in 0..whole.len() {
                let _ = media(&whole[..cut]);
                for value in [0, 0x7F, 0xFF] {
                    let mut changed = whole.clone();
                    changed[cut] = value;
                    let _ = media(&changed);
                }
            }
        }
    }

    #[test]
    fn a_hand_is_read_from_the_word_it_is_written_with() {
        for hand in Hand::ALL {
            let wire = serde_json::to_value(hand).unwrap();
            assert_eq!(Hand::parse(wire.as_str().unwrap()), Some(hand));
            assert_eq!(Hand::parse(hand.word()), Some(hand));
        }
        assert_eq!((Hand::parse("IV"), Hand::parse("mother")), (Some(Hand::Verifier), None));
        let all = [Hand::Learner, Hand::Assessor, Hand::Verifier];
        assert_eq!(hands(&all, LearnerWord::Learner), "learner, assessor and internal verifier");
        assert_eq!(hands(&all[..2], LearnerWord::Candidate), "candidate and assessor");
    }
}
