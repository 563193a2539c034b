//! What the codes of a font mean and how wide they are. Refuses to know where they are drawn.

use std::collections::HashMap;

use lopdf::{Dictionary, Document as Pdf, Object};

use super::{MOST_OF_A_STREAM, number};

/// A font of a page.
#[derive(Debug, Default)]
pub struct Font {
    /// Bold by its name or its own word.
    pub bold: bool,
    wide: bool,
    /// Meaning of codes by the font's own map.
    map: HashMap<u32, String>,
    /// Lengths of codes that the map states.
    lengths: Vec<usize>,
    /// Meaning of one-byte codes by the encoding.
    simple: Vec<String>,
    widths: HashMap<u32, f32>,
    usual: Option<f32>,
}

/// One code of a string.
#[derive(Debug)]
pub struct Code {
    /// What it means; none where the PDF does not say.
    pub text: Option<String>,
    /// In parts of the type size.
    pub width: f32,
    /// Word spacing counts for it.
    pub space: bool,
}

impl Font {
    /// Reads a font dictionary.
    #[must_use]
    pub fn read(pdf: &Pdf, font: &Dictionary) -> Self {
        let name =
            |key: &[u8]| font.get_deref(key, pdf).and_then(Object::as_name).unwrap_or_default().to_vec();
        let mut own = Self { wide: name(b"Subtype") == b"Type0", ..Self::default() };
        let base = String::from_utf8_lossy(&name(b"BaseFont")).to_lowercase();
        own.bold = ["bold", "black", "heavy", "-bd", "semibd"].iter().any(|word| base.contains(word));
        if let Ok(Object::Stream(stream)) = font.get_deref(b"ToUnicode", pdf)
            && let Ok(bytes) = stream.get_plain_content_with_limit(MOST_OF_A_STREAM)
        {
            own.map(&bytes);
        }
        if own.wide {
            own.wide_widths(pdf, font)
        } else {
            own.simple(pdf, font, &base)
        }
        own
    }

    fn simple(&mut self, pdf: &Pdf, font: &Dictionary, base: &str) {
        let encoding = font.get_font_encoding_with_limit(pdf, MOST_OF_A_STREAM).ok();
        let meaning = |code: u8| {
            let mut said = String::new();
            let known = encoding
                .as_ref()
                .is_some_and(|e| e.write_to_string(&[code], &mut said).is_ok() && !said.is_empty());
            if known { said } else { char::from(code).to_string() }
        };
        self.simple = (0..=255).map(meaning).collect();
        let first = font.get_deref(b"FirstChar", pdf).map_or(0.0, number) as u32;
        let scale = if font.get(b"FontMatrix").is_ok() {
            font.get_deref(b"FontMatrix", pdf)
                .and_then(Object::as_array)
                .ok()
                .and_then(|m| m.first())
                .map_or(0.001, number)
        } else {
            0.001
        };
        match font.get_deref(b"Widths", pdf).and_then(Object::as_array) {
            Ok(widths) => {
                for (at, width) in (0_u32..256).zip(widths) {
                    let width = pdf.dereference(width).map_or(0.0, |(_, w)| number(w));
                    self.widths.insert(first.saturating_add(at), width * scale);
                }
            }
            Err(_) => {
                let monospace = base.contains("courier") || base.contains("mono");
                for code in 0..=255_u32 {
                    let c = self.simple[code as usize].chars().next().unwrap_or(' ');
                    self.widths.insert(code, if monospace { 0.6 } else { usual_width(c) });
                }
            }
        }
    }

    fn wide_widths(&mut self, pdf: &Pdf, font: &Dictionary) {
        let inner = font.get_deref(b"DescendantFonts", pdf).and_then(Object::as_array).ok();
        let inner = inner.and_then(|fonts| pdf.dereference(fonts.first()?).ok()?.1.as_dict().ok());
        let Some(inner) = inner else { return };
        self.usual = Some(inner.get_deref(b"DW", pdf).map_or(1.0, |w| number(w) / 1000.0));
        let Ok(list) = inner.get_deref(b"W", pdf).and_then(Object::as_array) else { return };
        let mut at = 0;
        while let Some(first) = list.get(at).map(|n| number(n) as u32) {
            let next = list.get(at + 1).and_then(|o| pdf.dereference(o).ok()).map(|(_, o)| o);
            match next {
                Some(Object::Array(widths)) => {
                    for (code, width) in (first..).zip(widths) {
                        self.widths.insert(code, number(width) / 1000.0);
                    }
                    at += 2;
                }
                Some(last) => {
                    let (last, width) = (number(last) as u32, list.get(at + 2).map_or(0.0, number) / 1000.0);
                    for code in first..=last.min(first.saturating_add(65_535)) {
                        self.widths.insert(code, width);
                    }
                    at += 3;
                }
                None => break,
            }
        }
    }

