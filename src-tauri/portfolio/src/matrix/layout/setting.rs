//! Words into lines: measuring, breaking, and choosing the face of each character. Nothing here knows where
//! on a page a line will stand.

use std::collections::BTreeSet;

use super::clean::cut;
use super::faces::millimetres;
use super::glyphs::Sign;
use super::{Face, Faces, Ink};

/// What is drawn for a character that no face has.
pub const REPLACEMENT: char = '□';

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// The face asked for.
    pub face: Face,
    /// Points.
    pub size: f32,
    /// Colour.
    pub ink: Ink,
}

impl Style {
    /// A style.
    pub const fn new(face: Face, size: f32, ink: Ink) -> Self {
        Self { face, size, ink }
    }

    /// The distance from one baseline to the next in millimetres.
    pub fn leading(self) -> f32 {
        millimetres(self.size * 1.36)
    }
}

/// A piece of cleaned text in one style.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The text; `\n` breaks the line.
    pub text: String,
    /// Its look.
    pub style: Style,
    /// Whether a line may end inside it.
    pub hold: Hold,
}

/// Whether a line may end inside a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// It may.
    Loose,
    /// It may not, unless the span alone is wider than the line.
    Together,
}

impl Span {
    /// A span.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style, hold: Hold::Loose }
    }

    /// A span that stays on one line.
    pub fn together(text: impl Into<String>, style: Style) -> Self {
        Self { hold: Hold::Together, ..Self::new(text, style) }
    }
}

/// A run of one face inside a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Distance from the left edge of the line.
    pub x: f32,
    /// The look; the face here is the one that has every character.
    pub style: Style,
    /// The text.
    pub text: String,
}

/// A line that is ready to stand somewhere.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Its runs from left to right.
    pub runs: Vec<Run>,
    /// Where the last run ends.
    pub width: f32,
    /// The height it takes.
    pub height: f32,
    /// A sign behind the last word, with its left edge.
    pub sign: Option<(Sign, f32)>,
    /// The place that its first runs lead to.
    pub link: Option<Lead>,
}

/// Runs at the beginning of a line that lead to another place.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    /// The name of the place.
    pub to: String,
    /// Whether the place is in the evidence index, whatever is called so here.
    pub far: bool,
    /// What it does, in words.
    pub says: String,
    /// How many runs.
    pub runs: usize,
    /// Where the last of them ends.
    pub width: f32,
}

impl Line {
    /// An empty line of this height.
    pub fn space(height: f32) -> Self {
        Self { height, ..Self::default() }
    }

    /// The same line, moved to the right.
    #[must_use]
    pub fn moved(mut self, by: f32) -> Self {
        for run in &mut self.runs {
            run.x += by;
        }
        self.width += by;
        self
    }
}

/// The height of some lines.
pub fn height(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.height).sum()
}

/// Breaks text into lines and remembers what could not be drawn.
pub struct Setter<'a> {
    faces: &'a Faces,
    /// Characters that no face has.
    pub missing: BTreeSet<char>,
}

/// A character with its look and its width.
#[derive(Clone, Copy)]
struct Letter {
    character: char,
    style: Style,
    width: f32,
    hold: Hold,
}

impl<'a> Setter<'a> {
    /// A setter with these faces.
    pub fn new(faces: &'a Faces) -> Self {
        Self { faces, missing: BTreeSet::new() }
    }

