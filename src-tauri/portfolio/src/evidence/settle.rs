//! When a file has settled: it is read only after whoever writes it has finished.
//!
//! Pure: events and the time come in as arguments, and what is due comes out. It refuses to know threads,
//! notify and the disk.
//!
//! On Linux the kernel says when a writer closes a file or renames it in. Elsewhere a file has settled when
//! its size and modified time have not changed for 800 ms.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

use crate::evidence::name::FileName;
use crate::evidence::walk::Stat;

/// How long size and modified time must stay, where no close is told.
pub const QUIET: Duration = Duration::from_millis(800);
/// How long a new directory must be quiet before it is walked again: files written before its watch existed
/// gave no event.
pub const DIRECTORY_QUIET: Duration = Duration::from_millis(200);
/// How long after its last change a known item is left alone, and a name that went may be the first half of a
/// rename.
pub const KNOWN_QUIET: Duration = Duration::from_secs(2);
/// How long a file that was touched may stay without a close, where closes are told, before it is read all
/// the same: a hard link and `truncate` never close anything.
pub const NO_CLOSE: Duration = Duration::from_secs(10);

/// How often everything is asked for where events do not arrive.
pub const POLL: Duration = Duration::from_secs(5);

/// How long things are left alone. Tests shorten it; nobody else has a reason to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// See [`QUIET`].
    pub quiet: Duration,
    /// See [`DIRECTORY_QUIET`].
    pub directory: Duration,
    /// See [`KNOWN_QUIET`].
    pub known: Duration,
    /// See [`NO_CLOSE`].
    pub no_close: Duration,
    /// See [`POLL`].
    pub poll: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self { quiet: QUIET, directory: DIRECTORY_QUIET, known: KNOWN_QUIET, no_close: NO_CLOSE, poll: POLL }
    }
}

impl Timing {
    /// All of it in this time; looks without an event every tenth of a second at most.
    #[must_use]
    pub fn within(time: Duration) -> Self {
        let poll = time.max(Duration::from_millis(100));
        Self { quiet: time, directory: time, known: time, no_close: time, poll }
    }
}

/// How a platform says that a file has settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Linux: closing after writing is told.
    CloseTells,
    /// Elsewhere: only quiet tells.
    QuietTells,
}

impl Rule {
    /// The rule of the platform that we run on.
    pub fn here() -> Self {
        if cfg!(target_os = "linux") { Self::CloseTells } else { Self::QuietTells }
    }
}

/// What happened in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A file was created or written, and may be written on.
    Touched(FileName),
    /// A file was closed after writing, or renamed in whole.
    Closed(FileName),
    /// A directory was created or moved in.
    Appeared(FileName),
    /// A file or directory is no longer at this name.
    Gone(FileName),
    /// Events were lost, or something happened that we cannot tell.
    Lost,
}

/// What should be looked at now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// This name: a file that has settled, or one that is gone, with all that is recorded below it.
    File(FileName),
    /// Everything below this directory.
    Directory(FileName),
    /// The whole folder.
    Everything,
}

/// What is waiting to settle. Times are counted from any fixed moment.
#[derive(Debug)]
pub struct Settle {
    rule: Rule,
    timing: Timing,
    known: HashSet<FileName>,
    files: BTreeMap<FileName, Waiting>,
    /// The same files by the time at which they are looked at.
    queue: BTreeSet<(Duration, FileName)>,
    directories: BTreeMap<FileName, Duration>,
    everything: Option<Duration>,
}

#[derive(Debug, Clone, Copy)]
struct Waiting {
    until: Duration,
    stage: Stage,
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    /// Due when the time comes, whatever it looks like.
    Certain,
    /// Due when the time comes and it looks as it did at the last look.
    Looking(Option<Stat>),
}

