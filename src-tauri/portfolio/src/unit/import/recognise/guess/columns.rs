//! What the columns of a table hold, told by what stands in them: codes, outcomes that span rows or are said again on each,
//! criteria that begin with verbs. Refuses to know the headings of columns.

use super::super::marker::{self, Marker};
use super::super::section::{self, Section};
use super::super::words::{begins_as_outcome, begins_with_verb, count, key, tidy, without_bullet};
use super::table::{Row, Table};

/// What is known of one column below the headings.
#[derive(Debug, Default, Clone)]
struct Column {
    full: usize,
    codes: usize,
    wordy: usize,
    verbs: usize,
    outcomes: usize,
    paragraphs: usize,
    kinds: std::collections::BTreeSet<String>,
}

fn words_of(cell: &str) -> String {
    let cell = tidy(cell);
    let (_, plain) = without_bullet(&cell);
    marker::read(plain).1.to_owned()
}

fn paragraphs(cell: &str) -> Vec<String> {
    cell.lines().map(tidy).filter(|line| !line.is_empty()).collect()
}

fn is_code(cell: &str) -> bool {
    let cell = tidy(cell);
    !cell.is_empty() && matches!(marker::read(&cell), (Some(_), ""))
}

/// Codes of outcomes alone, or with a text of outcomes.
fn says_outcome(cell: &str) -> bool {
    let cell = tidy(cell);
    let (marker, rest) = marker::read(&cell);
    let other =
        matches!(marker, Some(Marker::Pair(..) | Marker::Grade(..) | Marker::Sub(_) | Marker::Criterion(_)));
    !other
        && (begins_as_outcome(rest) || matches!(marker, Some(Marker::Outcome(_))) && begins_with_verb(rest))
}

impl Column {
    fn of(table: &Table<'_>, from: usize, at: usize) -> Self {
        let mut column = Self::default();
        for (_, cells) in table.rows.iter().skip(from) {
            let cell = &cells[at];
            if cell.trim().is_empty() {
                continue;
            }
            column.full += 1;
            let words = words_of(cell);
            column.codes += usize::from(is_code(cell));
            column.wordy += usize::from(count(&words) >= 2);
            column.verbs += usize::from(begins_with_verb(&words));
            column.outcomes += usize::from(says_outcome(cell));
            column.paragraphs += paragraphs(cell).len();
            column.kinds.insert(key(cell));
        }
        column
    }

    fn coded(&self) -> bool {
        self.full > 0 && self.codes * 5 >= self.full * 4
    }

    fn worded(&self) -> bool {
        self.full >= 2 && self.wordy * 10 >= self.full * 8 && self.verbs * 10 >= self.full * 6
    }
}

/// Rows of headings at the top: those whose cells are no codes and no sentences.
fn head(table: &Table<'_>) -> usize {
    let heads = |cells: &Vec<String>| {
        let full: Vec<&String> = cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
        let words =
            |cell: &&String| section::column(cell).is_some() || count(cell) <= 3 && !begins_with_verb(cell);
        let named = full.iter().any(|cell| section::column(cell).is_some());
        let coded = full.iter().any(|cell| is_code(cell)) && !named;
        !coded
            && !full.iter().any(|cell| says_outcome(cell))
            && full.iter().all(|cell| words(cell) || is_code(cell))
    };
    table.rows.iter().take(2).take_while(|(_, cells)| heads(cells)).count()
}

/// What stands in the other columns of a row.
fn beside(cells: &[String], used: &[Option<usize>]) -> String {
    let others = cells.iter().enumerate().filter(|(at, cell)| !used.contains(&Some(*at)) && count(cell) >= 2);
    others.map(|(_, cell)| cell.trim()).collect::<Vec<_>>().join("\n")
}

/// Reads a table by what stands in its columns.
pub fn read(table: &Table<'_>) -> Option<Vec<Row>> {
    turned(table).or_else(|| side_by_side(table)).or_else(|| across(table)).or_else(|| in_one_cell(table))
}

