//! Pages of things to draw, in millimetres, with the logical part each one belongs to. No painter is known
//! here.

use super::{Face, Sign};
use crate::matrix::DeclarationKind;
use crate::picture::Picture;

/// The whole paper, ready to paint.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheets {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// The logical structure: parts name their parent, so that a tagged PDF can be made of it later.
    pub parts: Vec<Part>,
    /// Links to other places of the paper.
    pub links: Vec<Link>,
    /// Boxes that a digital signature may fill later.
    pub fields: Vec<Field>,
    /// Bookmarks in reading order.
    pub outline: Vec<Bookmark>,
    /// Characters that no face can draw, each once, in code point order.
    pub missing: Vec<char>,
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Its width in millimetres.
    pub width: f32,
    /// Its height in millimetres.
    pub height: f32,
    /// What is drawn, first things first.
    pub items: Vec<Item>,
}

impl Sheets {
    /// The height of a page; 0 where there is none of this number.
    #[must_use]
    pub fn height(&self, page: usize) -> f32 {
        self.pages.get(page).map_or(0.0, |page| page.height)
    }
}

impl Page {
    /// Neighbours of one part together, in drawing order. What has a part is marked content of it, numbered from 0
    /// in this order; what has none is furniture.
    pub fn runs(&self) -> impl Iterator<Item = (Option<PartId>, &[Item])> {
        self.items
            .chunk_by(|one, next| one.part == next.part)
            .map(|run| (run.first().and_then(|item| item.part), run))
    }
}

/// A rectangle on a page, in millimetres from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The page, from 0.
    pub page: usize,
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A place that leads to another place.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The part that is the link.
    pub part: PartId,
    /// Where it stands.
    pub area: Area,
    /// The page it leads to, from 0, and the height there.
    pub to: (usize, f32),
    /// What it does, in words.
    pub says: String,
}

/// A box for a digital signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The part that is the box.
    pub part: PartId,
    /// Where it stands.
    pub area: Area,
    /// Whose signature it is for.
    pub kind: DeclarationKind,
    /// What it is for, in words.
    pub says: &'static str,
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The part it belongs to; `None` is furniture (rules, running lines, repeated header rows).
    pub part: Option<PartId>,
    /// What it looks like.
    pub shape: Shape,
}

/// The index of a [`Part`] in [`Sheets::parts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartId(pub usize);

/// A node of the logical structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub role: Role,
    /// The part that holds it; `None` for a top-level part.
    pub parent: Option<PartId>,
}

/// What a part is, in the words of a structure tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The title of the form.
    Title,
    /// The heading of a section.
    Heading,
    /// The heading of a part of a section.
    Subheading,
    /// Running text.
    Paragraph,
    /// The header block of facts.
    Facts,
    /// One fact of it.
    Fact,
    /// A label of the header block.
    Label,
    /// A value of the header block.
    Value,
    /// A table.
    Table,
    /// The header row of a table.
    HeaderRow,
    /// A cell of the header row.
    HeaderCell,
    /// The band of a learning outcome, a row over all columns.
    Band,
    /// The only cell of a band, over this many columns.
    BandCell(u8),
    /// A row.
    Row,
    /// The first cell of a row, which says what the row is of.
    RowHeader,
    /// A cell.
    Cell,
    /// So many cells side by side with nothing in them.
    Blank(u8),
    /// Words that lead to another place.
    Link,
    /// A declaration with its signature block.
    Declaration,
    /// A box for a digital signature.
    Field,
}

/// A bookmark.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// What it says.
    pub title: String,
    /// 0 for a section, 1 below it, and so on.
    pub level: u8,
    /// The page, from 0.
    pub page: usize,
    /// The place on the page in millimetres from the top.
    pub y: f32,
}

/// The shapes a painter must know.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A run of text in one face.
    Text {
        /// Left end of the baseline.
        x: f32,
        /// Height of the baseline from the top of the page.
        baseline: f32,
        /// Points.
        size: f32,
        /// The face; every character of the run is in it.
        face: Face,
        /// Colour.
        ink: Ink,
        /// The text.
        text: String,
    },
    /// A run of text in one face that runs upwards, as the heading of a narrow column does.
    Upwards {
        /// The baseline's distance from the left edge of the page.
        x: f32,
        /// Lower end of the baseline.
        y: f32,
        /// Points.
        size: f32,
        /// The face; every character of the run is in it.
        face: Face,
        /// Colour.
        ink: Ink,
        /// The text.
        text: String,
    },
    /// A horizontal or vertical rule.
    Rule {
        /// Start.
        from: (f32, f32),
        /// End.
        to: (f32, f32),
        /// Thickness in millimetres.
        weight: f32,
        /// Colour.
        ink: Ink,
    },
    /// A filled rectangle.
    Box {
        /// Left edge.
        x: f32,
        /// Upper edge.
        y: f32,
        /// Width.
        width: f32,
        /// Height.
        height: f32,
        /// Colour.
        ink: Ink,
    },
    /// A sign in its square of [`super::SIGN`] millimetres.
    Sign {
        /// Left edge.
        x: f32,
        /// Upper edge.
        y: f32,
        /// Which.
        sign: Sign,
    },
    /// A picture.
    Picture {
        /// Left edge.
        x: f32,
        /// Upper edge.
        y: f32,
        /// Width.
        width: f32,
        /// Height.
        height: f32,
        /// Which.
        picture: Picture,
    },
    /// A drawn path: one or more closed rings, or open lines.
    Path {
        /// Each a start, then lines and curves.
        rings: Vec<Vec<Node>>,
        /// How it is painted.
        paint: Paint,
    },
}

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node {
    /// A straight line to (or, first in a ring, the start at) this point.
    To(f32, f32),
    /// A cubic curve: two handles and the end.
    Curve([(f32, f32); 3]),
}

/// How a path is painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Paint {
    /// Filled, rings closed, nonzero winding.
    Fill(Ink),
    /// Drawn open with round ends.
    Stroke {
        /// Colour.
        ink: Ink,
        /// Thickness in millimetres.
        weight: f32,
    },
}

/// The colours of the paper. Each stays apart from its neighbours in grey, and no meaning hangs on hue
/// alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    Text,
    /// Quieter text.
    Second,
    /// Labels; the palest that text may be (6.0 to 1 on paper, 5.1 on a band).
    Third,
    /// The word for met.
    Met,
    /// The word for partially met.
    Partial,
    /// Gaps and not yet met.
    Gap,
    /// Rules between rows.
    Hairline,
    /// The rules that hold a block.
    Frame,
    /// Outcome bands.
    Band,
    /// The diagonal of a draft: paler than a band, so that text on it keeps its contrast.
    Diagonal,
    /// Paper.
    Paper,
}

impl Ink {
    /// Red, green and blue from 0 to 255 (UX.md 6.11, light).
    #[must_use]
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Text => [0x1C, 0x1B, 0x19],
            Self::Second => [0x4A, 0x48, 0x43],
            Self::Third => [0x66, 0x63, 0x5C],
            Self::Met => [0x0B, 0x5D, 0x4E],
            Self::Partial => [0x8A, 0x53, 0x00],
            Self::Gap => [0xA3, 0x26, 0x2A],
            Self::Hairline => [0xCF, 0xCB, 0xC1],
            Self::Frame => [0x85, 0x81, 0x7A],
            Self::Band => [0xEF, 0xED, 0xE8],
            Self::Diagonal => [0xF3, 0xF2, 0xEF],
            Self::Paper => [0xFF, 0xFF, 0xFF],
        }
    }
}
