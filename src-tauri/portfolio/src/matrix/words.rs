//! What a matrix says in words, wherever it is shown: on paper, in a sheet, on a web page. It refuses to know how the words
//! look and cleans nothing.

use super::{
    Confirmed, Edition, LearnerWord, LearningOutcome, MappingLine, Matrix, Outcome, People, Qualification,
    Row, Standing, Status, TraineeDecided, Whose, dates,
};

/// What stands where a criterion has nothing put forward and is not met.
pub const GAP: &str = "GAP: no evidence";
/// What stands where a link names no place in the item.
pub const NO_PLACE: &str = "no place given";
/// What stands beside an outcome for which nobody published a criterion.
pub const OUTCOME_LEVEL: &str = "no criterion published; judged at outcome level";
/// What stands beside an item that is put forward as more than its witness is recorded as.
pub const NOT_AN_EXPERT: &str = "put forward as expert witness; not recorded as one";
/// What follows the number of decisions that no longer rest on what was judged.
pub const AGAIN: &str = "to be judged again";
/// What stands for an empty fact.
pub const NOT_RECORDED: &str = "not recorded";

/// The evidence types with their abbreviations (DOMAIN.md §1).
pub const METHODS: [(&str, &str); 10] = [
    ("O", "observation"),
    ("WP", "work product"),
    ("WT", "witness testimony"),
    ("EW", "expert witness"),
    ("PD", "professional discussion"),
    ("Q", "questions"),
    ("RA", "reflective account"),
    ("CS", "case study, assignment or project"),
    ("S", "simulation"),
    ("RPL", "recognition of prior learning"),
];

/// Whether the paper no longer counts.
#[must_use]
pub const fn superseded(matrix: &Matrix) -> bool {
    matches!(matrix.status, Status::Superseded { .. })
}

/// DRAFT, SUPERSEDED and INDICATIVE, where they hold.
#[must_use]
pub fn header(matrix: &Matrix) -> String {
    let words =
        [(matrix.draft, "DRAFT"), (superseded(matrix), "SUPERSEDED"), (matrix.indicative, "INDICATIVE")];
    let said: Vec<&str> = words.into_iter().filter_map(|(says, word)| says.then_some(word)).collect();
    said.join(" · ")
}

/// What every page of a unit says whose text nobody has confirmed as the awarding organisation's own (DOMAIN.md §1,
/// "indicative"); empty = it is the board's or the centre's own.
#[must_use]
pub const fn notice(matrix: &Matrix) -> &'static str {
    match (matrix.indicative, matrix.whose) {
        (false, _) => "",
        (true, Whose::ThirdParty) => "Indicative criteria from a third party. Not for certification claim.",
        (true, Whose::Unconfirmed) => {
            "Said to be the board's own text, not confirmed. Not for certification claim."
        }
        (true, Whose::Unknown) => "Indicative criteria, source not known. Not for certification claim.",
    }
}

/// Which edition this is.
#[must_use]
pub fn edition(matrix: &Matrix) -> String {
    match &matrix.edition {
        Edition::SignedOriginal { signed_on } => {
            let signed = format!("Signed original, signed on {}", dates::prose(signed_on));
            match &matrix.status {
                Status::Superseded { why, .. } => format!("{signed}; superseded: {}", why.trim()),
                Status::InProgress
                | Status::Signed { .. }
                | Status::Verified { .. }
                | Status::Released { .. }
                | Status::Claimed { .. }
                | Status::Certificated { .. }
                | Status::Withdrawn { .. } => signed,
            }
        }
        Edition::CurrentRecord { printed_at, original } => {
            let printed = format!("Current record, printed on {}", dates::prose(printed_at));
            match original {
                Some(original) => {
                    format!(
                        "{printed} · signed original {} of {}",
                        original.number,
                        dates::prose(&original.signed_on)
                    )
                }
                None => format!("{printed} · no signed original"),
            }
        }
    }
}

/// How far the unit is, and why it no longer is as signed where that is so.
#[must_use]
pub fn status(matrix: &Matrix) -> String {
    let short = status_in_short(matrix);
    match no_longer(matrix) {
        Some(why) => format!("{short}: {why}"),
        None => short,
    }
}

