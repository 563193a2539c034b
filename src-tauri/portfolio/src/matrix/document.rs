//! What any paper beside the coverage matrix says: a head of facts, then headings, sentences, tables, a grid, boxes to sign. Plain
//! data in reading order, so that one layout serves them all and the facts inside the PDF are what stands on its pages. It
//! refuses to know where facts come from and how they look.

use serde::{Deserialize, Serialize};

use super::{AnnexLine, Form, Logo, Matrix, Outcome};

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// Which paper it is.
    pub kind: DocumentKind,
    /// The centre's logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// The form's own title and version.
    pub form: Form,
    /// What it is called among other papers.
    pub name: String,
    /// When it was printed: a date, or date and time, as ISO text.
    pub printed_at: String,
    /// How the page lies.
    pub lie: Lie,
    /// Whose it is and about what: stands in the running line of later pages.
    pub about: String,
    /// Words that stand in large red letters on every page, such as INDICATIVE; empty = none.
    pub word: String,
    /// A sentence at the foot of every page; empty = when it was printed.
    pub notice: String,
    /// The facts of the head, in rows of columns.
    pub facts: Vec<Fact>,
    /// The line in large type; empty = none.
    pub summary: String,
    /// What follows.
    pub blocks: Vec<Block>,
}

/// The papers beside the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DocumentKind {
    /// What the learner brings next.
    GapList,
    /// Decisions and feedback of a visit or submission.
    Decisions,
    /// What the IV looked at, and their word on it.
    Sampling,
    /// All evidence of a learner.
    EvidenceIndex,
    /// Evidence across, criteria down.
    Grid,
    /// What is put to the awarding organisation.
    Claim,
    /// Witnesses and what they vouch for.
    Witnesses,
    /// The first pages of a whole portfolio.
    Cover,
}

/// How a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Lie {
    /// Upright.
    Portrait,
    /// On its long side.
    Landscape,
}

/// A fact of the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What is recorded; `None` prints "not recorded".
    pub value: Option<String>,
}

/// A piece of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Block {
    /// The heading of a section; it has a bookmark.
    Heading {
        /// What it says.
        text: String,
    },
    /// The heading of a part of a section; it has a bookmark below the section's.
    Subheading {
        /// What it says.
        text: String,
    },
    /// Sentences.
    Text {
        /// What they say.
        text: String,
        /// How they look.
        look: Look,
    },
    /// A table.
    Table {
        /// Its columns.
        columns: Vec<TableColumn>,
        /// Its rows.
        rows: Vec<TableRow>,
        /// What all its rows are of, said again on each page on which it goes on; empty = what its bands say.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        of: String,
    },
    /// File checks, in small type.
    Files {
        /// One line for each file.
        files: Vec<AnnexLine>,
    },
    /// The signs of judgements with their words.
    Signs,
    /// Evidence across, criteria down.
    Grid(Grid),
    /// Lines for a pen, with room to write.
    Lines {
        /// What is to be written.
        label: String,
        /// How many lines.
        count: u8,
    },
    /// Boxes to sign in ink, each with name and date beside it.
    Signatures {
        /// Who signs, with the name where it is known.
        people: Vec<Fact>,
    },
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableColumn {
    /// Its heading.
    pub label: String,
    /// Its share of the width, in thousandths.
    pub share: u16,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum TableRow {
    /// A band over all columns that heads the rows after it.
    Band {
        /// What it heads.
        left: String,
        /// A figure at its right end; empty = none.
        right: String,
    },
    /// One cell for each column.
    Cells {
        /// The cells; the first says what the row is of.
        cells: Vec<Cell>,
        /// Whether a bar marks it as something that is missing. The words say so as well.
        marked: bool,
        /// The name under which other places lead here; empty = none does.
        anchor: String,
    },
}

/// A cell: pieces of text after each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// The pieces.
    pub pieces: Vec<Piece>,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    /// The text.
    pub text: String,
    /// How it looks.
    pub look: Look,
    /// Whether it begins a line.
    pub breaks: bool,
    /// Whether no line ends in it, unless it is wider than a line.
    pub holds: bool,
    /// The anchor that it leads to; empty = none.
    pub leads_to: String,
}

/// How text looks. Meaning never hangs on it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Look {
    /// Ordinary.
    Plain,
    /// Bold.
    Strong,
    /// Pale.
    Quiet,
    /// Italic, a little paler.
    Aside,
    /// Bold and red: something is missing.
    Alarm,
    /// The word for a judgement on a criterion for which something is put forward, with the sign that it has in the matrix.
    Judged(Outcome),
    /// The word for met.
    Met,
    /// The word for partially met.
    Partial,
    /// What needs somebody's attention.
    NotYet,
    /// Small type, for file checks.
    Small,
}

/// Evidence × criteria.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grid {
    /// Items from left to right.
    pub items: Vec<GridItem>,
    /// Criteria from top to bottom, under the bands of their outcomes.
    pub bands: Vec<GridBand>,
}

