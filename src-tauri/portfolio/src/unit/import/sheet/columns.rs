//! Which column is what: by the words of the header row, wherever it stands and whether it is one row or two, and by what
//! the column holds where a header means two things. Refuses to know units.

use std::collections::BTreeMap;

use super::cells::{Row, Sheet};
use super::codes;

/// Rows that are looked at for a header.
const FIRST_ROWS: usize = 40;

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Awarding organisation.
    Board,
    /// Qualification number.
    QualificationNumber,
    /// Qualification title.
    QualificationTitle,
    /// Group of units.
    Group,
    /// Level of the unit.
    Level,
    /// AO unit number.
    UnitNumber,
    /// Unit reference number.
    UnitReference,
    /// Unit title.
    UnitTitle,
    /// Credit value.
    Credit,
    /// Guided learning hours.
    Glh,
    /// Number of the outcome.
    OutcomeCode,
    /// Outcome.
    Outcome,
    /// Number of the criterion.
    CriterionCode,
    /// Criterion.
    Criterion,
    /// Guidance, exemplification.
    Guidance,
}

impl Field {
    /// All fields in the order of our own sheets.
    pub const ALL: [Self; 15] = [
        Self::Board,
        Self::QualificationNumber,
        Self::QualificationTitle,
        Self::Group,
        Self::Level,
        Self::UnitNumber,
        Self::UnitReference,
        Self::UnitTitle,
        Self::Credit,
        Self::Glh,
        Self::OutcomeCode,
        Self::Outcome,
        Self::CriterionCode,
        Self::Criterion,
        Self::Guidance,
    ];

    /// Name for programs, as in [`super::SheetOptions::columns`].
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::QualificationNumber => "qualificationNumber",
            Self::QualificationTitle => "qualificationTitle",
            Self::Group => "group",
            Self::Level => "level",
            Self::UnitNumber => "unitNumber",
            Self::UnitReference => "unitReference",
            Self::UnitTitle => "unitTitle",
            Self::Credit => "credit",
            Self::Glh => "glh",
            Self::OutcomeCode => "outcomeCode",
            Self::Outcome => "outcome",
            Self::CriterionCode => "criterionCode",
            Self::Criterion => "criterion",
            Self::Guidance => "guidance",
        }
    }

    /// From its name for programs.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// Words that people write above such a column, plain (see [`plain`]).
const HEADERS: [(Field, &str); 15] = [
    (
        Field::Board,
        "awarding organisation | awarding organization | awarding body | ao | board | \
     awarding organisation name | exam board | awarding organisation brand",
    ),
    (
        Field::QualificationNumber,
        "qualification number | qualification no | qual number | qual no | qn | qan | \
     qualification accreditation number | qualification reference | qualification ref | \
     qualification code | ofqual number",
    ),
    (
        Field::QualificationTitle,
        "qualification title | qualification | qualification name | qual title | award title | course",
    ),
    (Field::Group, "group | unit group | mandatory optional | mandatory or optional | m o | type of unit"),
    (Field::Level, "level | unit level | lvl"),
    (Field::UnitNumber, "unit number | unit no | unit num | unit code | unit | unit id | ao unit number"),
    (
        Field::UnitReference,
        "unit reference | unit reference number | urn | unit ref | unit ref no | reference number | \
     ofqual reference | ofqual unit reference | unit accreditation number | qcf unit reference | \
     rqf unit reference",
    ),
    (Field::UnitTitle, "unit title | unit name | title | title of unit | name of unit"),
    (Field::Credit, "credit | credits | credit value | unit credit | unit credits"),
    (Field::Glh, "glh | guided learning hours | unit glh | guided learning"),
    (
        Field::OutcomeCode,
        "lo | lo no | lo number | lo num | lo code | lo ref | learning outcome no | \
     learning outcome number | learning outcome code | learning outcome ref | \
     learning outcome reference | learning outcomes no | learning outcomes number | outcome no | \
     outcome number | outcome code | outcome ref | element no | element number",
    ),
    (
        Field::Outcome,
        "learning outcome | learning outcomes | outcome | outcomes | lo text | lo description | lo title | \
     learning outcome text | learning outcome description | learning outcome title | \
     learning outcomes text | outcome text | outcome description | outcome title | los | \
     the learner will | learning outcomes the learner will | learning outcome the learner will | \
     the candidate will | learner will | element | element title | you will",
    ),
    (
        Field::CriterionCode,
        "ac | ac no | ac number | ac num | ac code | ac ref | assessment criterion no | \
     assessment criterion number | assessment criterion code | assessment criterion ref | \
     assessment criteria no | assessment criteria number | assessment criteria code | \
     assessment criteria ref | criterion no | criterion number | criterion code | criterion ref | \
     criteria no | criteria number | criteria ref | criteria code | pc | pc no | ref | no | number | \
     code",
    ),
    (
        Field::Criterion,
        "assessment criterion | assessment criteria | criterion | criteria | ac text | ac description | \
     assessment criterion text | assessment criterion description | assessment criteria text | \
     assessment criteria description | criterion text | criterion description | criteria text | \
     criteria description | acs | the learner can | assessment criteria the learner can | \
     assessment criterion the learner can | the candidate can | learner can | performance criteria | \
     performance criterion | you can | standard | statement",
    ),
    (
        Field::Guidance,
        "guidance | exemplification | amplification | range | notes | assessment guidance | \
     additional guidance | unit amplification | knowledge understanding and skills | \
     knowledge skills and understanding | indicative content | delivery and assessment | scope",
    ),
];

