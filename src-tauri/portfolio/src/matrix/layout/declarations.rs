//! Declarations and signatures, together on one page and in the order of the form, with boxes to sign in
//! ink.
//!
//! A text that is too long for that page stands in full on the page before, and the block says where.

use super::clean::{line, prose};
use super::composer::{BOTTOM, Composer, MARGIN, MEASURE, TOP};
use super::lists::heading;
use super::rows::{ASIDE, BODY, STRONG};
use super::setting::{Line, Style, height};
use super::{Face, Ink, Node, Paint, PartId, Role, Shape};
use crate::matrix::words::NOT_RECORDED;
use crate::matrix::{Declaration, DeclarationKind, Edition, LearnerWord, Matrix, SignatureState, dates};

const LABEL: Style = Style::new(Face::Regular, 7.5, Ink::Third);
const STAMP: Style = Style::new(Face::Regular, 8.0, Ink::Second);

/// The width of the words, left of the box.
const WORDS: f32 = 126.0;
const BOX_X: f32 = MARGIN + 134.0;
const BOX_WIDTH: f32 = 50.0;
const FIELDS_X: f32 = BOX_X + BOX_WIDTH + 5.0;
const FIELDS: f32 = MARGIN + MEASURE - FIELDS_X;
const PAD: f32 = 2.0;
/// The height that the fields beside a box need.
const LEAST: f32 = 17.4;
/// Where what is said in a box starts: below the word "Signature".
const STAMP_TOP: f32 = 4.6;
/// As many lines as anything said in a box takes; whatever a person writes has an end before it.
const STAMP_LINES: usize = 30;
/// Where a digital signature starts in its box: below the word "Signature".
const BELOW_LABEL: f32 = 4.6;
/// Where the blocks of the page start: below its heading.
const HEAD: f32 = 9.0;

struct Block<'a> {
    declaration: &'a Declaration,
    title: Vec<Line>,
    words: Vec<Line>,
    /// How it is signed, which stands in the box.
    stamp: Vec<Line>,
}

impl Block<'_> {
    /// The height of the box: of the fields beside it, or of what is said in it, whatever is more.
    fn boxed(&self) -> f32 {
        let said = if self.stamp.is_empty() { 0.0 } else { STAMP_TOP + height(&self.stamp) + 1.4 };
        LEAST.max(said)
    }

    /// Its height with so many lines of its words.
    fn tall(&self, lines: usize) -> f32 {
        let words = self.words.get(..lines).unwrap_or(&self.words);
        (height(&self.title) + height(words)).max(self.boxed()) + 2.0 * PAD
    }

    fn whole(&self) -> f32 {
        self.tall(self.words.len())
    }
}

/// Sets the page of declarations; nothing where there are none.
pub fn set(composer: &mut Composer, matrix: &Matrix) {
    if matrix.declarations.is_empty() {
        return;
    }
    let mut blocks: Vec<Block> = matrix
        .declarations
        .iter()
        .map(|declaration| block(composer, declaration, matrix.learner.word))
        .collect();
    blocks.sort_by_key(|block| block.declaration.kind);
    shorten(composer, &mut blocks);
    composer.turn();
    heading(composer, "Declarations and signatures");
    composer.y = TOP + HEAD;
    composer.rule(composer.y, 0.35, Ink::Second);
    let air = air(composer.room(), &blocks);
    let digital = matches!(matrix.edition, Edition::SignedOriginal { .. });
    let mut before = None;
    for block in &blocks {
        if composer.room() < block.whole() {
            composer.turn();
        }
        // Of several people in one role the first signs in the file.
        let kind = block.declaration.kind;
        let first = before.replace(kind) != Some(kind);
        sign_here(composer, block, air, (digital && first).then(|| field_of(kind)).flatten());
    }
}

/// What each block may be taller where the page has room: a pen likes a large box.
fn air(room: f32, blocks: &[Block]) -> f32 {
    let needed: f32 = blocks.iter().map(Block::whole).sum();
    let count = f32::from(u8::try_from(blocks.len()).unwrap_or(u8::MAX)).max(1.0);
    ((room - needed) / count - 0.1).clamp(0.0, 7.0)
}

