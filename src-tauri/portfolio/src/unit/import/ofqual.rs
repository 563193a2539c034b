//! The register of regulated qualifications as its full-data CSV (Ofqual, Open Government Licence 3): shells of qualifications,
//! no units and no criteria. Pure; refuses to know today's date: whether a date has passed is for whoever shows it.

use super::checks::{defect, with_obliques};
use super::delimited::{self, Record};
use super::proposal::{Defect, DefectKind, LineUse, QualificationFacts, RawLine, Reading};
use crate::error::{Error, Result};

/// Most qualifications shown at once; a number finds any of the others.
pub const MOST_SHOWN: usize = 500;

/// What to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterOptions {
    /// Qualification number, with or without obliques; `None` = the first [`MOST_SHOWN`].
    pub number: Option<String>,
}

/// Does the first row look like the register's?
#[must_use]
pub fn looks_like(cells: &[String]) -> bool {
    let named = |words: &str| cells.iter().any(|cell| plain(cell) == plain(words));
    named("Qualification Number")
        && named("Qualification Title")
        && (named("Owner Organisation Name") || named("Regulation Start Date"))
}

/// Reads qualifications.
pub fn read(bytes: &[u8], options: &RegisterOptions) -> Result<Reading> {
    let wanted = match &options.number {
        Some(number) => Some(with_obliques(number).ok_or_else(|| {
            Error::Usage(format!(
                "{number:?} is not a qualification number: it has 8 characters, such as 603/2476/0"
            ))
        })?),
        None => None,
    };
    let records = delimited::records(bytes)?;
    let Some((head, rows)) = records.rows.split_first().filter(|(head, _)| looks_like(&head.cells)) else {
        let message = "it is not the register's file: its first row names no Qualification Number, Qualification Title and Owner Organisation Name";
        return Err(Error::UnitText(message.into()));
    };
    let columns = Columns::of(head);
    let mut reading = Reading { format: "register of regulated qualifications".into(), ..Reading::default() };
    reading.defects.extend(records.notes.into_iter().map(|note| defect(DefectKind::BadCharacters, note, "")));
    for row in rows {
        let number = with_obliques(columns.cell(row, columns.number));
        if wanted.is_some() && number != wanted {
            continue;
        }
        if reading.qualifications.len() == MOST_SHOWN {
            let message = format!(
                "the first {MOST_SHOWN} of {} qualifications are shown; give a number to find another",
                rows.len()
            );
            reading.defects.push(defect(DefectKind::Truncated, message, ""));
            break;
        }
        let facts = columns.facts(row, number, &mut reading.defects);
        let place = format!("line {}", row.line);
        reading.lines.push(RawLine {
            place,
            text: row.cells.join(" | "),
            used: LineUse::Fact,
            unit: None,
            code: None,
        });
        reading.qualifications.push(facts);
    }
    if let Some(number) = wanted.filter(|_| reading.qualifications.is_empty()) {
        return Err(Error::NotFound { what: "qualification in this file", name: number });
    }
    Ok(reading)
}

fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

struct Columns {
    number: Option<usize>,
    title: Option<usize>,
    level: Option<usize>,
    sub_level: Option<usize>,
    kind: Option<usize>,
    owner: Option<usize>,
    status: Option<usize>,
    credits: Option<usize>,
    glh: Option<usize>,
    least_glh: Option<usize>,
    tqt: Option<usize>,
    regulation: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    certification: Option<usize>,
}

impl Columns {
    fn of(head: &Record) -> Self {
        let at = |words: &str| head.cells.iter().position(|cell| plain(cell) == plain(words));
        Self {
            number: at("Qualification Number"),
            title: at("Qualification Title"),
            level: at("Qualification Level"),
            sub_level: at("Qualification Sub Level"),
            kind: at("Qualification Type"),
            owner: at("Owner Organisation Name"),
            status: at("Qualification Status"),
            credits: at("Total Credits"),
            glh: at("Guided Learning Hours"),
            least_glh: at("Minimum Guided Learning Hours"),
            tqt: at("Total Qualification Time"),
            regulation: at("Regulation Start Date"),
            start: at("Operational Start Date"),
            end: at("Operational End Date"),
            certification: at("Certification End Date"),
        }
    }

    fn cell<'r>(&self, row: &'r Record, column: Option<usize>) -> &'r str {
        column.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.trim())
    }

    fn facts(&self, row: &Record, number: Option<String>, defects: &mut Vec<Defect>) -> QualificationFacts {
        let text = |column| Some(self.cell(row, column).to_owned()).filter(|text: &String| !text.is_empty());
        let mut say = |kind, what: &str, value: &str| {
            defects.push(defect(
                kind,
                format!("the {what} {value:?} cannot be read"),
                format!("line {}", row.line),
            ));
        };
        let typed = self.cell(row, self.number);
        if number.is_none() {
            say(DefectKind::BadReference, "qualification number", typed);
        }
        let mut hours = |what: &str, column| {
            let cell = self.cell(row, column);
            let read = cell.trim_end_matches(".0").parse::<i64>().ok();
            if read.is_none() && !cell.is_empty() {
                say(DefectKind::BadValue, what, cell);
            }
            read
        };
        let credits = hours("number of credits", self.credits);
        let glh = hours("number of guided learning hours", self.glh)
            .or_else(|| hours("number of guided learning hours", self.least_glh));
        let tqt = hours("total qualification time", self.tqt);
        let mut day = |what: &str, column| {
            let cell = self.cell(row, column);
            let read = date(cell);
            if read.is_none() && !cell.is_empty() {
                say(DefectKind::BadValue, what, cell);
            }
            read
        };
        QualificationFacts {
            number: number.or_else(|| text(self.number)),
            title: text(self.title),
            level: level(self.cell(row, self.level), self.cell(row, self.sub_level)),
            framework: ["QCF", "RQF"]
                .into_iter()
                .find(|f| self.cell(row, self.title).contains(f) || self.cell(row, self.kind) == *f)
                .map(str::to_owned),
            group: None,
            owner: text(self.owner),
            status: text(self.status),
            credits,
            glh,
            tqt,
            regulation_start_date: day("regulation start date", self.regulation),
            operational_start_date: day("operational start date", self.start),
            operational_end_date: day("operational end date", self.end),
            certification_end_date: day("certification end date", self.certification),
        }
    }
}

