//! Tables that a page draws with lines: where their cells are, merged ones as one. Refuses to know what stands in them.

use super::Rule;

/// Lines that miss each other by less are meant to meet; points.
const NEAR: f32 = 3.5;
/// More lines than this on a page are a drawing.
const MOST_RULES: usize = 2_500;
const MOST_COLUMNS: usize = 64;
const MOST_ROWS: usize = 1_000;

/// A table of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Upright lines from left to right.
    pub xs: Vec<f32>,
    /// Level lines from top to bottom.
    pub ys: Vec<f32>,
    /// For each row and column, the first row and column of the merged area that it belongs to.
    first: Vec<Vec<(usize, usize)>>,
}

impl Table {
    /// The cell (row, column) whose words a place belongs to.
    #[must_use]
    pub fn cell(&self, x: f32, y: f32) -> Option<(usize, usize)> {
        let column = self.xs.windows(2).position(|pair| x >= pair[0] && x < pair[1])?;
        let row = self.ys.windows(2).position(|pair| y <= pair[0] && y > pair[1])?;
        self.first.get(row)?.get(column).copied()
    }

    /// Same columns as another: the table goes on.
    #[must_use]
    pub fn goes_on(&self, xs: &[f32]) -> bool {
        self.xs.len() == xs.len() && self.xs.iter().zip(xs).all(|(a, b)| (a - b).abs() < 4.0)
    }
}

/// The tables of a page, from top to bottom. A frame around text is no table.
#[must_use]
pub fn tables(rules: &[Rule]) -> Vec<Table> {
    if rules.len() < 4 || rules.len() > MOST_RULES {
        return Vec::new();
    }
    let mut groups: Vec<usize> = (0..rules.len()).collect();
    for a in 0..rules.len() {
        for b in 0..a {
            if touch(&rules[a], &rules[b]) {
                let (one, other) = (root(&mut groups, a), root(&mut groups, b));
                groups[one] = other;
            }
        }
    }
    let mut by_group = std::collections::BTreeMap::<usize, Vec<Rule>>::new();
    for (at, rule) in rules.iter().enumerate() {
        by_group.entry(root(&mut groups, at)).or_default().push(*rule);
    }
    let mut found: Vec<Table> = by_group.values().filter_map(|group| table(group)).collect();
    found.sort_by(|a, b| b.ys[0].total_cmp(&a.ys[0]));
    found
}

fn root(groups: &mut [usize], mut at: usize) -> usize {
    while groups[at] != at {
        groups[at] = groups[groups[at]];
        at = groups[at];
    }
    at
}

fn touch(a: &Rule, b: &Rule) -> bool {
    a.x0 <= b.x1 + NEAR && b.x0 <= a.x1 + NEAR && a.y0 <= b.y1 + NEAR && b.y0 <= a.y1 + NEAR
}

fn level(rule: &Rule) -> bool {
    rule.x1 - rule.x0 > rule.y1 - rule.y0
}

fn table(rules: &[Rule]) -> Option<Table> {
    let (levels, uprights): (Vec<&Rule>, Vec<&Rule>) = rules.iter().partition(|rule| level(rule));
    let xs = places(uprights.iter().map(|rule| rule.x0).collect());
    let mut ys = places(levels.iter().map(|rule| rule.y0).chain(open_ends(&uprights)).collect());
    ys.reverse();
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if !(2..=MOST_COLUMNS).contains(&columns) || !(1..=MOST_ROWS).contains(&rows) {
        return None;
    }
    let parted_left = |row: usize, column: usize| {
        let y = f32::midpoint(ys[row], ys[row + 1]);
        uprights.iter().any(|rule| (rule.x0 - xs[column]).abs() <= NEAR && rule.y0 <= y && y <= rule.y1)
    };
    let parted_above = |row: usize, column: usize| {
        let x = f32::midpoint(xs[column], xs[column + 1]);
        levels.iter().any(|rule| (rule.y0 - ys[row]).abs() <= NEAR && rule.x0 <= x && x <= rule.x1)
    };
    let mut first = vec![vec![(0, 0); columns]; rows];
    for row in 0..rows {
        for column in 0..columns {
            first[row][column] = if column > 0 && !parted_left(row, column) {
                first[row][column - 1]
            } else if row > 0 && !parted_above(row, column) {
                first[row - 1][column]
            } else {
                (row, column)
            };
        }
    }
    Some(Table { xs, ys, first })
}

/// Where upright lines end together: a row that a page breaks is not closed by a level line.
fn open_ends(uprights: &[&Rule]) -> Vec<f32> {
    let lowest = uprights.iter().map(|rule| rule.y0).fold(f32::MAX, f32::min);
    let highest = uprights.iter().map(|rule| rule.y1).fold(f32::MIN, f32::max);
    let together = |place: f32, end: fn(&Rule) -> f32| {
        uprights.iter().filter(|rule| (end(rule) - place).abs() <= NEAR).count() >= 2
    };
    let mut ends = Vec::new();
    if together(lowest, |rule| rule.y0) {
        ends.push(lowest);
    }
    if together(highest, |rule| rule.y1) {
        ends.push(highest);
    }
    ends
}

/// Places that are near each other as one, in rising order.
fn places(mut all: Vec<f32>) -> Vec<f32> {
    all.sort_by(f32::total_cmp);
    let mut found: Vec<f32> = Vec::new();
    for place in all {
        match found.last() {
            Some(last) if place - last <= NEAR => {}
            Some(_) | None => found.push(place),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_and_frames_are_told() {
        let across = |y: f32, x0: f32, x1: f32| Rule { x0, y0: y, x1, y1: y };
        let down = |x: f32, y0: f32, y1: f32| Rule { x0: x, y0, x1: x, y1 };
        // Two columns, two rows; the left column is merged.
        let rules = [
            across(100.0, 0.0, 200.0),
            across(50.0, 100.0, 200.0),
            across(0.0, 0.0, 200.0),
            down(0.0, 0.0, 100.0),
            down(100.0, 0.0, 100.0),
            down(200.0, 0.0, 100.0),
        ];
        let found = tables(&rules);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].cell(50.0, 20.0), Some((0, 0)));
        assert_eq!(found[0].cell(150.0, 20.0), Some((1, 1)));
        assert_eq!(found[0].cell(250.0, 20.0), None);
        let frame = [
            across(100.0, 0.0, 200.0),
            across(0.0, 0.0, 200.0),
            down(0.0, 0.0, 100.0),
            down(200.0, 0.0, 100.0),
        ];
        assert!(tables(&frame).is_empty());
        // A page ends within a row: its upright lines go on, no level line closes it.
        let broken = [
            across(100.0, 0.0, 200.0),
            across(50.0, 0.0, 200.0),
            down(0.0, 20.0, 100.0),
            down(100.0, 20.0, 100.0),
            down(200.0, 20.0, 100.0),
        ];
        let found = tables(&broken);
        assert_eq!((found.len(), found[0].cell(50.0, 30.0)), (1, Some((1, 0))));
    }
}