/// Why the record no longer says what was signed.
#[must_use]
pub fn no_longer(matrix: &Matrix) -> Option<&str> {
    matrix.no_longer.as_deref().map(|why| why.trim().trim_end_matches('.'))
}

/// How far the unit is, where there is no room for a reason.
#[must_use]
pub fn status_in_short(matrix: &Matrix) -> String {
    let stage = stage(matrix);
    if matrix.no_longer.is_some() { format!("{stage}, no longer as signed") } else { stage }
}

fn stage(matrix: &Matrix) -> String {
    let signed = if matrix.indicative { "Signed as INDICATIVE" } else { "Signed" };
    if let (Edition::SignedOriginal { signed_on }, false) = (&matrix.edition, superseded(matrix)) {
        return format!("{signed} {}", dates::short(signed_on));
    }
    match &matrix.status {
        Status::InProgress => "Not signed".to_owned(),
        Status::Signed { on } => format!("{signed} {}", dates::short(on)),
        Status::Verified { on } => format!("Verified {}", dates::short(on)),
        Status::Released { on } => format!("Released by IV {}", dates::short(on)),
        Status::Claimed { on } => format!("Claimed {}", dates::short(on)),
        Status::Certificated { on } => format!("Certificated {}", dates::short(on)),
        Status::Superseded { on, .. } => format!("Signed {}, SUPERSEDED", dates::short(on)),
        Status::Withdrawn { on } => format!("Withdrawn {}", dates::short(on)),
    }
}

/// "21 of 21 criteria met · 4 of 4 outcomes".
#[must_use]
pub fn counts(matrix: &Matrix) -> String {
    let counts = &matrix.counts;
    let noun = if counts.criteria == 1 { "criterion" } else { "criteria" };
    let outcomes = if counts.outcomes == 1 { "outcome" } else { "outcomes" };
    let (met, all) = (counts.met, counts.criteria);
    format!("{met} of {all} {noun} met · {} of {} {outcomes}", counts.outcomes_met, counts.outcomes)
}

/// What the line of figures hides: "2 by RPL · 1 gap · 1 to be judged again"; empty where there is nothing.
#[must_use]
pub fn notes(matrix: &Matrix) -> String {
    let counts = &matrix.counts;
    let one = if counts.gaps == 1 { "gap" } else { "gaps" };
    let notes = [
        (counts.rpl, "by RPL"),
        (counts.credit_transfer, "by credit transfer"),
        (counts.gaps, one),
        (to_be_judged_again(matrix), AGAIN),
    ];
    let said = notes.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    said.collect::<Vec<_>>().join(" · ")
}

/// How many decisions no longer rest on what was judged; none in a signed original.
#[must_use]
pub fn to_be_judged_again(matrix: &Matrix) -> usize {
    let rows = matrix.outcomes.iter().flat_map(|outcome| &outcome.rows);
    rows.filter(|row| again(row).is_some()).count()
}

/// What the date of the last decision is called: a unit is decided when every criterion is met.
#[must_use]
pub const fn decided_label(matrix: &Matrix) -> &'static str {
    if matrix.counts.met == matrix.counts.criteria { "Decided on" } else { "Last decision" }
}

/// Learner or candidate.
#[must_use]
pub const fn learner(word: LearnerWord) -> &'static str {
    match word {
        LearnerWord::Learner => "Learner",
        LearnerWord::Candidate => "Candidate",
    }
}

/// The board, with "(unconfirmed)" where it is, or "not stated".
#[must_use]
pub fn board(qualification: &Qualification) -> String {
    let name = qualification.awarding_organisation.as_deref().filter(|name| !name.trim().is_empty());
    match (name, qualification.confirmed) {
        (Some(name), true) => name.to_owned(),
        (Some(name), false) => format!("{name} (unconfirmed)"),
        (None, _) => "not stated".to_owned(),
    }
}