/// "Level 3" → "3"; "Entry Level" with sub level "Entry 1" → "Entry 1".
fn level(level: &str, sub: &str) -> Option<String> {
    let entry =
        sub.to_lowercase().contains("entry").then(|| sub.chars().find(char::is_ascii_digit)).flatten();
    if let Some(n) = entry.filter(|_| level.to_lowercase().contains("entry")) {
        return Some(format!("Entry {n}"));
    }
    let plain = level.trim_start_matches("Level").trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}

/// An ISO date from ISO with or without a time, or from day/month/year as the United Kingdom writes it.
fn date(text: &str) -> Option<String> {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let iso = match day.split(['/', '-', '.']).collect::<Vec<_>>().as_slice() {
        [y, m, d] if y.len() == 4 => format!("{y}-{m:0>2}-{d:0>2}"),
        [d, m, y] if y.len() == 4 => format!("{y}-{m:0>2}-{d:0>2}"),
        _other => return None,
    };
    crate::clock::is_date(&iso).then_some(iso)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Qualification Number,Qualification Title,Owner Organisation Name,Qualification Level,Qualification Sub Level,Total Credits,Qualification Status,Regulation Start Date,Operational Start Date,Operational End Date,Certification End Date,Minimum Guided Learning Hours,Total Qualification Time,Guided Learning Hours\n";

    fn register(rows: usize) -> Vec<u8> {
        let mut text = HEAD.to_owned();
        for n in 0..rows {
            text.push_str(&format!("{}{:04}{},\"Example Certificate {n}, part (RQF)\",Example Board,Level 3,None,48,Available to learners,2014-08-01,01/09/2014,,31/08/2030,200,480,\n", 600 + n / 10_000, n % 10_000, n % 10));
        }
        text.into_bytes()
    }

    #[test]
    fn a_number_is_found_with_and_without_obliques() {
        let bytes = register(20);
        for number in ["600/0007/7", "60000077", " 600 0007 7 "] {
            let reading = read(&bytes, &RegisterOptions { number: Some(number.into()) }).unwrap();
            let [q] = reading.qualifications.as_slice() else { panic!("one") };
            assert_eq!(
                (q.number.as_deref(), q.level.as_deref(), q.credits, q.glh, q.tqt),
                (Some("600/0007/7"), Some("3"), Some(48), Some(200), Some(480))
            );
            assert_eq!(q.title.as_deref(), Some("Example Certificate 7, part (RQF)"));
            assert_eq!(
                (
                    q.operational_start_date.as_deref(),
                    q.certification_end_date.as_deref(),
                    q.framework.as_deref()
                ),
                (Some("2014-09-01"), Some("2030-08-31"), Some("RQF"))
            );
            assert_eq!(reading.defects, []);
        }
        let said =
            read(&bytes, &RegisterOptions { number: Some("999/9999/9".into()) }).unwrap_err().to_string();
        assert!(said.contains("999/9999/9"), "{said}");
        assert!(read(&bytes, &RegisterOptions { number: Some("7".into()) }).is_err());
    }

    #[test]
    fn a_large_register_is_usable() {
        let bytes = register(60_000);
        let reading = read(&bytes, &RegisterOptions::default()).unwrap();
        assert_eq!(
            (reading.qualifications.len(), reading.defects[0].kind),
            (MOST_SHOWN, DefectKind::Truncated)
        );
        let one = read(&bytes, &RegisterOptions { number: Some("605/9999/9".into()) }).unwrap();
        assert_eq!(one.qualifications[0].title.as_deref(), Some("Example Certificate 59999, part (RQF)"));
    }

    #[test]
    fn values_that_cannot_be_read_are_named() {
        let text = format!("{HEAD}12/34,Odd,Example Board,Entry Level,Entry 2,many,,31/02/2014,,,,,,\n");
        let reading = read(text.as_bytes(), &RegisterOptions::default()).unwrap();
        let said: Vec<&str> = reading.defects.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        assert_eq!(
            (reading.qualifications[0].level.as_deref(), reading.qualifications[0].number.as_deref()),
            (Some("Entry 2"), Some("12/34"))
        );
        assert!(
            read(b"a,b\n1,2\n", &RegisterOptions::default())
                .unwrap_err()
                .to_string()
                .contains("not the register's file")
        );
    }
}