/// Outcomes at the heads of the columns, their criteria below each.
fn turned(table: &Table<'_>) -> Option<Vec<Row>> {
    let at = table.rows.iter().take(3).position(|(_, cells)| {
        let full: Vec<&String> = cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
        let known = full.iter().any(|cell| section::column(cell).is_some());
        full.len() >= 2
            && !known
            && full.iter().filter(|cell| says_outcome(cell)).count() * 3 >= full.len() * 2
    })?;
    let columns: Vec<usize> = (0..table.width).filter(|c| !table.rows[at].1[*c].trim().is_empty()).collect();
    let below: Vec<Column> = columns.iter().map(|column| Column::of(table, at + 1, *column)).collect();
    let good = below.iter().all(|c| c.full >= 1 && c.verbs * 10 >= c.full * 7 && c.outcomes * 2 <= c.full);
    if !good {
        return None;
    }
    let mut rows: Vec<Row> = (0..at).map(Row::Kept).collect();
    for column in columns {
        let outcome = &table.rows[at].1[column];
        rows.push(Row::Read(at, outcome.clone(), String::new(), String::new()));
        for row in at + 1..table.rows.len() {
            let cell = &table.rows[row].1[column];
            if !cell.trim().is_empty() {
                rows.push(Row::Read(row, String::new(), cell.clone(), String::new()));
            }
        }
    }
    Some(rows)
}

/// A column of outcomes and one of criteria, whichever stands first.
fn side_by_side(table: &Table<'_>) -> Option<Vec<Row>> {
    let from = head(table);
    let columns: Vec<Column> = (0..table.width).map(|at| Column::of(table, from, at)).collect();
    let worded: Vec<usize> = (0..table.width).filter(|at| columns[*at].worded()).collect();
    let outcome = worded.iter().copied().max_by_key(|at| {
        let column = &columns[*at];
        (column.outcomes * 10 / column.full.max(1), usize::MAX - column.kinds.len(), usize::MAX - *at)
    })?;
    let criteria = worded.iter().copied().filter(|at| *at != outcome).max_by_key(|at| {
        let column = &columns[*at];
        (column.kinds.len().max(column.paragraphs), usize::MAX - *at)
    })?;
    // Criteria in several columns are read across.
    let others =
        worded.iter().filter(|at| **at != outcome && columns[**at].outcomes * 3 <= columns[**at].full);
    if others.count() > 1 {
        return None;
    }
    let (few, many) = (&columns[outcome], &columns[criteria]);
    if few.outcomes * 2 < few.full || many.outcomes * 2 > many.full || many.paragraphs < few.kinds.len() {
        return None;
    }
    let code = |of: usize, other: Option<usize>| {
        let left = of.checked_sub(1).filter(|at| columns[*at].coded() && Some(*at) != other);
        left.or_else(|| Some(of + 1).filter(|at| columns.get(*at).is_some_and(Column::coded)))
    };
    let criteria_code = code(criteria, None);
    let outcome_code = code(outcome, criteria_code).filter(|at| Some(*at) != criteria_code);
    let mut rows: Vec<Row> = (0..from).map(Row::Kept).collect();
    for (at, (_, cells)) in table.rows.iter().enumerate().skip(from) {
        let joined = |code: Option<usize>, of: usize| {
            let code = code.map(|at| cells[at].trim()).unwrap_or_default();
            format!("{code}\n{}", cells[of].trim()).trim().to_owned()
        };
        let used = [Some(outcome), Some(criteria), outcome_code, criteria_code];
        rows.push(Row::Read(
            at,
            joined(outcome_code, outcome),
            joined(criteria_code, criteria),
            beside(cells, &used),
        ));
    }
    Some(rows)
}