/// Whether the assessor who is named works alone, and what trainees decided; empty where the records do not say.
#[must_use]
pub fn standing(people: &People) -> String {
    let trainee = matches!(people.standing, Standing::Trainee { .. });
    let own = |work: &&TraineeDecided| trainee && people.assessor.as_ref() == Some(&work.by);
    let first = people.trainees.iter().find(own);
    let mut said: Vec<String> = match (&people.standing, first) {
        (Standing::Trainee { .. }, Some(work)) => vec![format!("trainee, {}", countersigned(work))],
        (Standing::NotRecorded, _) => Vec::new(),
        (Standing::Qualified, _) => vec!["qualified".to_owned()],
        (Standing::Trainee { countersigned_by: Some(name) }, None) => {
            vec![format!("trainee, countersigned by {name}")]
        }
        (Standing::Trainee { countersigned_by: None }, None) => {
            vec!["trainee, not yet countersigned".to_owned()]
        }
    };
    for work in people.trainees.iter().filter(|work| !own(work)) {
        said.push(format!("{} decided by {} (trainee), {}", work.criteria, work.by, countersigned(work)));
    }
    said.join("; ")
}

/// "countersigned by Chris Moss", or by whom which criteria are, and which are open.
fn countersigned(work: &TraineeDecided) -> String {
    let each = |work: &TraineeDecided| {
        let each = work.countersigned.iter().map(|own| format!("{}: {}", own.by, own.criteria));
        each.collect::<Vec<_>>().join("; ")
    };
    match (work.countersigned.as_slice(), work.open.as_str()) {
        ([], _) => "not yet countersigned".to_owned(),
        ([one], "") => format!("countersigned by {}", one.by),
        (_several, "") => format!("countersigned by {}", each(work)),
        (_, open) => format!("countersigned in part by {}; open: {open}", each(work)),
    }
}

/// Whose initials stand in the rows: "AO Ada Okafor · MP Mo Price (trainee) · BK Bea King (IV)".
#[must_use]
pub fn initials(people: &People) -> String {
    let one = |own: &super::Initials| {
        let note = if own.note.is_empty() { String::new() } else { format!(" ({})", own.note) };
        format!("{} {}{note}", own.initials, own.name)
    };
    people.initials.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// The judgement.
#[must_use]
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "Met",
        Outcome::PartiallyMet => "Partially met",
        Outcome::NotYetMet => "Not yet met",
        Outcome::Rpl => "RPL",
        Outcome::CreditTransfer => "Credit transfer",
        Outcome::Undecided => "not yet decided",
        Outcome::InDispute => "In dispute",
    }
}

/// "LO2"; a code that carries its own letters keeps them.
#[must_use]
pub fn outcome_code(code: &str) -> String {
    if code.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        format!("LO{code}")
    } else {
        code.to_owned()
    }
}

/// How many rows of an outcome are met: "6 of 6".
#[must_use]
pub fn met_of(outcome: &LearningOutcome) -> String {
    let met = outcome.rows.iter().filter(|row| row.decision.is_met()).count();
    format!("{met} of {}", outcome.rows.len())
}

/// The number of a row with the marks that the key explains: * given by this program, † place proposed.
#[must_use]
pub fn code(row: &Row) -> String {
    let star = if row.code_generated { "*" } else { "" };
    let dagger = if row.place_proposed { "†" } else { "" };
    format!("{}{star}{dagger}", row.code)
}

/// The key to the marks that this matrix uses.
#[must_use]
pub fn marks(matrix: &Matrix) -> Vec<&'static str> {
    let rows = || matrix.outcomes.iter().flat_map(|outcome| &outcome.rows);
    let mut notes = Vec::new();
    if rows().any(|row| row.code_generated) {
        notes.push("* number given by this program, not by the awarding organisation");
    }
    if rows().any(|row| row.place_proposed) {
        notes.push("† place under its outcome proposed");
    }
    notes
}

/// "Decided under revision 1; confirmed under revision 2 by Ada Okafor (assessor) on 14/11/2026."
#[must_use]
pub fn confirmation(confirmed: &Confirmed) -> String {
    let Confirmed { by, role, on, made_under, under } = confirmed;
    format!("Decided under {made_under}; confirmed under {under} by {by} ({role}) on {}.", dates::short(on))
}

