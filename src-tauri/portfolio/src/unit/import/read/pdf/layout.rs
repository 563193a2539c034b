//! Characters of a page laid out: lines, cells, rows, headings, in reading order. Refuses to know fonts and drawing.

use std::collections::BTreeMap;

use super::super::ReadError;
use super::super::blocks::Blocks;
use super::line::{Line, code_of_criterion, lines, marker, paragraphs, whole_words};
use super::region::{column, level, pitch, region, starts};
use super::ruled::{self, Table};
use super::{Glyph, Rule};
use super::{gutter, rows};
use crate::unit::import::document::BlockKind;

/// What is known over the pages.
#[derive(Debug, Default)]
pub struct Layout {
    /// Characters of each type size, in tenths of a point.
    sizes: BTreeMap<u32, usize>,
    tables: u32,
    row: u32,
    /// Columns of the last ruled table.
    columns: Vec<f32>,
}

impl Layout {
    /// Puts a page's words into blocks.
    pub fn page(&mut self, glyphs: &[Glyph], rules: &[Rule], blocks: &mut Blocks) -> Result<(), ReadError> {
        for glyph in glyphs {
            *self.sizes.entry((glyph.size * 10.0) as u32).or_default() += 1;
        }
        let tables = ruled::tables(rules);
        let mut cells: Vec<BTreeMap<(usize, usize), Vec<&Glyph>>> = vec![BTreeMap::new(); tables.len()];
        let mut loose = Vec::new();
        for glyph in glyphs {
            let (x, y) = (f32::midpoint(glyph.x, glyph.end), glyph.y + glyph.size * 0.25);
            let home = tables.iter().enumerate().find_map(|(at, table)| Some((at, table.cell(x, y)?)));
            match home {
                Some((at, cell)) => cells[at].entry(cell).or_default().push(glyph),
                None => loose.push(glyph),
            }
        }
        if tables.is_empty()
            && let Some(columns) = gutter::columns(&loose)
        {
            for part in columns {
                self.flow(&lines(&part), blocks)?;
                blocks.gap()?;
            }
            return Ok(());
        }
        let mut lines = lines(&loose);
        for (table, cells) in tables.iter().zip(&cells) {
            let below = lines.iter().position(|line| line.y < table.ys[0]).unwrap_or(lines.len());
            let above: Vec<Line> = lines.drain(..below).collect();
            self.flow(&above, blocks)?;
            self.table(table, cells, blocks)?;
        }
        self.flow(&lines, blocks)
    }

    fn table(
        &mut self,
        table: &Table,
        cells: &BTreeMap<(usize, usize), Vec<&Glyph>>,
        blocks: &mut Blocks,
    ) -> Result<(), ReadError> {
        if !table.goes_on(&self.columns) {
            self.tables += 1;
            self.row = 0;
            self.columns.clone_from(&table.xs);
        }
        for row in 0..table.ys.len() - 1 {
            let words = |column| {
                cells.get(&(row, column)).map(|glyphs| paragraphs(&lines(glyphs))).unwrap_or_default()
            };
            let texts: Vec<String> = (0..table.xs.len() - 1).map(words).collect();
            self.put_row(&texts, blocks)?;
        }
        blocks.gap()
    }

    fn put_row(&mut self, cells: &[String], blocks: &mut Blocks) -> Result<(), ReadError> {
        self.row += 1;
        let line = blocks.place.line.take();
        (blocks.place.table, blocks.place.row) = (Some(self.tables), Some(self.row));
        blocks.row(cells, false)?;
        (blocks.place.table, blocks.place.row, blocks.place.line) = (None, None, line);
        Ok(())
    }

    fn usual_size(&self) -> f32 {
        self.sizes.iter().max_by_key(|(_, times)| **times).map_or(10.0, |(tenths, _)| *tenths as f32 / 10.0)
    }

