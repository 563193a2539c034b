//! The caseload: one row a learner, and the numbers on top of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use ts_rs::TS;

use crate::coverage::Signature;
use crate::error::Result;
use crate::journal::id::Id;
use crate::learner::namesakes::{self, Named};
use crate::portfolio::Workspace;
use crate::store::{across, local};
use crate::unit::spec::Shelf;

/// Every learner of the centre.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CaseloadView {
    /// The numbers that are also filters.
    pub totals: CaseloadTotals,
    /// In order of name.
    pub learners: Vec<CaseloadRow>,
}

/// Sums over the caseload.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CaseloadTotals {
    /// Files seen that nobody has accepted, mapped or set aside.
    pub new_files: u32,
    /// Criteria with evidence mapped and no decision.
    pub undecided: u32,
    /// Units with every criterion met and not signed.
    pub ready_to_sign: u32,
    /// Signed units whose record no longer says what was signed.
    pub overtaken: u32,
    /// Open actions asked for by an IV.
    pub iv_actions: u32,
    /// Resubmissions and IV actions whose day is past.
    pub overdue: u32,
    /// Resubmissions and IV actions that are still to come by a day.
    pub due: u32,
}

/// One learner.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CaseloadRow {
    /// Id of the learner's portfolio.
    pub learner: String,
    /// Name.
    pub name: String,
    /// What tells them from others of the name: "ULN 1234567890"; null = nobody else is called so.
    pub apart: Option<String>,
    /// Qualifications of the learner's units, each once.
    pub qualifications: Vec<String>,
    /// Brands of the boards, e.g. "Pearson EDI".
    pub boards: Vec<String>,
    /// Units being worked on.
    pub units: u32,
    /// Criteria in those units.
    pub criteria: u32,
    /// Criteria met, RPL or credit transfer.
    pub met: u32,
    /// Criteria partially met.
    pub partially_met: u32,
    /// Criteria without any evidence and not met.
    pub gaps: u32,
    /// Files nobody has dealt with.
    pub new_files: u32,
    /// Items whose file the learner has changed and whose new version nobody has accepted.
    pub changed_files: u32,
    /// Criteria with evidence and no decision.
    pub undecided: u32,
    /// Units ready to be signed.
    pub ready_to_sign: u32,
    /// Units signed off, where that holds as signed.
    pub signed: u32,
    /// Signed units whose record no longer says what was signed: nobody should count them as signed.
    pub overtaken: u32,
    /// Open IV actions.
    pub iv_actions: u32,
    /// Resubmissions and IV actions whose day is past.
    pub overdue: u32,
    /// Resubmissions and IV actions that are still to come by a day.
    pub due: u32,
    /// ISO date of the first of them, past or to come; null = nothing has a day.
    pub next_due: Option<String>,
    /// One plain line: what to do next.
    pub next_action: String,
    /// ISO date of the last deed.
    pub last_activity: Option<String>,
    /// Null when the folder can be reached; else the reason in words.
    pub folder_problem: Option<String>,
}

/// Builds the caseload from the roll-ups: of the learners' books only those are read in which statements that stand name the learner
/// differently.
pub fn caseload(workspace: &mut Workspace) -> Result<CaseloadView> {
    let shelf = workspace.shelf().clone();
    let mut rows: BTreeMap<Id, CaseloadRow> = BTreeMap::new();
    for (book, Named { name, apart }) in namesakes::all(workspace)? {
        rows.insert(book, CaseloadRow { learner: book.to_string(), name, apart, ..CaseloadRow::empty() });
    }
    let today = workspace.clock.now().date();
    tallies(workspace, &today, &mut rows)?;
    progress(workspace, (&shelf, &today), &mut rows)?;
    changed(workspace, &mut rows)?;
    let mut totals = CaseloadTotals::default();
    for (book, row) in &mut rows {
        row.folder_problem = crate::view::shown::folder(workspace, *book)?.problem;
        if row.folder_problem.is_some() {
            // Nobody knows how the files stand.
            row.changed_files = 0;
        }
        row.next_action = next_action(row);
        totals.new_files += row.new_files;
        totals.undecided += row.undecided;
        totals.ready_to_sign += row.ready_to_sign;
        totals.overtaken += row.overtaken;
        totals.iv_actions += row.iv_actions;
        totals.overdue += row.overdue;
        totals.due += row.due;
    }
    let mut learners: Vec<CaseloadRow> = rows.into_values().collect();
    learners.sort_by(|a, b| (a.name.to_lowercase(), &a.learner).cmp(&(b.name.to_lowercase(), &b.learner)));
    Ok(CaseloadView { totals, learners })
}