fn block<'a>(composer: &mut Composer, declaration: &'a Declaration, word: LearnerWord) -> Block<'a> {
    let mut title = composer.setter.text(declaration.kind.title(word), STRONG, WORDS);
    title.push(Line::space(0.5));
    let words = prose(&declaration.text);
    let words = match (words.is_empty(), declaration.kind) {
        (false, _) => composer.setter.text(&words, BODY, WORDS),
        (true, DeclarationKind::Feedback) => composer.setter.text("none recorded", ASIDE, WORDS),
        (true, _unworded) => composer.setter.text(NOT_RECORDED, ASIDE, WORDS),
    };
    let stamp = said(&declaration.state).map_or_else(Vec::new, |said| {
        composer.setter.at_most(STAMP_LINES, &line(&said), STAMP, BOX_WIDTH - 4.0)
    });
    Block { declaration, title, words, stamp }
}

/// What stands in a box that does not wait for a pen.
fn said(state: &SignatureState) -> Option<String> {
    match state {
        SignatureState::Open => None,
        SignatureState::Signed { how } => Some(how.clone()),
        SignatureState::Ink { received_on, received_by } => {
            Some(format!("Signed in ink. Scan received on {} by {received_by}.", dates::prose(received_on)))
        }
        SignatureState::NotNeeded { why } => Some(format!("No signature needed: {why}")),
    }
}

/// Cuts the longest texts to one length so that all blocks share a page, and sets the cut ones in full
/// before it.
fn shorten(composer: &mut Composer, blocks: &mut [Block]) {
    let room = BOTTOM - TOP - HEAD;
    let needed =
        |limit: usize, blocks: &[Block]| -> f32 { blocks.iter().map(|block| block.tall(limit)).sum() };
    let longest = blocks.iter().map(|block| block.words.len()).max().unwrap_or(0);
    if needed(longest, blocks) <= room {
        return;
    }
    let limit = (1..=longest.min(60)).rev().find(|limit| needed(*limit, blocks) <= room).unwrap_or(1);
    composer.turn();
    heading(composer, "Declarations in full");
    for block in blocks.iter_mut().filter(|block| block.words.len() > limit) {
        composer.y += 2.0;
        if composer.room() < 20.0 {
            composer.turn();
        }
        let page = composer.pages();
        in_full(composer, block);
        block.words.truncate(limit.saturating_sub(1));
        let pointer = format!("… The full text stands on page {page}.");
        block.words.extend(composer.setter.text(&pointer, ASIDE, WORDS));
    }
}

/// The whole text, line by line over as many pages as it takes.
fn in_full(composer: &mut Composer, block: &Block) {
    let part = composer.part(Role::Paragraph, None);
    for line in block.title.iter().chain(&block.words) {
        if composer.room() < line.height {
            composer.turn();
        }
        composer.y = composer.lines(Some(part), MARGIN, composer.y, std::slice::from_ref(line));
    }
}

/// What a digital signature in the box of this declaration is called; learner and visitor sign by other ways.
fn field_of(kind: DeclarationKind) -> Option<&'static str> {
    match kind {
        DeclarationKind::Assessor => Some("Digital signature of the assessor"),
        DeclarationKind::CountersigningAssessor => Some("Digital signature of the countersigning assessor"),
        DeclarationKind::Verifier => Some("Digital signature of the internal verifier"),
        DeclarationKind::CountersigningVerifier => {
            Some("Digital signature of the countersigning internal verifier")
        }
        DeclarationKind::Feedback | DeclarationKind::Learner | DeclarationKind::ExternalQualityAssurer => {
            None
        }
    }
}