impl Settle {
    /// Nothing waiting, nothing known.
    pub fn new(rule: Rule, timing: Timing) -> Self {
        Self {
            rule,
            timing,
            known: HashSet::new(),
            files: BTreeMap::new(),
            queue: BTreeSet::new(),
            directories: BTreeMap::new(),
            everything: None,
        }
    }

    /// Marks files that are on record, which are left alone for a while after each change.
    pub fn know(&mut self, files: impl IntoIterator<Item = FileName>) {
        self.known.extend(files);
    }

    /// Takes one event that happened at `now`.
    pub fn feed(&mut self, event: Event, now: Duration) {
        match event {
            Event::Touched(file) => self.touched(file, now),
            Event::Closed(file) => match self.rule {
                Rule::CloseTells => self.closed(file, now),
                Rule::QuietTells => self.touched(file, now),
            },
            Event::Appeared(directory) => self.appeared(directory, now),
            Event::Gone(name) => self.gone(name, now),
            Event::Lost => {
                let soon = now + self.timing.directory;
                // Not pushed back by the next loss: a storm must not put the walk off for ever.
                self.everything = Some(self.everything.map_or(soon, |at| at.min(soon)));
            }
        }
    }

    /// What is due at `now`, each thing once. `look` says how a file looks now, or `None` when there is no
    /// file.
    pub fn due(&mut self, now: Duration, look: &mut dyn FnMut(&FileName) -> Option<Stat>) -> Vec<Due> {
        let mut due = self.due_files(now, look);
        due.extend(self.due_directories(now).into_iter().map(Due::Directory));
        if self.everything.is_some_and(|at| at <= now) {
            self.everything = None;
            // The whole folder includes every directory; files stay, since their event is a reason to read
            // them.
            self.directories.clear();
            due.retain(|one| !matches!(one, Due::Directory(_)));
            due.push(Due::Everything);
        }
        due
    }

    /// When something may be due next; `None` while nothing waits.
    pub fn next_wakeup(&self) -> Option<Duration> {
        let file = self.queue.first().map(|(until, _)| *until);
        let directory = self.directories.values().min().copied();
        [file, directory, self.everything].into_iter().flatten().min()
    }

    fn touched(&mut self, file: FileName, now: Duration) {
        self.stir(&file, now);
        match self.rule {
            Rule::CloseTells => self.wait(file, now + self.timing.no_close, Stage::Certain),
            // Looked at at once, so that the next look has something to compare with.
            Rule::QuietTells => self.wait(file, now, Stage::Looking(None)),
        }
    }

    fn closed(&mut self, file: FileName, now: Duration) {
        self.stir(&file, now);
        let rest = if self.known.contains(&file) { self.timing.known } else { Duration::ZERO };
        self.wait(file, now + rest, Stage::Certain);
    }

    fn appeared(&mut self, directory: FileName, now: Duration) {
        self.stir(&directory, now);
        // A directory inside one that waits is walked with it.
        if !directory.folders().any(|above| self.directories.contains_key(&above)) {
            self.directories.insert(directory, now + self.timing.directory);
        }
    }

    fn gone(&mut self, name: FileName, now: Duration) {
        self.stir(&name, now);
        let below: Vec<FileName> = self.files.keys().filter(|file| file.is_below(&name)).cloned().collect();
        for file in below {
            self.forget(&file);
        }
        self.directories.retain(|directory, _| *directory != name && !directory.is_below(&name));
        self.wait(name, now + self.timing.known, Stage::Certain);
    }

    /// Pushes back the walk of every waiting directory in which something just happened.
    fn stir(&mut self, name: &FileName, now: Duration) {
        if self.directories.is_empty() {
            return;
        }
        for above in std::iter::once(name.clone()).chain(name.folders()) {
            if let Some(until) = self.directories.get_mut(&above) {
                *until = now + self.timing.directory;
            }
        }
    }

    fn wait(&mut self, file: FileName, until: Duration, stage: Stage) {
        self.forget(&file);
        self.queue.insert((until, file.clone()));
        self.files.insert(file, Waiting { until, stage });
    }