/// Where the header is and what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Position in [`Sheet::rows`] of the first header row.
    pub first: usize,
    /// Position of the first row of content.
    pub body: usize,
    /// Column of each field.
    pub of: BTreeMap<Field, usize>,
    /// What stands above each column.
    pub titles: Vec<String>,
    /// The header is exactly ours: what stands below is taken to the letter.
    pub ours: bool,
}

impl Columns {
    /// Column of a field.
    #[must_use]
    pub fn at(&self, field: Field) -> Option<usize> {
        self.of.get(&field).copied()
    }

    /// The field of a column.
    #[must_use]
    pub fn field(&self, column: usize) -> Option<Field> {
        self.of.iter().find(|(_, at)| **at == column).map(|(field, _)| *field)
    }

    /// Are there columns for outcomes or criteria at all?
    fn useful(&self) -> bool {
        let has = |field| self.of.contains_key(&field);
        has(Field::Criterion)
            || (self.of.len() >= 2
                && (has(Field::Outcome) || has(Field::OutcomeCode) || has(Field::CriterionCode)))
    }
}

/// The header of our own sheets: [`Field::ALL`] without the group of units, in the words of FORMATS.
pub const OURS: [&str; 14] = [
    "Awarding organisation",
    "Qualification number",
    "Qualification title",
    "Level",
    "Unit number",
    "Unit reference",
    "Unit title",
    "Credit",
    "GLH",
    "LO",
    "Learning outcome",
    "AC",
    "Assessment criterion",
    "Guidance",
];