impl CaseloadRow {
    /// Counts what is due by a day.
    fn count(&mut self, days: &str, today: &str) -> Result<()> {
        let days: Vec<String> = serde_json::from_str(days)?;
        for day in days {
            let sum = if day.as_str() < today { &mut self.overdue } else { &mut self.due };
            *sum += 1;
            let first = self.next_due.get_or_insert_with(|| day.clone());
            if day < *first {
                *first = day;
            }
        }
        Ok(())
    }

    fn empty() -> Self {
        Self {
            learner: String::new(),
            name: String::new(),
            apart: None,
            qualifications: Vec::new(),
            boards: Vec::new(),
            units: 0,
            criteria: 0,
            met: 0,
            partially_met: 0,
            gaps: 0,
            new_files: 0,
            changed_files: 0,
            undecided: 0,
            ready_to_sign: 0,
            signed: 0,
            overtaken: 0,
            iv_actions: 0,
            overdue: 0,
            due: 0,
            next_due: None,
            next_action: String::new(),
            last_activity: None,
            folder_problem: None,
        }
    }
}

fn tallies(workspace: &Workspace, today: &str, into: &mut BTreeMap<Id, CaseloadRow>) -> Result<()> {
    across::each_tally(&workspace.db, &mut |tally| {
        let Some(target) = into.get_mut(&tally.book) else { return Ok(()) };
        target.new_files = tally.new_files;
        target.iv_actions = tally.iv_actions;
        target.last_activity = Some(tally.last.date());
        target.count(&tally.dues, today)
    })
}

/// How many items wait with a changed file: from what the last reading of each folder noted.
fn changed(workspace: &Workspace, into: &mut BTreeMap<Id, CaseloadRow>) -> Result<()> {
    for (book, files) in local::changed_of_all(&workspace.local)? {
        let Some(target) = into.get_mut(&book) else { continue };
        let mut items = BTreeSet::new();
        for file in files {
            items.extend(across::numbered_with(&workspace.db, book, file)?);
        }
        target.changed_files = u32::try_from(items.len()).unwrap_or(u32::MAX);
    }
    Ok(())
}

fn progress(
    workspace: &Workspace,
    (shelf, today): (&Shelf, &str),
    into: &mut BTreeMap<Id, CaseloadRow>,
) -> Result<()> {
    across::each_progress(&workspace.db, &mut |unit| {
        let Some(target) = into.get_mut(&unit.book) else { return Ok(()) };
        target.units += 1;
        target.criteria += unit.rows;
        target.met += unit.met;
        target.partially_met += unit.partially_met;
        target.gaps += unit.gaps;
        target.undecided += unit.undecided;
        let spec = unit.spec.parse().ok().and_then(|hash| shelf.get(hash));
        match Signature::of_kept(unit.signed, unit.holds, unit.boards_own, spec.map(AsRef::as_ref)) {
            Signature::None => target.ready_to_sign += u32::from(unit.met == unit.rows),
            Signature::Holds => target.signed += 1,
            Signature::Overtaken => target.overtaken += 1,
        }
        if let Some(spec) = spec {
            let title = spec.text.qualifications.first().and_then(|q| q.title.clone());
            add(&mut target.qualifications, title.unwrap_or_default());
            add(&mut target.boards, spec.board().to_owned());
        }
        target.count(&unit.dues, today)
    })
}

fn add(list: &mut Vec<String>, word: String) {
    if !word.is_empty() && !list.contains(&word) {
        list.push(word);
    }
}

fn next_action(row: &CaseloadRow) -> String {
    let count =
        |n: u32, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
    if row.iv_actions > 0 {
        // Answered, it waits for the IV, who closes it: either way somebody looks.
        format!("Look at {}", count(row.iv_actions, "IV action", "IV actions"))
    } else if row.changed_files > 0 {
        // It may be the very thing that was asked for.
        format!("Look at {}", count(row.changed_files, "changed file", "changed files"))
    } else if row.overdue > 0 {
        format!("Ask for {}", count(row.overdue, "overdue resubmission", "overdue resubmissions"))
    } else if row.overtaken > 0 {
        format!(
            "Look at {}",
            count(row.overtaken, "sign-off that no longer holds", "sign-offs that no longer hold")
        )
    } else if row.new_files > 0 {
        format!("Look at {}", count(row.new_files, "new file", "new files"))
    } else if row.undecided > 0 {
        format!("Decide {}", count(row.undecided, "criterion", "criteria"))
    } else if row.ready_to_sign > 0 {
        format!("Sign off {}", count(row.ready_to_sign, "unit", "units"))
    } else if row.units == 0 {
        "Add a unit".into()
    } else if row.signed == row.units {
        "Nothing: every unit is signed".into()
    } else {
        format!("Bring evidence for {}", count(row.gaps, "gap", "gaps"))
    }
}