    fn forget(&mut self, file: &FileName) -> Option<Waiting> {
        let waiting = self.files.remove(file)?;
        self.queue.remove(&(waiting.until, file.clone()));
        Some(waiting)
    }

    fn due_files(&mut self, now: Duration, look: &mut dyn FnMut(&FileName) -> Option<Stat>) -> Vec<Due> {
        let mut due = Vec::new();
        while let Some((_, file)) = self.queue.first().filter(|(until, _)| *until <= now).cloned() {
            let Some(waiting) = self.forget(&file) else { break };
            match waiting.stage {
                Stage::Certain => due.push(self.settled(file)),
                Stage::Looking(before) => match (before, look(&file)) {
                    (Some(before), Some(now)) if looks_equal(&before, &now) => due.push(self.settled(file)),
                    (_, Some(seen)) => self.look_again(file, now, seen),
                    (_, None) => self.wait(file, now + self.timing.known, Stage::Certain),
                },
            }
        }
        due
    }

    fn settled(&mut self, file: FileName) -> Due {
        self.known.insert(file.clone());
        Due::File(file)
    }

    fn look_again(&mut self, file: FileName, now: Duration, seen: Stat) {
        let quiet = if self.known.contains(&file) { self.timing.known } else { self.timing.quiet };
        self.wait(file, now + quiet, Stage::Looking(Some(seen)));
    }

    fn due_directories(&mut self, now: Duration) -> Vec<FileName> {
        let quiet = |until: &Duration| *until <= now;
        let mut due: Vec<FileName> = Vec::new();
        for (directory, _) in self.directories.iter().filter(|(_, until)| quiet(until)) {
            // Names above sort before names below.
            if !due.iter().any(|above| directory.is_below(above)) {
                due.push(directory.clone());
            }
        }
        self.directories.retain(|_, until| !quiet(until));
        due
    }
}

/// Only size and modified time: reading a file, or a virus scanner, may touch the rest.
fn looks_equal(a: &Stat, b: &Stat) -> bool {
    (a.size, a.modified_ns) == (b.size, b.modified_ns)
}

/// Whether a file that a walk came across was modified within `quiet` before `now_ns`, so that it may still be
/// written. Such a file is left for its own event or the next walk. A time in the future is not waited for:
/// clocks are wrong.
pub fn is_warm(stat: &Stat, now_ns: i64, quiet: Duration) -> bool {
    let age = now_ns.saturating_sub(stat.modified_ns);
    age >= 0 && u128::from(age.unsigned_abs()) < quiet.as_nanos()
}

/// How coarsely a file system may count its times: two writes within it can leave a file looking the same.
const TICK_NS: i64 = 20_000_000;

/// What is noted of a file that was read at `read_ns`: its stat, unless it was changed within the same tick of the clock.
/// Then a later write might not show, and what is noted is no stat that any file can have, so that the next walk reads it
/// once more. Either time may be the one that tells: where the system counts no changes, the other is that of creation.
#[must_use]
pub fn kept(stat: &Stat, read_ns: i64) -> Stat {
    let is_racy = |time: i64| (-TICK_NS..TICK_NS).contains(&read_ns.saturating_sub(time));
    if is_racy(stat.changed_ns) || is_racy(stat.modified_ns) { in_doubt(stat) } else { *stat }
}

/// A stat that no file can have: whatever lies there is read at the next look.
#[must_use]
pub const fn in_doubt(stat: &Stat) -> Stat {
    Stat { changed_ns: i64::MIN, ..*stat }
}