/// An outcome in the first column, each of its criteria in a column of its own.
fn across(table: &Table<'_>) -> Option<Vec<Row>> {
    let from = head(table);
    let columns: Vec<Column> = (0..table.width).map(|at| Column::of(table, from, at)).collect();
    let first = (0..table.width).find(|at| columns[*at].worded())?;
    let others: Vec<usize> = (first + 1..table.width).filter(|at| columns[*at].full > 0).collect();
    let rows = table.rows.len() - from;
    let good = columns[first].outcomes * 3 >= rows * 2
        && others.len() >= 2
        && others
            .iter()
            .all(|at| columns[*at].verbs * 10 >= columns[*at].full * 7 && columns[*at].outcomes * 3 <= rows);
    if !good {
        return None;
    }
    let mut read: Vec<Row> = (0..from).map(Row::Kept).collect();
    for (at, (_, cells)) in table.rows.iter().enumerate().skip(from) {
        let code = first.checked_sub(1).map(|at| cells[at].trim()).unwrap_or_default();
        let outcome = format!("{code}\n{}", cells[first].trim()).trim().to_owned();
        read.push(Row::Read(at, outcome, String::new(), String::new()));
        for column in others.iter().filter(|column| !cells[**column].trim().is_empty()) {
            read.push(Row::Read(at, String::new(), cells[*column].clone(), String::new()));
        }
    }
    Some(read)
}

/// An outcome and its criteria as paragraphs of one cell.
fn in_one_cell(table: &Table<'_>) -> Option<Vec<Row>> {
    let at = (0..table.width).find(|column| {
        let cells: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|(_, cells)| paragraphs(&cells[*column]))
            .filter(|c| !c.is_empty())
            .collect();
        let whole = |lines: &&Vec<String>| {
            lines.len() >= 2
                && says_outcome(&lines[0])
                && lines.iter().skip(1).filter(|line| begins_with_verb(&words_of(line))).count() * 10
                    >= (lines.len() - 1) * 7
        };
        cells.len() >= 2 && cells.iter().filter(whole).count() * 10 >= cells.len() * 7
    })?;
    let mut rows = Vec::new();
    for (row, (_, cells)) in table.rows.iter().enumerate() {
        let lines = paragraphs(&cells[at]);
        let code =
            at.checked_sub(1).map(|at| cells[at].trim()).filter(|code| is_code(code)).unwrap_or_default();
        match lines.split_first() {
            Some((first, rest)) if says_outcome(first) && !rest.is_empty() => {
                let outcome = format!("{code}\n{first}").trim().to_owned();
                rows.push(Row::Read(
                    row,
                    outcome,
                    rest.join("\n"),
                    beside(cells, &[Some(at), at.checked_sub(1)]),
                ));
            }
            _other => rows.push(Row::Kept(row)),
        }
    }
    Some(rows)
}