fn sign_here(composer: &mut Composer, block: &Block, air: f32, digital: Option<&'static str>) {
    let part = composer.part(Role::Declaration, None);
    let top = composer.y + PAD;
    let title = composer.part(Role::Subheading, Some(part));
    let below = composer.lines(Some(title), MARGIN, top, &block.title);
    let words = composer.part(Role::Paragraph, Some(part));
    composer.lines(Some(words), MARGIN, below, &block.words);
    if block.declaration.kind != DeclarationKind::Feedback {
        let tall = block.boxed() + air;
        signature_box(composer, part, block, (top, tall));
        if let Some(says) = digital {
            let (x, y) = (BOX_X + 0.6, top + BELOW_LABEL);
            let size = (BOX_WIDTH - 1.2, tall - 1.0 - BELOW_LABEL);
            composer.field(part, block.declaration.kind, says, [x, y, size.0, size.1]);
        }
    }
    let own = block.declaration;
    // Nobody signs feedback: where nobody gave any there is nothing to fill in.
    let named = [&own.name, &own.role, &own.initials, &own.date].into_iter().any(Option::is_some);
    if named || own.kind != DeclarationKind::Feedback {
        let details = composer.part(Role::Paragraph, Some(part));
        fields(composer, details, own, top);
    }
    composer.y += block.whole() + air;
    composer.rule(composer.y, 0.12, Ink::Hairline);
}

fn signature_box(composer: &mut Composer, part: PartId, block: &Block, (top, tall): (f32, f32)) {
    let declaration = block.declaration;
    if let SignatureState::NotNeeded { .. } = declaration.state {
        let (x, y, height) = (BOX_X, top + 0.4, tall - 0.8);
        composer.draw(None, Shape::Box { x, y, width: BOX_WIDTH, height, ink: Ink::Band });
    }
    let corners = [(0.0, 0.4), (BOX_WIDTH, 0.4), (BOX_WIDTH, tall - 0.4), (0.0, tall - 0.4), (0.0, 0.4)];
    let ring = corners.iter().map(|(x, y)| Node::To(BOX_X + x, top + y)).collect();
    composer
        .draw(None, Shape::Path { rings: vec![ring], paint: Paint::Stroke { ink: Ink::Frame, weight: 0.2 } });
    let label = match declaration.kind {
        DeclarationKind::ExternalQualityAssurer => "Initials",
        DeclarationKind::Feedback
        | DeclarationKind::Learner
        | DeclarationKind::Assessor
        | DeclarationKind::CountersigningAssessor
        | DeclarationKind::Verifier
        | DeclarationKind::CountersigningVerifier => "Signature",
    };
    let label = composer.setter.text(label, LABEL, BOX_WIDTH);
    let part = composer.part(Role::Paragraph, Some(part));
    composer.lines(Some(part), BOX_X + 2.0, top + 1.0, &label);
    composer.lines(Some(part), BOX_X + 2.0, top + STAMP_TOP, &block.stamp);
}

/// Name over role, initials and date, with a line to write on where one is missing.
fn fields(composer: &mut Composer, part: PartId, declaration: &Declaration, top: f32) {
    let date = declaration.date.as_deref().map(dates::short);
    let second = top + 8.7;
    field(composer, part, "Name", declaration.name.as_deref(), (FIELDS_X, top), FIELDS);
    field(composer, part, "Role", declaration.role.as_deref(), (FIELDS_X, second), 40.0);
    field(composer, part, "Initials", declaration.initials.as_deref(), (FIELDS_X + 43.0, second), 11.0);
    field(composer, part, "Date", date.as_deref(), (FIELDS_X + 57.0, second), FIELDS - 57.0);
}

fn field(
    composer: &mut Composer,
    part: PartId,
    label: &str,
    value: Option<&str>,
    at: (f32, f32),
    width: f32,
) {
    let (x, top) = at;
    let label = composer.setter.fit(label, LABEL, width);
    let below = composer.lines(Some(part), x, top, &[label]);
    match value.map(line).filter(|value| !value.is_empty()) {
        Some(value) => {
            let value = composer.setter.fit(&value, BODY, width);
            composer.lines(Some(part), x, below, &[value]);
        }
        None => {
            let y = below + 4.2;
            composer
                .draw(None, Shape::Rule { from: (x, y), to: (x + width, y), weight: 0.15, ink: Ink::Frame });
        }
    }
}
