//! Random portfolios, printed and read back by another program: every criterion in full, every reference, place, method, decision,
//! date and name, every gap, each in its own row and column, and nothing that is not in the records.
//!
//! At most 30 seconds where nobody says how many. `PORTFOLIO_CASES=1000 cargo test --workspace --test read_back` reads a thousand;
//! the seed is printed, and `PORTFOLIO_SEED` makes the same portfolios again.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use journeys::expected::{self, Edition};
use journeys::invented::{Invented, Inventor, Unit};
use journeys::people::Story;
use journeys::printed::Printed;
use journeys::story::{aloud, number, seed};
use serde_json::{Value, json};

/// How long this goes on when nobody says how many.
const TIME: Duration = Duration::from_secs(24);

/// A portfolio at the desk of whoever prints.
struct Desk {
    seed: u64,
    all: Invented,
    story: Story,
    read: usize,
    pages: usize,
}

impl Desk {
    fn with(seed: u64) -> Desk {
        let (all, story) = Inventor::portfolio(seed, Story::trusting());
        Desk { seed, all, story, read: 0, pages: 0 }
    }

    /// Prints a paper and opens it with poppler.
    fn prints(&mut self, command: &str, mut request: Value, name: &str) -> Option<(Printed, Value)> {
        let out: PathBuf = self.story.home().join(format!("{name}.pdf"));
        request["learner"] = json!(self.all.learner);
        request["out"] = json!(out);
        let said = self.story.call(command, request);
        if let Some(folder) = std::env::var_os("PORTFOLIO_PAPERS") {
            std::fs::copy(&out, PathBuf::from(folder).join(format!("{}-{name}.pdf", self.seed))).unwrap();
        }
        let paper = Printed::read(&out, &format!("seed {}, {name}", self.seed))?;
        self.read += 1;
        self.pages += paper.pages();
        Some((paper, said))
    }

    fn reads(&mut self) -> Option<()> {
        for unit in self.all.units.clone() {
            self.reads_unit(&unit)?;
        }
        let all = self.all.clone();
        for (kind, read) in [
            ("gaps", expected::gap_list as fn(&mut Printed, &Invented)),
            ("evidence", expected::evidence_index),
            ("claim", expected::claim),
            ("sampling", expected::sampling),
            ("witnesses", expected::witnesses),
        ] {
            let (mut paper, _) = self.prints("paper.print", json!({ "kind": kind }), kind)?;
            read(&mut paper, &all);
            paper.ends();
        }
        let days = expected::days(&all);
        if let (Some(first), Some(last)) = (days.first(), days.last()) {
            let iso = |on: &i64| journeys::invented::day(*on).iso;
            let asked = json!({ "kind": "decisions", "from": iso(first), "to": iso(last) });
            let (mut paper, _) = self.prints("paper.print", asked, "decisions")?;
            expected::decisions(&mut paper, &all, &days);
            paper.ends();
        }
        self.reads_whole(&all)
    }

    fn reads_unit(&mut self, unit: &Unit) -> Option<()> {
        let handle = unit.handle.as_str();
        let all = self.all.clone();
        if unit.signed.is_some() {
            let asked = json!({ "unit": handle, "original": true });
            let (mut paper, _) = self.prints("matrix.paper", asked, &format!("{handle}-original"))?;
            expected::matrix(&mut paper, &all, unit, Edition::Original, "");
            paper.ends();
        }
        let number = self.number(handle);
        let (mut paper, _) = self.prints("matrix.paper", json!({ "unit": handle }), handle)?;
        expected::matrix(&mut paper, &all, unit, Edition::Current, &number);
        paper.ends();
        let asked = json!({ "kind": "grid", "unit": handle });
        let (mut paper, _) = self.prints("paper.print", asked, &format!("{handle}-grid"))?;
        expected::grid(&mut paper, &all, unit);
        paper.ends();
        Some(())
    }

    /// The number by which a current record calls its signed original, as the portfolio shows it.
    fn number(&mut self, handle: &str) -> String {
        let shown = self.story.call("learner.show", json!({ "learner": self.all.learner }));
        let unit = journeys::people::pick(&shown["units"], "handle", handle);
        unit["signOff"]["digest"].as_str().map(|digest| digest.chars().take(8).collect()).unwrap_or_default()
    }

    fn reads_whole(&mut self, all: &Invented) -> Option<()> {
        let numbers: Vec<String> = all.units.iter().map(|unit| self.number(&unit.handle)).collect();
        let (mut paper, _) = self.prints("paper.print", json!({ "kind": "whole" }), "whole")?;
        expected::cover(&mut paper, all);
        paper.missing();
        expected::contents(&mut paper, all);
        expected::evidence_index(&mut paper, all);
        paper.missing();
        for (unit, number) in all.units.iter().zip(&numbers).filter(|(unit, _)| unit.withdrawn.is_none()) {
            expected::matrix(&mut paper, all, unit, Edition::Current, number);
            paper.missing();
            expected::grid(&mut paper, all, unit);
            paper.missing();
        }
        for on in expected::days(all) {
            expected::decisions(&mut paper, all, &[on].into());
            paper.missing();
        }
        if !all.samples.is_empty() {
            expected::sampling(&mut paper, all);
            paper.missing();
        }
        let open = || all.units.iter().filter(|unit| unit.withdrawn.is_none());
        if open().any(|unit| !unit.rows().all(|row| row.met())) {
            expected::gap_list(&mut paper, all);
            paper.missing();
        }
        if !all.witnesses.is_empty() {
            expected::witnesses(&mut paper, all);
            paper.missing();
        }
        expected::claim(&mut paper, all);
        paper.ends();
        Some(())
    }
}

/// Rows of which something became after they were decided.
#[derive(Default)]
struct Since {
    /// More came, and nobody has decided on it.
    came: usize,
    /// Something that was judged is put forward no more.
    gone: usize,
    /// They were decided again.
    again: usize,
}

impl Since {
    fn takes(&mut self, all: &Invented) {
        for row in all.units.iter().flat_map(Unit::rows) {
            self.came += usize::from(row.links.iter().any(|link| link.came));
            self.gone += usize::from(!row.gone.is_empty());
            self.again += usize::from(!row.earlier.is_empty());
        }
    }
}

#[test]
fn what_random_portfolios_hold_is_read_back_from_their_papers_and_nothing_else() {
    let (first, cases) = (seed(), number("PORTFOLIO_CASES"));
    aloud(&format!("read_back: PORTFOLIO_SEED={first}"));
    let (begin, mut count, mut papers, mut pages) = (Instant::now(), 0, 0, 0);
    let mut since = Since::default();
    while cases.map_or(begin.elapsed() < TIME, |cases| count < cases) {
        let mut desk = Desk::with(first.wrapping_add(count));
        if desk.reads().is_none() {
            let said = "pdftotext is not installed: no paper was read back (apt-get install poppler-utils)";
            assert!(std::env::var_os("CI").is_none_or(|ci| ci.is_empty()), "{said}");
            return aloud(said);
        }
        (count, papers, pages) = (count + 1, papers + desk.read, pages + desk.pages);
        since.takes(&desk.all);
    }
    let seconds = begin.elapsed().as_secs();
    let Since { came, gone, again } = since;
    aloud(&format!(
        "read_back: {count} portfolios, {papers} papers, {pages} pages in {seconds} s; of what was decided more came for {came} \
         rows, was taken away from {gone}, and {again} were decided again"
    ));
    assert!(count < 40 || came > 0 && gone > 0 && again > 0, "nothing ever came after a decision");
    assert!(count > 0 && papers > 0, "at least one portfolio is read in {} s", TIME.as_secs());
}