/// "Feedback: …", where the learner was given any.
#[must_use]
pub fn feedback(row: &Row) -> Option<String> {
    let said = row.told.as_ref().map(|told| told.feedback.as_str()).filter(|said| !said.trim().is_empty())?;
    Some(format!("Feedback: {said}"))
}

/// "To be judged again: E007 has a newer version than the one judged.", where a decision no longer rests on what was judged.
#[must_use]
pub fn again(row: &Row) -> Option<String> {
    let why =
        row.again.as_deref().map(|why| why.trim().trim_end_matches('.')).filter(|why| !why.is_empty())?;
    Some(format!("To be judged again: {why}."))
}

/// The place of a link, or that none is given.
#[must_use]
pub fn place(mapping: &MappingLine) -> &str {
    mapping.place.as_deref().filter(|place| !place.trim().is_empty()).unwrap_or(NO_PLACE)
}

/// What a person noted on the row; the signed original leaves it to the pen.
#[must_use]
pub fn iv_mark<'a>(matrix: &Matrix, row: &'a Row) -> Option<&'a str> {
    match matrix.edition {
        Edition::SignedOriginal { .. } => None,
        Edition::CurrentRecord { .. } => row.iv_mark.as_deref(),
    }
}

/// The evidence types that this matrix uses: "WP work product · O observation".
#[must_use]
pub fn methods(matrix: &Matrix) -> String {
    let rows = matrix.outcomes.iter().flat_map(|outcome| &outcome.rows);
    let used: Vec<&str> = rows.flat_map(|row| &row.mappings).map(|mapping| mapping.method.as_str()).collect();
    let named = METHODS.iter().filter(|(short, _)| used.contains(short));
    named.map(|(short, long)| format!("{short} {long}")).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Countersigned;

    fn work(by: &str, countersigned: &[(&str, &str)], open: &str) -> TraineeDecided {
        let one = |(by, criteria): &(&str, &str)| Countersigned {
            by: (*by).to_owned(),
            criteria: (*criteria).to_owned(),
        };
        TraineeDecided {
            by: by.to_owned(),
            criteria: "2.1, 2.3".to_owned(),
            countersigned: countersigned.iter().map(one).collect(),
            open: open.to_owned(),
        }
    }

    #[test]
    fn the_standing_is_that_of_the_assessor_who_is_named() {
        let trainee = || Standing::Trainee { countersigned_by: None };
        let chris = [("Chris Moss", "2.1")];
        let both = [("Chris Moss", "2.1"), ("Dee Ray", "2.3")];
        for (standing, trainees, says) in [
            (Standing::NotRecorded, vec![], ""),
            (Standing::Qualified, vec![], "qualified"),
            (trainee(), vec![], "trainee, not yet countersigned"),
            (
                Standing::Trainee { countersigned_by: Some("Chris Moss".to_owned()) },
                vec![],
                "trainee, countersigned by Chris Moss",
            ),
            (trainee(), vec![work("Ada Okafor", &chris, "")], "trainee, countersigned by Chris Moss"),
            (
                trainee(),
                vec![work("Ada Okafor", &chris, "2.3")],
                "trainee, countersigned in part by Chris Moss: 2.1; open: 2.3",
            ),
            (
                trainee(),
                vec![work("Ada Okafor", &both, "")],
                "trainee, countersigned by Chris Moss: 2.1; Dee Ray: 2.3",
            ),
            (
                Standing::Qualified,
                vec![work("Tia Lund", &chris, "")],
                "qualified; 2.1, 2.3 decided by Tia Lund (trainee), countersigned by Chris Moss",
            ),
            (
                Standing::NotRecorded,
                vec![work("Tia Lund", &[], "2.1, 2.3")],
                "2.1, 2.3 decided by Tia Lund (trainee), not yet countersigned",
            ),
        ] {
            let base = crate::matrix::samples::signed().people;
            let assessor = Some("Ada Okafor".to_owned());
            let people = People { assessor, standing: standing.clone(), trainees, ..base };
            assert_eq!(super::standing(&people), says, "{standing:?}");
        }
    }
}
