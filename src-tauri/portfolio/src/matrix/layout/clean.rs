//! Text from outside, made safe to set: nothing in it may steer the page, and nothing may vanish unseen.
//!
//! Control characters and bidirectional controls become visible (`‹U+202E›`): a file name that pretends to
//! be another one must not look like it on paper. Joiners and variation selectors draw nothing by
//! themselves and are dropped.

use unicode_normalization::UnicodeNormalization;

/// One line: a line break becomes ↵.
#[must_use]
pub fn line(text: &str) -> String {
    scrub(text, " ↵ ")
}

/// Running text: line breaks stay.
#[must_use]
pub fn prose(text: &str) -> String {
    scrub(text, "\n")
}

fn scrub(text: &str, line_break: &str) -> String {
    // Printable ASCII is its own composed form and holds nothing that steers.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.trim().nfc().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str(line_break),
            '\t' => out.push(' '),
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {}
            '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E01EF}' => {}
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => {
                show(character, &mut out)
            }
            control if control.is_control() => show(control, &mut out),
            ordinary => out.push(ordinary),
        }
    }
    out
}

fn show(character: char, out: &mut String) {
    out.push_str(&format!("‹U+{:04X}›", u32::from(character)));
}

/// At most `limit` characters, the last one an ellipsis where something was cut.
#[must_use]
pub fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_shown_and_what_draws_nothing_is_dropped() {
        for (from, to) in [
            ("plain", "plain"),
            ("  edges \n", "edges"),
            ("invoice\u{202E}fdp.exe", "invoice‹U+202E›fdp.exe"),
            ("a\u{2066}b\u{2069}c", "a‹U+2066›b‹U+2069›c"),
            ("bell\u{7}null\u{0}", "bell‹U+0007›null‹U+0000›"),
            ("two\nlines\r\nthree", "two ↵ lines ↵ three"),
            ("tab\there", "tab here"),
            ("e\u{301}", "é"),
            ("soft\u{AD}hyphen\u{200B}and zero", "softhyphenand zero"),
            ("\u{1F469}\u{200D}\u{1F52C}\u{FE0F}", "\u{1F469}\u{1F52C}"),
        ] {
            assert_eq!(line(from), to, "{from:?}");
        }
        assert_eq!(prose("two\r\nlines"), "two\nlines");
    }

    #[test]
    fn a_title_is_cut_at_the_limit_with_an_ellipsis() {
        assert_eq!(cut("short", 40), "short");
        assert_eq!(cut(&"x".repeat(40), 40), "x".repeat(40));
        assert_eq!(cut(&"é".repeat(41), 40), format!("{}…", "é".repeat(39)));
        assert_eq!(cut("a word and then more", 8), "a word…");
    }
}