    /// The faces.
    pub fn faces(&self) -> &'a Faces {
        self.faces
    }

    /// Lines no wider than `width`; a word that is wider alone is broken.
    pub fn wrap(&mut self, spans: &[Span], width: f32) -> Vec<Line> {
        let leading = spans.iter().map(|span| span.style.leading()).fold(0.0, f32::max);
        let mut lines = Vec::new();
        let letters = self.letters(spans, width);
        for paragraph in letters.split(|letter| letter.character == '\n') {
            break_paragraph(paragraph, width, |piece, ends| {
                let mut line = assemble(piece, leading);
                if ends == Ends::AtSpace {
                    apart(&mut line);
                }
                lines.push(line);
            });
        }
        lines
    }

    /// Lines of one style.
    pub fn text(&mut self, text: &str, style: Style, width: f32) -> Vec<Line> {
        self.wrap(&[Span::new(text, style)], width)
    }

    /// One line, cut with an ellipsis where it is too long.
    pub fn fit(&mut self, text: &str, style: Style, width: f32) -> Line {
        let whole = self.letters(&[Span::new(text, style)], width);
        if measure(&whole) <= width {
            return assemble(&whole, style.leading());
        }
        let dots = self.letters(&[Span::new("…", style)], width);
        let room = width - measure(&dots);
        let mut end = 0;
        let mut used = 0.0;
        while let Some(letter) = whole.get(end).filter(|letter| used + letter.width <= room) {
            used += letter.width;
            end += 1;
        }
        while end > 0 && whole.get(end - 1).is_some_and(|letter| letter.character == ' ') {
            end -= 1;
        }
        let kept: Vec<Letter> = whole.into_iter().take(end).chain(dots).collect();
        assemble(&kept, style.leading())
    }

    /// At most this many lines; what is cut ends in an ellipsis.
    pub fn at_most(&mut self, count: usize, text: &str, style: Style, width: f32) -> Vec<Line> {
        let mut length = text.chars().count();
        let mut lines = self.text(text, style, width);
        while lines.len() > count.max(1) && length > 1 {
            // By the overhang first, then by tenths: a few rounds, however long the text.
            length = (length * count.max(1) / lines.len() + 1).min(length * 9 / 10);
            lines = self.text(&cut(text, length), style, width);
        }
        lines
    }

    fn letters(&mut self, spans: &[Span], width: f32) -> Vec<Letter> {
        let mut letters: Vec<Letter> = Vec::with_capacity(spans.iter().map(|span| span.text.len()).sum());
        for span in spans {
            let start = letters.len();
            letters.extend(span.text.chars().map(|character| self.letter(character, span.style)));
            let piece = letters.get_mut(start..).unwrap_or_default();
            if span.hold == Hold::Together && measure(piece) <= width {
                piece.iter_mut().for_each(|letter| letter.hold = Hold::Together);
            }
        }
        letters
    }

    fn letter(&mut self, character: char, style: Style) -> Letter {
        if character == '\n' {
            return Letter { character, style, width: 0.0, hold: Hold::Loose };
        }
        let (character, (face, width)) = match self.faces.drawing(style.face, character, style.size) {
            Some(drawn) => (character, drawn),
            None => {
                self.missing.insert(character);
                let width = self.faces.advance(style.face, REPLACEMENT, style.size);
                (REPLACEMENT, (style.face, width))
            }
        };
        Letter { character, style: Style { face, ..style }, width, hold: Hold::Loose }
    }
}

fn measure(letters: &[Letter]) -> f32 {
    letters.iter().map(|letter| letter.width).sum()
}

/// True where a line may end behind this letter.
fn may_break(letters: &[Letter], at: usize) -> bool {
    let Some(here) = letters.get(at) else { return true };
    let next = letters.get(at + 1).map_or(' ', |letter| letter.character);
    if here.hold == Hold::Together && letters.get(at + 1).is_some_and(|letter| letter.hold == Hold::Together)
    {
        return false;
    }
    match here.character {
        ' ' => true,
        '-' | '–' | '—' => next.is_alphabetic() && at > 0,
        _ => false,
    }
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// At a space, or with the paragraph.
    AtSpace,
    /// Within a word, or behind a hyphen.
    InWord,
}

/// Says the letters of each line, without the spaces at its end.
fn break_paragraph(letters: &[Letter], width: f32, mut line: impl FnMut(&[Letter], Ends)) {
    let (mut start, mut last_break, mut used) = (0, None, 0.0);
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        // A space may hang over the edge: it is cut off where the line ends.
        let fits = used + letter.width <= width || letter.character == ' ';
        if fits || at == start {
            used += letter.width;
            last_break = if may_break(letters, at) { Some(at + 1) } else { last_break };
            at += 1;
            continue;
        }
        let end = last_break.unwrap_or(at);
        let space = letters.get(end - 1).is_some_and(|letter| letter.character == ' ');
        let ends = if space { Ends::AtSpace } else { Ends::InWord };
        let piece = trimmed(letters.get(start..end).unwrap_or_default());
        // Spaces before a word that does not fit beside them are no line of their own.
        if !piece.is_empty() {
            line(piece, ends);
        }
        (start, last_break, used, at) = (end, None, 0.0, end);
    }
    line(trimmed(letters.get(start..).unwrap_or_default()), Ends::AtSpace);
}

/// A space that takes no room behind the last word, where a line ends at a space and where a paragraph ends: read aloud or
/// copied, it stays apart from what follows.
fn apart(line: &mut Line) {
    if let Some(run) = line.runs.last_mut() {
        run.text.push(' ');
    }
}

fn trimmed(letters: &[Letter]) -> &[Letter] {
    let end = letters.iter().rposition(|letter| letter.character != ' ').map_or(0, |last| last + 1);
    letters.get(..end).unwrap_or_default()
}