/// Whether a file looks as it was noted by [`kept`]: the one that was read, and untouched since.
#[must_use]
pub fn is_as_noted(now: &Stat, noted: &Stat) -> bool {
    if noted.changed_ns == i64::MIN {
        return in_doubt(now).unchanged_since(noted);
    }
    now.unchanged_since(noted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> FileName {
        FileName::new(text).unwrap()
    }

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn event(text: &str) -> Event {
        let (what, of) = text.split_once(' ').unwrap_or((text, ""));
        match what {
            "touched" => Event::Touched(name(of)),
            "closed" => Event::Closed(name(of)),
            "appeared" => Event::Appeared(name(of)),
            "gone" => Event::Gone(name(of)),
            _ => Event::Lost,
        }
    }

    fn told(due: Vec<Due>) -> Vec<String> {
        let one = |due| match due {
            Due::File(file) => file.text().to_owned(),
            Due::Directory(directory) => format!("{}/", directory.text()),
            Due::Everything => "*".to_owned(),
        };
        due.into_iter().map(one).collect()
    }

    /// Runs events at their times and returns what is due, with the time at which the machine itself asked to
    /// be woken.
    fn run(
        settle: &mut Settle,
        events: &[(u64, &str)],
        size_at: &dyn Fn(Duration) -> Option<u64>,
    ) -> Vec<String> {
        let mut out = Vec::new();
        let mut events = events.iter().peekable();
        loop {
            let next_event = events.peek().map(|(at, _)| ms(*at));
            let Some(now) = [next_event, settle.next_wakeup()].into_iter().flatten().min() else {
                return out;
            };
            while let Some((_, what)) = events.next_if(|(at, _)| ms(*at) <= now) {
                settle.feed(event(what), now);
            }
            let mut look = |_: &FileName| size_at(now).map(|size| Stat { size, ..Stat::default() });
            out.extend(
                told(settle.due(now, &mut look)).into_iter().map(|due| format!("{}:{due}", now.as_millis())),
            );
        }
    }

    #[test]
    fn where_closing_is_told_a_new_file_is_due_at_once() {
        for (what, events, want) in [
            ("closed", vec![(0, "touched a"), (5, "touched a"), (9, "closed a")], vec!["9:a"]),
            ("renamed in", vec![(3, "closed a")], vec!["3:a"]),
            (
                "written slowly",
                vec![(0, "touched a"), (5000, "touched a"), (9000, "closed a")],
                vec!["9000:a"],
            ),
            ("a hard link, never closed", vec![(0, "touched a")], vec!["10000:a"]),
            ("closed twice at once", vec![(0, "closed a"), (0, "closed a")], vec!["0:a"]),
            (
                "changed again",
                vec![(0, "closed a"), (100, "closed a"), (300, "closed a")],
                vec!["0:a", "2300:a"],
            ),
            (
                "open again",
                vec![(0, "closed a"), (50, "touched a"), (100, "closed a")],
                vec!["0:a", "2100:a"],
            ),
            ("gone", vec![(0, "gone a")], vec!["2000:a"]),
            ("gone and come back", vec![(0, "gone a"), (10, "closed a")], vec!["10:a"]),
            ("moved", vec![(0, "gone a"), (0, "closed b")], vec!["0:b", "2000:a"]),
        ] {
            assert_eq!(
                run(&mut Settle::new(Rule::CloseTells, Timing::default()), &events, &|_| Some(1)),
                want,
                "{what}"
            );
        }
    }

    #[test]
    fn elsewhere_a_file_is_due_after_800_ms_of_the_same_size_and_time() {
        let growing = |until: u64| move |now: Duration| Some(now.min(ms(until)).as_millis() as u64);
        for (what, events, grows, want) in [
            ("still", vec![(0, "touched a")], 0, vec!["800:a"]),
            ("told again", vec![(0, "touched a"), (500, "touched a")], 0, vec!["1300:a"]),
            ("grows without a word", vec![(0, "touched a")], 1000, vec!["2400:a"]),
            (
                "a known one rests longer",
                vec![(0, "touched a"), (1000, "touched a")],
                0,
                vec!["800:a", "3000:a"],
            ),
        ] {
            assert_eq!(
                run(&mut Settle::new(Rule::QuietTells, Timing::default()), &events, &growing(grows)),
                want,
                "{what}"
            );
        }
        let gone = run(&mut Settle::new(Rule::QuietTells, Timing::default()), &[(0, "touched a")], &|_| None);
        assert_eq!(gone, ["2000:a"]);
    }

    #[test]
    fn a_known_item_is_left_alone_for_two_seconds_after_each_change() {
        let mut settle = Settle::new(Rule::CloseTells, Timing::default());
        settle.know([name("a")]);
        let events = [(0, "closed a"), (1500, "closed a"), (3000, "closed a"), (3000, "closed b")];
        assert_eq!(run(&mut settle, &events, &|_| Some(1)), ["3000:b", "5000:a"]);
    }

    #[test]
    fn a_new_directory_is_walked_when_it_has_been_quiet() {
        for (what, events, want) in [
            ("empty", vec![(0, "appeared d")], vec!["200:d/"]),
            ("filled", vec![(0, "appeared d"), (100, "closed d/a")], vec!["100:d/a", "300:d/"]),
            (
                "deep",
                vec![(0, "appeared d"), (100, "appeared d/e"), (250, "touched d/e/f"), (260, "closed d/e/f")],
                vec!["260:d/e/f", "460:d/"],
            ),
            ("beside", vec![(0, "appeared d"), (100, "closed x")], vec!["100:x", "200:d/"]),
            ("below after above", vec![(0, "appeared d/e"), (0, "appeared d")], vec!["200:d/"]),
            (
                "gone again",
                vec![(0, "appeared d"), (50, "closed d/a"), (60, "gone d")],
                vec!["50:d/a", "2060:d"],
            ),
        ] {
            assert_eq!(
                run(&mut Settle::new(Rule::CloseTells, Timing::default()), &events, &|_| Some(1)),
                want,
                "{what}"
            );
        }
    }

    #[test]
    fn lost_events_ask_for_everything_and_a_storm_does_not_put_it_off() {
        let storm: Vec<(u64, &str)> = (0..10).map(|n| (n * 50, "lost")).collect();
        let out = run(&mut Settle::new(Rule::CloseTells, Timing::default()), &storm, &|_| Some(1));
        assert_eq!(out, ["200:*", "450:*"]);
        let both = [(0, "appeared d"), (0, "lost"), (200, "closed a")];
        assert_eq!(
            run(&mut Settle::new(Rule::CloseTells, Timing::default()), &both, &|_| Some(1)),
            ["200:a", "200:*"]
        );
    }

    #[test]
    fn a_walk_leaves_a_file_that_was_written_a_moment_ago() {
        let at = |modified_ns| Stat { modified_ns, ..Stat::default() };
        let second = 1_000_000_000;
        for (modified, warm) in
            [(9 * second, false), (10 * second - 1, true), (10 * second, true), (11 * second, false)]
        {
            assert_eq!(is_warm(&at(modified), 10 * second, QUIET), warm, "{modified}");
        }
    }

    #[test]
    fn a_file_that_changed_within_the_tick_it_was_read_in_is_read_once_more() {
        let now = 1_000_000_000_000;
        for (changed, racy) in
            [(now, true), (now - TICK_NS + 1, true), (now - TICK_NS, false), (now - 1_000_000_000, false)]
        {
            let stat = Stat { changed_ns: changed, ..Stat::default() };
            let noted = kept(&stat, now);
            assert_eq!(!stat.unchanged_since(&noted), racy, "{}", now - changed);
            assert_eq!(kept(&stat, now + 2 * TICK_NS), stat, "later it is noted as it is");
        }
        let written = Stat { changed_ns: now - 1_000_000_000, modified_ns: now, ..Stat::default() };
        assert_eq!(kept(&written, now), in_doubt(&written), "where the other time is that of creation");
        assert!(is_as_noted(&written, &in_doubt(&written)));
    }
}
