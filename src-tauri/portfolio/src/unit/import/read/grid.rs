//! Cells that span rows and columns, laid out as the rows that a reader sees: words in the first cell of a merged area,
//! the others empty. Refuses to know any format.

/// Most columns of a row; cells beyond are put into the last.
const MOST_COLUMNS: usize = 256;

/// A table being laid out row by row.
#[derive(Debug, Default)]
pub struct Grid {
    cells: Vec<String>,
    /// For each column, how many rows below are still covered by a cell above.
    covered: Vec<usize>,
    fresh: Vec<usize>,
}

impl Grid {
    /// The next cell of the row.
    pub fn cell(&mut self, words: String, columns: usize, rows: usize) {
        self.skip();
        if self.cells.len() >= MOST_COLUMNS {
            if let Some(last) = self.cells.last_mut() {
                last.push('\n');
                last.push_str(&words);
            }
            return;
        }
        let first = self.cells.len();
        let columns = columns.clamp(1, MOST_COLUMNS - first);
        self.cells.push(words);
        self.cells.extend(std::iter::repeat_n(String::new(), columns - 1));
        self.fresh.resize(self.cells.len(), 0);
        for column in first..first + columns {
            self.fresh[column] = rows.saturating_sub(1);
        }
    }

    fn skip(&mut self) {
        while self.cells.len() < MOST_COLUMNS
            && self.covered.get(self.cells.len()).is_some_and(|rows| *rows > 0)
        {
            self.cells.push(String::new());
        }
    }

    /// Ends the row and gives it.
    pub fn row(&mut self) -> Vec<String> {
        while self.cells.len() < self.covered.len()
            && self.covered[self.cells.len()..].iter().any(|rows| *rows > 0)
        {
            self.cells.push(String::new());
        }
        let width = self.covered.len().max(self.fresh.len());
        self.covered.resize(width, 0);
        self.fresh.resize(width, 0);
        for (covered, fresh) in self.covered.iter_mut().zip(&self.fresh) {
            *covered = covered.saturating_sub(1).max(*fresh);
        }
        self.fresh.clear();
        std::mem::take(&mut self.cells)
    }
}
