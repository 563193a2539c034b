//! Sets what a walk meets beside what is on record, in one pass over both, and keeps only what differs. An unchanged
//! folder costs neither reading nor memory.
//!
//! Pure: both sides come in order, as an iterator and as calls. It refuses to know the database and the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;

use crate::evidence::name::FileName;
use crate::evidence::walk::{Found, Stat};

/// A row on record, as far as comparing needs it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Whether the name is not Unicode.
    pub raw: bool,
    /// The name's bytes.
    pub path: &'a [u8],
    /// As it was last seen.
    pub stat: Stat,
    /// Whether it was there then.
    pub present: bool,
}

/// What differs.
#[derive(Debug, Default)]
pub struct Delta {
    /// Files without a row.
    pub fresh: Vec<Found>,
    /// Files that may hold something else than their row says, and those whose writer has just closed them.
    pub touched: Vec<Found>,
    /// Files that hold what their row says, which must be written again all the same: they came back, or their device has
    /// another number.
    pub back: Vec<Found>,
    /// Names on record at which nothing was found, with whether they were there the last time.
    pub gone: Vec<(FileName, bool)>,
    /// How many files are as their rows say.
    pub unchanged: usize,
}

impl Delta {
    /// Whether folder and record are one and the same, as far as this machine last knew.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fresh.is_empty() && self.touched.is_empty() && self.back.is_empty() && self.gone.is_empty()
    }
}

/// A comparison under way.
pub struct Comparing<'d, I: Iterator<Item = Found>> {
    found: Peekable<I>,
    /// Names that are not Unicode: on some platforms they have no place in the order.
    raw: BTreeMap<FileName, Found>,
    due: &'d BTreeSet<FileName>,
    delta: Delta,
}

impl<'d, I: Iterator<Item = Found>> Comparing<'d, I> {
    /// `found` gives Unicode names in the order of their bytes, others anywhere. Files in `due` are to be read even where
    /// they look as their rows say.
    pub fn new(found: I, due: &'d BTreeSet<FileName>) -> Self {
        Self { found: found.peekable(), raw: BTreeMap::new(), due, delta: Delta::default() }
    }

    /// Takes the next row: Unicode names first, then the others, each in the order of their bytes.
    pub fn row(&mut self, row: Row<'_>) {
        if row.raw {
            self.pass(None);
            let name = FileName::from_bytes(true, row.path);
            let found = name.as_ref().and_then(|name| self.raw.remove(name));
            self.judge(row, found);
            return;
        }
        self.pass(Some(row.path));
        let is_there = self.found.peek().is_some_and(|found| found.path.bytes() == row.path);
        let found = if is_there { self.found.next() } else { None };
        self.judge(row, found);
    }

    /// What differs, when all rows are through.
    pub fn finish(mut self) -> Delta {
        self.pass(None);
        self.delta.fresh.extend(std::mem::take(&mut self.raw).into_values());
        self.delta
    }

    /// Passes over files that lie before `until` and so have no row; all that are left where there is no end.
    fn pass(&mut self, until: Option<&[u8]>) {
        let before =
            |found: &Found| until.is_none_or(|until| found.path.is_raw() || found.path.bytes() < until);
        while let Some(found) = self.found.next_if(before) {
            if found.path.is_raw() {
                self.raw.insert(found.path.clone(), found);
            } else {
                self.delta.fresh.push(found);
            }
        }
    }

    fn judge(&mut self, row: Row<'_>, found: Option<Found>) {
        let Some(found) = found else {
            let name = FileName::from_bytes(row.raw, row.path);
            self.delta.gone.extend(name.map(|name| (name, row.present)));
            return;
        };
        if !found.stat.unchanged_since(&row.stat) || self.due.contains(&found.path) {
            self.delta.touched.push(found);
        } else if !row.present || found.stat != row.stat {
            self.delta.back.push(found);
        } else {
            self.delta.unchanged += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> FileName {
        FileName::new(text).unwrap()
    }

    /// `a=1`: the path and its size.
    fn parse(files: &str) -> Vec<(FileName, Stat)> {
        let one = |file: &str| {
            let (path, size) = file.split_once('=').unwrap();
            (name(path), Stat { size: size.parse().unwrap(), inode: 1, device: 1, ..Stat::default() })
        };
        files.split_whitespace().map(one).collect()
    }

    fn compared(rows: &str, found: &str, due: &str) -> String {
        let due: BTreeSet<FileName> = due.split_whitespace().map(name).collect();
        let files = parse(found).into_iter().map(|(path, stat)| Found { path, stat });
        let mut comparing = Comparing::new(files, &due);
        for (path, stat) in parse(rows) {
            comparing.row(Row { raw: false, path: path.bytes(), stat, present: true });
        }
        let delta = comparing.finish();
        let mut told: Vec<String> = Vec::new();
        for (sign, list) in [("+", &delta.fresh), ("~", &delta.touched), ("=", &delta.back)] {
            told.extend(list.iter().map(|found| format!("{sign}{}", found.path.text())));
        }
        told.extend(delta.gone.iter().map(|(name, _)| format!("-{}", name.text())));
        format!("{} {}", told.join(" "), delta.unchanged).trim().to_owned()
    }

    #[test]
    fn only_what_differs_is_kept() {
        for (rows, found, due, want) in [
            ("", "", "", "0"),
            ("", "a=1 b=2", "", "+a +b 0"),
            ("a=1 b=2", "", "", "-a -b 0"),
            ("a=1 b=2 c=3", "a=1 b=2 c=3", "", "3"),
            ("a=1 b=2 c=3", "a=1 b=5 d=3", "", "+d ~b -c 1"),
            ("b=2", "a=1 b=2 c=3", "", "+a +c 1"),
            ("a=1 c=3", "b=2", "", "+b -a -c 0"),
            ("a=1 b=2", "a=1 b=2", "b", "~b 1"),
        ] {
            assert_eq!(compared(rows, found, due), want, "{rows} | {found} | {due}");
        }
    }

    #[test]
    fn a_file_that_came_back_or_changed_its_device_is_written_again_but_not_read() {
        let stat = Stat { size: 1, device: 1, ..Stat::default() };
        for (row, present) in [(stat, false), (Stat { device: 2, ..stat }, true)] {
            let due = BTreeSet::new();
            let mut comparing = Comparing::new([Found { path: name("a"), stat }].into_iter(), &due);
            comparing.row(Row { raw: false, path: b"a", stat: row, present });
            assert_eq!(comparing.finish().back.len(), 1);
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_unicode_are_compared_wherever_they_come() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let raw = |bytes: &[u8]| FileName::top(OsStr::from_bytes(bytes));
        let stat = Stat::default();
        let there = [raw(b"\x01\xff"), name("a"), raw(b"b\xff"), name("c")];
        let due = BTreeSet::new();
        let mut comparing = Comparing::new(there.into_iter().map(|path| Found { path, stat }), &due);
        comparing.row(Row { raw: false, path: b"a", stat, present: true });
        comparing.row(Row { raw: true, path: b"\x02\xff", stat, present: true });
        comparing.row(Row { raw: true, path: b"b\xff", stat, present: true });
        let delta = comparing.finish();
        assert_eq!(delta.unchanged, 2);
        assert_eq!(
            delta.fresh.iter().map(|found| found.path.clone()).collect::<Vec<_>>(),
            [name("c"), raw(b"\x01\xff")]
        );
        assert_eq!(delta.gone, [(raw(b"\x02\xff"), true)]);
    }
}