fn assemble(letters: &[Letter], leading: f32) -> Line {
    let mut line = Line::space(leading);
    for run in letters.chunk_by(|one, next| one.style == next.style) {
        let Some(first) = run.first() else { continue };
        // Room for the space that may follow.
        let mut text = String::with_capacity(run.len() + 1);
        text.extend(run.iter().map(|letter| letter.character));
        line.runs.push(Run { x: line.width, style: first.style, text });
        line.width = run.iter().fold(line.width, |width, letter| width + letter.width);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Style = Style::new(Face::Regular, 9.0, Ink::Text);

    fn said(lines: &[Line]) -> Vec<String> {
        let text = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
        lines.iter().map(|line| text(line).trim_end().to_owned()).collect()
    }

    #[test]
    fn words_wrap_long_words_break_and_no_line_is_too_wide() {
        let faces = Faces::load().unwrap();
        let mut setter = Setter::new(&faces);
        let long = "x".repeat(300);
        for (text, width) in [
            ("Plan the work of a team and check it against what was agreed.", 30.0),
            (long.as_str(), 25.0),
            ("cross-reference-of-many-parts and 3–4 pages", 18.0),
            ("", 20.0),
            ("     ", 20.0),
            ("narrow", 0.5),
            ("e\u{301}\u{302}\u{303}é 漢字 ✕", 9.0),
        ] {
            let lines = setter.text(text, BODY, width);
            assert!(!lines.is_empty(), "{text:?}");
            for line in &lines {
                let one = line.runs.iter().map(|run| run.text.trim_end().chars().count()).sum::<usize>() <= 1;
                assert!(line.width <= width + 0.01 || one, "{text:?}: {} in {width}", line.width);
            }
            let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).count();
            assert_eq!(
                said(&lines).iter().map(|line| letters(line)).sum::<usize>(),
                letters(text),
                "nothing is lost"
            );
        }
    }

    #[test]
    fn spaces_before_a_long_word_are_no_line() {
        let faces = Faces::load().unwrap();
        let mut setter = Setter::new(&faces);
        let word = "x".repeat(40);
        for (text, width) in [(format!("  {word}"), 60.0), (format!("  {word} and more"), 82.0)] {
            let lines = said(&setter.text(&text, BODY, width));
            assert!(lines.iter().all(|line| !line.is_empty()), "{lines:?}");
        }
        assert_eq!(said(&setter.text("  set in", BODY, 60.0)), ["  set in"], "where it fits it stays");
    }

    #[test]
    fn a_line_break_in_the_text_breaks_the_line_and_a_range_of_pages_does_not() {
        let faces = Faces::load().unwrap();
        let mut setter = Setter::new(&faces);
        assert_eq!(said(&setter.text("one\n\ntwo", BODY, 50.0)), ["one", "", "two"]);
        assert_eq!(said(&setter.text("see p. 13–14", BODY, 17.0)), ["see p.", "13–14"]);
    }

    #[test]
    fn a_character_without_a_face_becomes_a_box_and_is_listed() {
        let faces = Faces::load().unwrap();
        let mut setter = Setter::new(&faces);
        let lines = setter.text("漢 ✕ 漢 \u{10FFFF}", BODY, 90.0);
        assert_eq!(said(&lines), ["□ ✕ □ □"]);
        assert_eq!(setter.missing.iter().copied().collect::<Vec<_>>(), ['漢', '\u{10FFFF}']);
    }

    #[test]
    fn text_for_a_few_lines_is_cut_and_says_so() {
        let faces = Faces::load().unwrap();
        let mut setter = Setter::new(&faces);
        for text in ["word ".repeat(400), "W".repeat(900), "a\n".repeat(50)] {
            let lines = setter.at_most(4, &text, BODY, 40.0);
            assert!((2..=4).contains(&lines.len()), "{} lines", lines.len());
            assert!(said(&lines).concat().ends_with('…'));
        }
        assert_eq!(said(&setter.at_most(4, "short", BODY, 40.0)), ["short"]);
    }

    #[test]
    fn a_line_that_must_fit_is_cut_with_an_ellipsis() {
        let faces = Faces::load().unwrap();
        let mut setter = Setter::new(&faces);
        let line = setter.fit(&"A long title ".repeat(30), BODY, 60.0);
        assert!(line.width <= 60.0);
        assert!(said(&[line]).concat().ends_with('…'));
        assert_eq!(said(&[setter.fit("short", BODY, 60.0)]), ["short"]);
    }
}