/// Letters and digits in lower case, anything else one space: "Learning outcome (No.)" → "learning outcome no".
#[must_use]
pub fn plain(text: &str) -> String {
    let spaced: String =
        text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The field that these words name.
#[must_use]
pub fn named(words: &str) -> Option<Field> {
    if words.len() > 80 {
        return None;
    }
    let plain = plain(words);
    HEADERS.into_iter().find(|(_, words)| words.split(" | ").any(|w| w == plain)).map(|(field, _)| field)
}

/// Finds the header; `None` where no row names outcomes or criteria.
#[must_use]
pub fn find(sheet: &Sheet) -> Option<Columns> {
    let mut best: Option<Columns> = None;
    let better = |found: &Columns, best: &Option<Columns>| {
        found.useful() && best.as_ref().is_none_or(|b| found.of.len() > b.of.len())
    };
    for at in 0..sheet.rows.len().min(FIRST_ROWS) {
        let row = &sheet.rows[at];
        let one = single(at, row);
        if better(&one, &best) {
            best = Some(one);
        }
        let next = sheet.rows.get(at + 1).filter(|next| next.number == row.number + 1);
        let Some(next) = next else { continue };
        let two = columns(at, at + 2, stacked(row, next));
        // Two rows are a header only where they say more together than the lower one alone.
        if better(&two, &best) && two.of.len() > single(at + 1, next).of.len() {
            best = Some(two);
        }
    }
    best.map(|mut found| {
        found.ours = found.titles == OURS;
        settle(sheet, &mut found);
        found
    })
}

fn single(at: usize, row: &Row) -> Columns {
    columns(at, at + 1, row.cells.iter().map(|c| vec![c.text.clone()]).collect())
}

/// Titles of two header rows: a group's name counts for the columns to its right until the next one.
fn stacked(upper: &Row, lower: &Row) -> Vec<Vec<String>> {
    let mut group = "";
    (0..upper.cells.len().max(lower.cells.len()))
        .map(|column| {
            let (own, below) = (upper.text(column), lower.text(column));
            if !own.is_empty() {
                group = own;
            }
            match (own, below) {
                (own, "") => vec![own.to_owned()],
                (_, below) => vec![format!("{group} {below}"), below.to_owned()],
            }
        })
        .collect()
}

/// Columns by their titles; each column may be tried under several words, the first that means something counts.
fn columns(first: usize, body: usize, titles: Vec<Vec<String>>) -> Columns {
    let mut found = Columns { first, body, ..Columns::default() };
    for (column, words) in titles.iter().enumerate() {
        if let Some(field) = words.iter().find_map(|w| named(w)) {
            found.of.entry(field).or_insert(column);
        }
    }
    found.titles = titles.into_iter().map(|words| words.into_iter().next().unwrap_or_default()).collect();
    found
}

/// "LO" and "Learning outcomes" may stand above numbers or above words: what the column holds decides.
fn settle(sheet: &Sheet, columns: &mut Columns) {
    if columns.ours {
        return;
    }
    let rows = &sheet.rows[columns.body.min(sheet.rows.len())..];
    for (code, text) in [(Field::OutcomeCode, Field::Outcome), (Field::CriterionCode, Field::Criterion)] {
        match (columns.at(code), columns.at(text)) {
            (Some(at), None) if !mostly_codes(rows, at) => {
                columns.of.remove(&code);
                columns.of.insert(text, at);
            }
            (None, Some(at)) if mostly_codes(rows, at) => {
                // The words stand in the next column, under nothing or under the rest of a merged header.
                let free = columns.field(at + 1).is_none()
                    && rows.iter().take(200).any(|r| !r.text(at + 1).is_empty());
                columns.of.insert(code, at);
                columns.of.remove(&text);
                if free {
                    columns.of.insert(text, at + 1);
                }
            }
            _other => {}
        }
    }
}

fn mostly_codes(rows: &[Row], column: usize) -> bool {
    let filled = rows.iter().take(200).map(|r| r.text(column)).filter(|text| !text.is_empty());
    let (codes, all) =
        filled.fold((0, 0), |(codes, all), text| (codes + usize::from(codes::is_code(text)), all + 1));
    all > 0 && codes * 10 >= all * 6
}

#[cfg(test)]
mod tests {
    use super::super::cells::sheets;
    use super::*;

    fn found(text: &str) -> Option<(usize, Vec<(&'static str, usize)>)> {
        let (_, sheets) = sheets(text.as_bytes()).unwrap();
        let columns = find(&sheets[0])?;
        Some((columns.body, columns.of.iter().map(|(f, c)| (f.name(), *c)).collect()))
    }

    #[test]
    fn headers_are_found_in_their_many_forms() {
        type Case = (&'static str, usize, &'static [(&'static str, usize)]);
        let cases: [Case; 7] = [
            (
                "LO,Learning outcome,AC,Assessment criterion\n1,Plan,1.1,Say\n",
                1,
                &[("outcomeCode", 0), ("outcome", 1), ("criterionCode", 2), ("criterion", 3)],
            ),
            ("THE LEARNER WILL:, the learner can:\nPlan,Say\n", 1, &[("outcome", 0), ("criterion", 1)]),
            (
                "Board of trade,,\nUnit title,Mend a wall,\nLearning Outcomes,,Assessment Criteria,\n1,Plan,1.1,Say\n,,1.2,Do\n",
                3,
                &[("outcomeCode", 0), ("outcome", 1), ("criterionCode", 2), ("criterion", 3)],
            ),
            (
                "Unit,,Learning outcome,,Assessment criterion,\nNo.,Title,No.,Text,No.,Text\n4,Mend,1,Plan,1.1,Say\n",
                2,
                &[
                    ("unitNumber", 0),
                    ("unitTitle", 1),
                    ("outcomeCode", 2),
                    ("outcome", 3),
                    ("criterionCode", 4),
                    ("criterion", 5),
                ],
            ),
            ("LO,AC\nUnderstand walls,Say what a wall is\n", 1, &[("outcome", 0), ("criterion", 1)]),
            ("Ref;Criteria\n1.1;Say\n", 1, &[("criterionCode", 0), ("criterion", 1)]),
            ("Unit,Criterion,Evidence\nMend,Say,E1\n", 1, &[("unitNumber", 0), ("criterion", 1)]),
        ];
        for (text, body, fields) in cases {
            assert_eq!(found(text), Some((body, fields.to_vec())), "{text}");
        }
        for text in ["a,b\n1,2\n", "Title,Level\nx,3\n", "No,Name\n1,Ada\n"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn every_word_names_one_field() {
        let mut seen = BTreeMap::new();
        for ((named, words), field) in HEADERS.into_iter().zip(Field::ALL) {
            assert_eq!(named, field);
            for words in words.split(" | ") {
                assert_eq!(seen.insert(words, field), None, "{words}");
                assert_eq!(plain(words), words);
            }
            assert_eq!(Field::parse(field.name()), Some(field));
        }
    }
}