/// Outcomes as rows of their own between the rows of their criteria.
pub fn bands(table: &Table<'_>) -> Option<Vec<Row>> {
    let from = head(table);
    let lone = |cells: &Vec<String>| {
        let full: Vec<&String> = cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
        match full.as_slice() {
            [only] if begins_with_verb(&words_of(only)) => Some((*only).clone()),
            [code, only] if is_code(code) && says_outcome(only) => Some(format!("{code}\n{only}")),
            _other => None,
        }
    };
    let bands: Vec<usize> =
        (from..table.rows.len()).filter(|at| lone(&table.rows[*at].1).is_some()).collect();
    let said = bands
        .iter()
        .filter(|at| lone(&table.rows[**at].1).is_some_and(|band| says_outcome(&band.replace('\n', " "))))
        .count();
    let items: Vec<usize> =
        (from..table.rows.len()).filter(|at| lone(&table.rows[*at].1).is_none()).collect();
    let verbs =
        |at: usize| items.iter().filter(|row| begins_with_verb(&words_of(&table.rows[**row].1[at]))).count();
    let mut criteria = (0..table.width).max_by_key(|at| (verbs(*at), usize::MAX - *at))?;
    let mut lonely = false;
    // Forms whose other cells are all empty: every row is lone, and outcomes are told by how they begin.
    if items.is_empty() || verbs(criteria) * 2 < items.len() {
        criteria = 0;
        lonely = true;
    }
    let enough = if lonely {
        said >= 2 && said * 2 <= bands.len()
    } else {
        bands.len() >= 2 && said * 2 >= bands.len()
    };
    // Grades beside each other: criteria stand in several columns.
    let several = (0..table.width).filter(|at| verbs(*at) * 2 > items.len()).count() > 1;
    if !enough || several && !lonely {
        return None;
    }
    let mut rows: Vec<Row> = (0..from).map(Row::Kept).collect();
    for (at, (_, cells)) in table.rows.iter().enumerate().skip(from) {
        let band = lone(cells);
        match band {
            Some(band) if !lonely || says_outcome(&band.replace('\n', " ")) => {
                rows.push(Row::Read(at, band, String::new(), String::new()));
            }
            Some(band) => rows.push(Row::Read(at, String::new(), band, String::new())),
            None => {
                let code = criteria.checked_sub(1).map(|at| cells[at].trim()).filter(|code| is_code(code));
                let words = cells[criteria].trim();
                if words.is_empty() || section::column(words).is_some_and(|s| s != Section::Outcomes) {
                    rows.push(Row::Kept(at));
                } else {
                    let text = format!("{}\n{words}", code.unwrap_or_default()).trim().to_owned();
                    let used = [Some(criteria), criteria.checked_sub(1)];
                    rows.push(Row::Read(at, String::new(), text, beside(cells, &used)));
                }
            }
        }
    }
    Some(rows)
}

/// One column of texts, outcomes and criteria below each other; columns of codes beside it say which is which.
pub fn listed(table: &Table<'_>) -> Option<Vec<Row>> {
    let from = head(table);
    let columns: Vec<Column> = (0..table.width).map(|at| Column::of(table, from, at)).collect();
    let texts: Vec<usize> = (0..table.width).filter(|at| columns[*at].worded()).collect();
    let [text] = texts.as_slice() else { return None };
    let coded: Vec<usize> = (0..table.width).filter(|at| columns[*at].coded()).collect();
    let rows: Vec<usize> =
        (from..table.rows.len()).filter(|at| !table.rows[*at].1[*text].trim().is_empty()).collect();
    // A number of the outcome and, for its criteria alone, one of the criterion.
    let pair = coded.windows(2).find(|pair| {
        let (outer, inner) = (&columns[pair[0]], &columns[pair[1]]);
        outer.full == rows.len() && inner.full < rows.len() && inner.full * 2 >= rows.len()
    });
    let is_outcome = |row: usize| {
        let cells = &table.rows[row].1;
        if let Some(pair) = pair {
            return cells[pair[1]].trim().is_empty();
        }
        coded.iter().any(|at| {
            matches!(marker::read(&tidy(&cells[*at])), (Some(Marker::Outcome(_) | Marker::Bare(_)), ""))
        })
    };
    let outcomes = rows.iter().filter(|row| is_outcome(**row)).count();
    if coded.is_empty()
        || outcomes < 2
        || outcomes * 2 > rows.len()
        || !rows.first().is_some_and(|row| is_outcome(*row))
    {
        return None;
    }
    let mut read: Vec<Row> = (0..from).map(Row::Kept).collect();
    for (row, (_, cells)) in table.rows.iter().enumerate().skip(from) {
        let code = match pair {
            Some(pair) if is_outcome(row) => cells[pair[0]].trim(),
            Some(_) => "",
            None => coded.first().map_or("", |at| cells[*at].trim()),
        };
        let words = format!("{code}\n{}", cells[*text].trim()).trim().to_owned();
        let mut used: Vec<Option<usize>> = coded.iter().copied().map(Some).collect();
        used.push(Some(*text));
        let beside = beside(cells, &used);
        read.push(if is_outcome(row) {
            Row::Read(row, words, String::new(), beside)
        } else {
            Row::Read(row, String::new(), words, beside)
        });
    }
    Some(read)
}