/// A column of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GridItem {
    /// Its number.
    pub reference: String,
    /// Its title.
    pub title: String,
}

/// The criteria of an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GridBand {
    /// The outcome, with its number.
    pub text: String,
    /// How many are met.
    pub met: String,
    /// Its rows.
    pub rows: Vec<GridRow>,
}

/// A row of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GridRow {
    /// Number of the criterion.
    pub code: String,
    /// Its text.
    pub text: String,
    /// For each item that is put forward: its place among the items, and the methods.
    pub links: Vec<GridLink>,
    /// The judgement in words.
    pub decision: String,
    /// How the judgement looks.
    pub look: Look,
    /// Whether nothing is put forward and the criterion is not met.
    pub gap: bool,
}

/// A filled cell of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GridLink {
    /// The item, counted from 0.
    pub item: usize,
    /// The methods, such as "WP O".
    pub method: String,
    /// Whether a place in the item is given.
    pub placed: bool,
}

/// A whole portfolio as one paper: what comes first, then each part in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pack {
    /// Title page; the contents follow it.
    pub cover: Document,
    /// The parts.
    pub parts: Vec<Part>,
}

/// A part of a whole portfolio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "part")]
pub enum Part {
    /// A coverage matrix.
    Matrix(Box<Matrix>),
    /// Another paper.
    Document(Box<Document>),
}

/// A paper that is no coverage matrix by itself: what is inside its PDF as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "paper")]
pub enum Record {
    /// One paper.
    Document(Box<Document>),
    /// A whole portfolio.
    Pack(Box<Pack>),
}

impl Block {
    /// A table whose bands say what its rows are of, where it needs any.
    #[must_use]
    pub const fn table(columns: Vec<TableColumn>, rows: Vec<TableRow>) -> Self {
        Self::Table { columns, rows, of: String::new() }
    }
}

impl Piece {
    /// Text that goes on in the same line.
    #[must_use]
    pub fn new(text: impl Into<String>, look: Look) -> Self {
        Self { text: text.into(), look, breaks: false, holds: false, leads_to: String::new() }
    }

    /// The same, kept on one line.
    #[must_use]
    pub fn held(self) -> Self {
        Self { holds: true, ..self }
    }

    /// The same at the beginning of a line.
    #[must_use]
    pub fn on_its_line(self) -> Self {
        Self { breaks: true, ..self }
    }

    /// The same as a link.
    #[must_use]
    pub fn leading_to(self, anchor: impl Into<String>) -> Self {
        Self { leads_to: anchor.into(), ..self }
    }
}

impl Cell {
    /// One piece.
    #[must_use]
    pub fn of(text: impl Into<String>, look: Look) -> Self {
        Self { pieces: vec![Piece::new(text, look)] }
    }

    /// Plain text, or "not recorded".
    #[must_use]
    pub fn fact(text: Option<&str>) -> Self {
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => Self::of(text, Look::Plain),
            None => Self::of(super::words::NOT_RECORDED, Look::Aside),
        }
    }
}

impl Fact {
    /// A fact; blank text is none.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        Self { label: label.into(), value: Some(value).filter(|value| !value.trim().is_empty()) }
    }
}

impl TableRow {
    /// An ordinary row.
    #[must_use]
    pub fn plain(cells: Vec<Cell>) -> Self {
        Self::Cells { cells, marked: false, anchor: String::new() }
    }
}

impl Record {
    /// The logos that it names, one for each head.
    #[must_use]
    pub fn logos(&self) -> Vec<&Logo> {
        match self {
            Self::Document(document) => document.logo.iter().collect(),
            Self::Pack(pack) => {
                let of_parts = pack.parts.iter().filter_map(|part| match part {
                    Part::Matrix(matrix) => matrix.centre.logo.as_ref(),
                    Part::Document(document) => document.logo.as_ref(),
                });
                pack.cover.logo.iter().chain(of_parts).collect()
            }
        }
    }

    /// Does something with each of them.
    pub fn each_logo(&mut self, mut with: impl FnMut(&mut Logo)) {
        match self {
            Self::Document(document) => document.logo.iter_mut().for_each(with),
            Self::Pack(pack) => {
                pack.cover.logo.iter_mut().for_each(&mut with);
                for part in &mut pack.parts {
                    match part {
                        Part::Matrix(matrix) => matrix.centre.logo.iter_mut().for_each(&mut with),
                        Part::Document(document) => document.logo.iter_mut().for_each(&mut with),
                    }
                }
            }
        }
    }

    /// Title of the file, its subject, and the date of printing.
    #[must_use]
    pub fn imprint(&self) -> (String, String, &str) {
        let front = match self {
            Self::Document(document) => document,
            Self::Pack(pack) => &pack.cover,
        };
        let title = format!("{}: {}", front.form.title, front.about);
        (title, format!("{} version {}", front.form.title, front.form.version), &front.printed_at)
    }
}