    /// Lines outside ruled tables: columns set by gaps become rows, the others stay lines.
    fn flow(&mut self, lines: &[Line], blocks: &mut Blocks) -> Result<(), ReadError> {
        let lines = &level(lines);
        let pitch = pitch(lines);
        let lines = &whole_words(lines, pitch);
        let mut at = 0;
        while at < lines.len() {
            let end = region(&lines[at..], pitch) + at;
            if end > at && self.running_columns(&lines[at..end], blocks, pitch)? {
                at = end;
                continue;
            }
            if end > at {
                self.columns.clear();
                self.tables += 1;
                self.row = 0;
                blocks.gap()?;
                for row in rows::rows(&lines[at..end], pitch) {
                    self.put_row(&row, blocks)?;
                }
                blocks.gap()?;
                at = end;
                continue;
            }
            at += self.line(
                &lines[at..],
                at.checked_sub(1).and_then(|before| lines.get(before)),
                pitch,
                blocks,
            )?;
        }
        Ok(())
    }

    /// Text that runs down one column and on at the head of the next: numbers such as 1.1 stand in both. Gives whether it
    /// was such text.
    fn running_columns(
        &mut self,
        lines: &[Line],
        blocks: &mut Blocks,
        pitch: f32,
    ) -> Result<bool, ReadError> {
        let Some(starts) = lines.first().map(starts).filter(|starts| starts.len() == 2) else {
            return Ok(false);
        };
        let mut columns: [Vec<Line>; 2] = [Vec::new(), Vec::new()];
        for line in lines {
            for piece in &line.parted(&starts).pieces {
                let Some(home) = column(&starts, piece, line.size) else { return Ok(false) };
                columns[home].push(Line { pieces: vec![piece.clone()], ..line.clone() });
            }
        }
        let numbered = |lines: &Vec<Line>| {
            let coded = |line: &&Line| code_of_criterion(line.pieces.first().map_or("", |p| p.text.trim()));
            lines.iter().filter(coded).count() >= 2
        };
        if !columns.iter().all(numbered) {
            return Ok(false);
        }
        for column in &columns {
            let column = &whole_words(column, pitch);
            let mut at = 0;
            while at < column.len() {
                let before = at.checked_sub(1).and_then(|before| column.get(before));
                at += self.line(&column[at..], before, pitch, blocks)?;
            }
            blocks.gap()?;
        }
        Ok(true)
    }

    /// One line, or the lines of one heading; gives how many.
    fn line(
        &self,
        lines: &[Line],
        before: Option<&Line>,
        pitch: f32,
        blocks: &mut Blocks,
    ) -> Result<usize, ReadError> {
        let Some(line) = lines.first() else { return Ok(1) };
        if before.is_some_and(|before| before.y - line.y > pitch * 1.35) {
            blocks.gap()?;
        }
        blocks.place.line = Some(blocks.place.line.unwrap_or(0).saturating_add(1));
        if let Some(level) = self.heading(line) {
            let alike = |pair: &[Line]| {
                self.heading(&pair[1]) == Some(level)
                    && (pair[0].size - pair[1].size).abs() < 0.3
                    && pair[0].y - pair[1].y < line.size * 1.5
                    && marker(&pair[1].text()).is_none()
            };
            let count = 1 + lines.windows(2).take(3).take_while(|pair| alike(pair)).count();
            let words: Vec<String> = lines[..count].iter().map(Line::text).collect();
            blocks.gap()?;
            blocks.heading(&words.join(" "), level)?;
            return Ok(count);
        }
        let left = lines
            .iter()
            .map(|line| line.pieces.first().map_or(0.0, |piece| piece.x))
            .fold(f32::MAX, f32::min);
        let x = line.pieces.first().map_or(left, |piece| piece.x);
        let indent = ((x - left) / (line.size * 0.5).max(1.0)).clamp(0.0, 200.0) as u16;
        blocks.put(BlockKind::Paragraph { text: line.text(), indent })?;
        Ok(1)
    }

    /// A heading by its type: larger than most, or bold and short.
    fn heading(&self, line: &Line) -> Option<usize> {
        let usual = self.usual_size().max(1.0);
        let text = line.text();
        if text.chars().count() > 160 || !text.contains(char::is_alphabetic) || line.pieces.len() > 2 {
            return None;
        }
        match line.size / usual {
            ratio if ratio >= 1.7 => Some(1),
            ratio if ratio >= 1.35 => Some(2),
            ratio if ratio >= 1.15 => Some(3),
            ratio if ratio >= 0.95 && line.bold && text.chars().count() <= 100 => Some(4),
            _text => None,
        }
    }
}