    /// Reads a ToUnicode map: only hexadecimal strings, brackets and the names of its sections matter.
    fn map(&mut self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let mut section = "";
        let mut strings: Vec<Vec<u8>> = Vec::new();
        let mut list: Option<usize> = None;
        for token in tokens(&text) {
            match token {
                "begincodespacerange" | "beginbfchar" | "beginbfrange" => (section, list) = (token, None),
                "endcodespacerange" | "endbfchar" | "endbfrange" => section = "",
                "[" => list = Some(0),
                "]" => list = None,
                hex if section.is_empty() || !hex.starts_with('<') => {}
                hex => strings.push(from_hex(hex)),
            }
            let code = |bytes: &[u8]| bytes.iter().take(4).fold(0_u32, |n, b| n << 8 | u32::from(*b));
            match (section, strings.as_slice(), list) {
                ("begincodespacerange", [low, _high], _) => self.lengths.push(low.len()),
                ("beginbfchar", [from, to], _) => self.put(code(from), from.len(), utf16(to)),
                ("beginbfrange", [low, high, to], None) => {
                    let (first, last) = (code(low), code(high));
                    for n in first..=last.min(first.saturating_add(65_535)) {
                        let mut to = to.clone();
                        add(&mut to, n - first);
                        self.put(n, low.len(), utf16(&to));
                    }
                }
                ("beginbfrange", [low, _high, to], Some(n)) => {
                    let n = u32::try_from(n).unwrap_or(0);
                    self.put(code(low).saturating_add(n), low.len(), utf16(to));
                    list = Some(n as usize + 1);
                    strings.pop();
                    continue;
                }
                ("beginbfrange", [_, _], _) if token == "]" => {}
                _more => continue,
            }
            strings.clear();
        }
    }

    fn put(&mut self, code: u32, length: usize, text: String) {
        if self.map.len() < 200_000 {
            self.map.insert(code, text);
        }
        if self.lengths.is_empty() {
            self.lengths.push(length);
        }
    }

    /// The codes of a string.
    #[must_use]
    pub fn codes(&self, bytes: &[u8]) -> Vec<Code> {
        let length = if self.wide { 2 } else { 1 };
        let length = if self.wide && self.lengths.iter().all(|l| *l == 1) && !self.lengths.is_empty() {
            1
        } else {
            length
        };
        let code = |part: &[u8]| part.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b));
        let mean = |code: u32| {
            let own = self.map.get(&code).filter(|text| !text.is_empty());
            let own = own.or_else(|| self.simple.get(code as usize).filter(|_| !self.wide)).cloned();
            let width = self.widths.get(&code).copied().or(self.usual).unwrap_or(0.5);
            Code { text: own, width, space: length == 1 && code == 32 }
        };
        bytes.chunks(length).map(|part| mean(code(part))).collect()
    }
}

/// Names, brackets and `<hex>` strings of a map.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let end = match first {
            '<' if !rest.starts_with("<<") => rest.find('>').map_or(rest.len(), |at| at + 1),
            '[' | ']' => 1,
            c => rest[c.len_utf8()..]
                .find(|c: char| c.is_whitespace() || "<[]".contains(c))
                .map_or(rest.len(), |at| at + c.len_utf8()),
        };
        let token = &rest[..end];
        rest = &rest[end..];
        Some(token)
    })
}

fn from_hex(token: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        token.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = match bytes {
        [one] => vec![u16::from(*one)],
        more => more.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect(),
    };
    String::from_utf16_lossy(&units).replace('\0', "")
}

/// Adds to the last two bytes of a string.
fn add(bytes: &mut [u8], n: u32) {
    let mut carry = n;
    for byte in bytes.iter_mut().rev().take(2) {
        let sum = u32::from(*byte) + (carry & 0xff);
        *byte = (sum & 0xff) as u8;
        carry = (carry >> 8) + (sum >> 8);
    }
}

/// Rough widths of the fonts that a PDF need not carry.
fn usual_width(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.22,
        ' ' | '.' | ',' | ':' | ';' | 'f' | 't' | 'I' | '!' | '/' | '(' | ')' | '-' | 'r' => 0.3,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.85,
        c if c.is_uppercase() => 0.69,
        _letter => 0.54,
    }
}
